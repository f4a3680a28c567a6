import type { Explanation, Part, Source } from "../../pkg/attention_lab.js";
import type { Prose } from "../parts/dom.js";
import { differ, isNothing } from "../parts/numbers.js";
import * as text from "../text/en/follow.js";

/** At most this many parts are put into words; the bars show them all. */
const mostSaid = 3;
const decimals = 2;

/** A source with its words. */
export function named(source: Source, words: readonly string[], place: number): text.Source {
  if (source === "token") return { kind: source, word: words[place] ?? "" };
  if (source === "position") return { kind: source, place };
  return { kind: "look", word: words[source] ?? "", isItself: source === place };
}

/** What the largest parts say, the largest first. */
export function says(
  parts: readonly Part[],
  words: readonly string[],
  place: number,
  pair: readonly [string, string],
): Prose {
  const loud = [...parts]
    .filter(({ difference }) => !isNothing(difference, decimals))
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, mostSaid);
  return text.spoken(
    loud.map(({ source, ...part }) => ({
      ...part,
      source: named(source, words, place),
      word: pair[part.difference > 0 ? 0 : 1],
    })),
  );
}

/** The strongest look beside the one that carries most. */
export function carries(found: Explanation, looks: readonly string[]): Prose {
  const strongest = indexOfLargest(found.weights);
  const fullest = indexOfLargest(found.carries);
  const look = (place: number) => ({
    word: looks[place] ?? "",
    weight: found.weights[place] ?? NaN,
    carries: found.carries[place] ?? NaN,
  });
  const [one, other] = [look(strongest), look(fullest)];
  const isAlike = !differ(one.carries, other.carries, decimals);
  return text.carries(one, other, strongest === fullest ? "same" : isAlike ? "alike" : "other");
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce(
    (largest, value, index) => (value > (values[largest] ?? -Infinity) ? index : largest),
    0,
  );
}

/** From the two logits to the two probabilities. */
export function outcome(found: Explanation, pair: readonly [string, string]): Prose {
  const { difference, odds } = found;
  const word = (index: 0 | 1) => ({
    word: pair[index],
    logit: found.logits[index] ?? NaN,
    probability: found.probabilities[index] ?? NaN,
  });
  const winner = isNothing(difference, decimals) ? undefined : difference < 0 ? 1 : 0;
  return text.outcome([word(0), word(1)], difference, odds, winner);
}
