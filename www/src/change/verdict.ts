import type { ChangedLook, Reason } from "../../pkg/attention_lab.js";
import { token } from "../parts/dom.js";
import { differ, difference, isNothing, signed } from "../parts/numbers.js";
import { type Changes, type SentenceChanges, edges } from "./changes.js";

type Words = (Node | string)[];

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
export function verdict(found: Case): Words {
  const { before, after, place, pair, vocabulary } = found;
  const [was, is] = [before.differences[place] ?? NaN, after.differences[place] ?? NaN];
  const numbers = ` (${signed(was, decimals)} becomes ${signed(is, decimals)})`;
  const tied = (value: number) => isNothing(value, decimals);
  const winner = (value: number) => (tied(value) ? "neither word" : token(pair[value < 0 ? 1 : 0]));
  const words: Words = describe(found);
  if (!differ(is, was, decimals)) {
    return [
      ...words,
      "After ",
      token(after.words[place] ?? ""),
      " nothing changes: the answer is still ",
      winner(is),
      ".",
    ];
  }
  if (tied(was) || tied(is)) words.push("The answer goes from ", winner(was), " to ", winner(is), numbers);
  else if (was < 0 !== is < 0) words.push("The answer flips from ", winner(was), " to ", winner(is), numbers);
  else words.push("The answer stands: still ", winner(is), numbers);
  const because = reasonsSaid(found);
  words.push(...(because.length > 0 ? [", because ", ...because, "."] : ["."]));
  const likeliest = vocabulary[after.answers[place] ?? 0] ?? "";
  if (!pair.includes(likeliest)) words.push(" Of all words ", token(likeliest), " is the likeliest.");
  return words;
}

function reasonsSaid({ reasons, after, before, place }: Case): Words {
  const loud = reasons.filter(
    (reason) => Math.abs(difference(reason.after, reason.before, decimals)) >= leastReason,
  );
  const said = loud.slice(0, mostReasons).map((reason): Words => {
    const { source } = reason;
    const word = typeof source === "number" ? source : place;
    const [old, now] = [before.words[word] ?? "", after.words[word] ?? ""];
    const who: Words =
      source === "position"
        ? [`place ${place}`]
        : source === "token"
          ? ["the embedding of ", token(now)]
          : [token(now), ...(old === now ? [] : [" in place of ", token(old)])];
    return [...who, ` adds ${signed(reason.after, decimals)} instead of ${signed(reason.before, decimals)}`];
  });
  return said.flatMap((words, index) => [...between(index, said.length), ...words]);
}

/** All changes in a sentence each. */
function describe({ changes, sentence, before, after, vocabulary }: Case): Words {
  const word = (place: number) => token(after.words[place] ?? "");
  const said: Words[] = [];
  for (const [place, id] of sentence.words) {
    said.push([token(vocabulary[id] ?? ""), " stands in for ", token(before.words[place] ?? "")]);
  }
  const cut = edges(sentence.cuts);
  for (const from of new Set(cut.map(([from]) => from))) {
    const all = cut.filter((edge) => edge[0] === from);
    const words = all.flatMap(([, to], index): Words => [...between(index, all.length), word(to)]);
    said.push([word(from), " no longer looks at ", ...words]);
  }
  for (const place of sentence.rows.keys()) said.push(["the row of ", word(place), " is set by hand"]);
  const rows = sentence.cuts.size + sentence.rows.size > 0;
  if (changes.withoutPosition) said.push(["the position embedding is left out"]);
  if (changes.withoutSkip) said.push(["the skip connection is left out"]);
  const mode = changes.renormalise ? "renormalised" : "not renormalised";
  const all = said.flatMap((words, index) => [...between(index, said.length), ...words]);
  return all.length > 0 ? ["Now ", ...all, rows ? ` (${mode}). ` : ". "] : [];
}

function between(index: number, count: number): Words {
  if (index === 0) return [];
  return [index === count - 1 ? " and " : ", "];
}
