import { type Prose, token } from "../../parts/dom.js";
import { signed } from "../../parts/numbers.js";
import { leaveOut } from "./change.js";

const decimals = 2;

/** Before anything is changed. */
export const nothingChanged = "Nothing is changed yet. Press a weight to cut it, or change something else.";

/** What was changed in the input and the looks of a sentence. */
export interface Changed {
  /** Words that stand in for others. */
  replaced: readonly { word: string; instead: string }[];
  /** Who no longer looks at whom. */
  cut: readonly { from: string; to: readonly string[] }[];
  /** Whose rows are set by hand. */
  byHand: readonly string[];
  withoutPosition: boolean;
  withoutSkip: boolean;
  /** What becomes of the rest of rows that are changed. */
  isRenormalised: boolean;
}

/** All changes in one sentence; nothing where there are none. */
export function changes(found: Changed): Prose {
  const all: Prose[] = [
    ...found.replaced.map(({ word, instead }) => [token(word), " stands in for ", token(instead)]),
    ...found.cut.map(({ from, to }) => [
      token(from),
      " no longer looks at ",
      ...listed(to.map((word) => [token(word)])),
    ]),
    ...found.byHand.map((word) => ["the row of ", token(word), " is set by hand"]),
    ...(found.withoutPosition ? [[`${leaveOut.position} is left out`]] : []),
    ...(found.withoutSkip ? [[`${leaveOut.skip} is left out`]] : []),
  ];
  if (all.length === 0) return [];
  const mode = found.isRenormalised ? "renormalised" : "not renormalised";
  const hasRows = found.cut.length + found.byHand.length > 0;
  return ["Now ", ...listed(all), hasRows ? ` (${mode}). ` : ". "];
}

/** What became of the answer: it is still the same, it is another, or one of them is none. */
export type Outcome = "same" | "stands" | "flips" | "goes";

/** The answer before and after, as a word or none where it could be either, and the logit difference. */
export interface Answers {
  outcome: Outcome;
  asks: string;
  words: readonly [string | undefined, string | undefined];
  differences: readonly [number, number];
}

export function outcome({ outcome, asks, words: [was, is], differences }: Answers, reasons: Prose): Prose {
  if (outcome === "same")
    return ["After ", token(asks), " nothing changes: the answer is still ", answer(is), "."];
  const [before, after] = differences.map((value) => signed(value, decimals));
  const numbers = ` (${before} becomes ${after})`;
  const said =
    outcome === "stands"
      ? ["The answer stands: still ", answer(is)]
      : [
          outcome === "flips" ? "The answer flips from " : "The answer goes from ",
          answer(was),
          " to ",
          answer(is),
        ];
  return [...said, numbers, ...(reasons.length > 0 ? [", because ", ...reasons, "."] : ["."])];
}

function answer(word: string | undefined): Node | string {
  return word === undefined ? "neither word" : token(word);
}

/** Who adds another amount than before: the embedding of a place or of a word, or a look at a word. */
export interface Changing {
  who: { place: number } | { embedding: string } | { look: string; instead: string };
  before: number;
  after: number;
}

export function because(reasons: readonly Changing[]): Prose {
  return listed(
    reasons.map(({ who, before, after }) => [
      ...speaker(who),
      ` adds ${signed(after, decimals)} instead of ${signed(before, decimals)}`,
    ]),
  );
}

function speaker(who: Changing["who"]): Prose {
  if ("place" in who) return [`place ${who.place}`];
  if ("embedding" in who) return ["the embedding of ", token(who.embedding)];
  return [token(who.look), ...(who.look === who.instead ? [] : [" in place of ", token(who.instead)])];
}

/** Where it is neither of the two words that are compared. */
export function likeliest(word: string): Prose {
  return [" Of all words ", token(word), " is the likeliest."];
}

/** Several things, the last one after an "and". */
function listed(items: readonly Prose[]): Prose {
  return items.flatMap((item, index) => {
    if (index === 0) return item;
    return [index === items.length - 1 ? " and " : ", ", ...item];
  });
}
