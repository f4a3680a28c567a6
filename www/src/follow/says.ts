import { token } from "../parts/dom.js";
import { isNothing, plain, signed } from "../parts/numbers.js";
import type { Part, Source } from "../../pkg/attention_lab.js";

/** At most this many parts are put into words; the bars show them all. */
const mostSaid = 3;
const decimals = 2;

/** What the largest parts say, in words and numbers, the largest first. */
export function says(
  parts: readonly Part[],
  words: readonly string[],
  place: number,
  pair: readonly [string, string],
): (Node | string)[] {
  const loud = [...parts]
    .filter(({ difference }) => !isNothing(difference, decimals))
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, mostSaid);
  if (loud.length === 0) return ["Nothing speaks for either word yet."];
  return loud.flatMap(({ source, weight, says, difference }) => {
    const made =
      typeof source === "number"
        ? `${plain(weight, decimals)} × ${plain(says, decimals)} = ${signed(difference, decimals)}`
        : signed(difference, decimals);
    return [...speaker(source, words, place), " says ", token(pair[difference > 0 ? 0 : 1]), `: ${made}. `];
  });
}

/** Who speaks, as the beginning of a sentence. */
export function speaker(source: Source, words: readonly string[], place: number): (Node | string)[] {
  if (source === "token") return [token(words[place] ?? ""), " itself, by the skip connection,"];
  if (source === "position") return [`Place ${place}, by the skip connection,`];
  return [token(words[source] ?? "")];
}

/** The sum in a sentence. */
export function together(difference: number, pair: readonly [string, string]): (Node | string)[] {
  if (isNothing(difference, decimals)) return ["All parts add up to about nothing: it could be either."];
  return [
    `All parts add up to ${signed(difference, decimals)}: for `,
    token(pair[difference > 0 ? 0 : 1]),
    ".",
  ];
}
