import type { ChangedLook, Reason } from "../../pkg/attention_lab.js";
import type { Prose } from "../parts/dom.js";
import { differ, difference, isNothing } from "../parts/numbers.js";
import * as text from "../text/en/verdict.js";
import { type Changes, type SentenceChanges, edges } from "./changes.js";

const decimals = 2;
/** How much of a logit difference counts as a reason. */
const leastReason = 0.05;
const mostReasons = 3;

export interface Case {
  changes: Changes;
  sentence: SentenceChanges;
  before: ChangedLook;
  after: ChangedLook;
  place: number;
  vocabulary: readonly string[];
  pair: readonly [string, string];
  reasons: readonly Reason[];
}

/** What was changed, what became of the answer, and why. */
export function verdict(found: Case): Prose {
  const { before, after, place, pair, vocabulary } = found;
  const differences = [before.differences[place] ?? NaN, after.differences[place] ?? NaN] as const;
  const [was, is] = differences;
  const winner = (value: number) => (isNothing(value, decimals) ? undefined : pair[value < 0 ? 1 : 0]);
  const outcome = outcomeOf(was, is);
  const answers = {
    outcome,
    asks: after.words[place] ?? "",
    words: [winner(was), winner(is)] as const,
    differences,
  };
  const said = [
    ...text.changes(changed(found)),
    ...text.outcome(answers, outcome === "same" ? [] : text.because(reasons(found))),
  ];
  const likeliest = vocabulary[after.answers[place] ?? 0] ?? "";
  const isOther = outcome !== "same" && !pair.includes(likeliest);
  return [...said, ...(isOther ? text.likeliest(likeliest) : [])];
}

function outcomeOf(was: number, is: number): text.Outcome {
  if (!differ(is, was, decimals)) return "same";
  if (isNothing(was, decimals) || isNothing(is, decimals)) return "goes";
  return was < 0 !== is < 0 ? "flips" : "stands";
}

/** Who adds so much more or less than before that it counts, the crate's order kept. */
function reasons({ reasons, after, before, place }: Case): text.Changing[] {
  const loud = reasons.filter(
    (reason) => Math.abs(difference(reason.after, reason.before, decimals)) >= leastReason,
  );
  return loud.slice(0, mostReasons).map(({ source, ...amounts }) => {
    if (source === "position") return { who: { place }, ...amounts };
    if (source === "token") return { who: { embedding: after.words[place] ?? "" }, ...amounts };
    return { who: { look: after.words[source] ?? "", instead: before.words[source] ?? "" }, ...amounts };
  });
}

function changed({ changes, sentence, before, after, vocabulary }: Case): text.Changed {
  const word = (place: number) => after.words[place] ?? "";
  const cut = edges(sentence.cuts);
  return {
    replaced: [...sentence.words].map(([place, id]) => ({
      word: vocabulary[id] ?? "",
      instead: before.words[place] ?? "",
    })),
    cut: [...new Set(cut.map(([from]) => from))].map((place) => ({
      from: word(place),
      to: cut.filter(([from]) => from === place).map(([, to]) => word(to)),
    })),
    byHand: [...sentence.rows.keys()].map(word),
    withoutPosition: changes.withoutPosition,
    withoutSkip: changes.withoutSkip,
    isRenormalised: changes.renormalise,
  };
}
