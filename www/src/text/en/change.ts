import { type Prose, token } from "../../parts/dom.js";
import { fixed } from "../../parts/numbers.js";
import { andWords } from "./common.js";

/** What the choice of a place and two words is for. */
export const whatToChange = "What to change";

/** The weights as buttons. */
export const grid =
  "Each row is a place that asks, each column a place that it looks at; place 0 can look only at itself. Press a weight to cut it.";

/** What a button says; nothing is left of a weight that is cut. */
export function weight(value: number, isCut: boolean): string {
  return isCut ? "cut" : fixed(value, 2);
}

export function edge(from: string, to: string, says: string): string {
  return `${from} looks at ${to}: ${says}`;
}

export const undoLast = "Undo last";
export const undoAll = "Undo all";

export const remainder = {
  question: "What becomes of the rest of a row that you change?",
  renormalised: {
    name: "Renormalised. ",
    says: "The row adds up to 1 again: a cut place is masked before the softmax, as if it were not there, and the others share its weight.",
  },
  kept: {
    name: "Not renormalised. ",
    says: "The others stay: a cut weight is set to 0 after the softmax, and nothing takes its place.",
  },
};

/** A row that the reader sets. */
export function setByHand(asks: string): Prose {
  return ["Set by hand the row of ", token(asks)];
}

export function giveBack(asks: string): Prose {
  return ["Give back the row of ", token(asks)];
}

export function weightOf(word: string, place: number): string {
  return `Weight of ${word}, place ${place}`;
}

export const rowRenormalised =
  "Renormalised: what you set is divided by its sum, so that the row adds up to 1.";
export const rowKept = "Not renormalised: the weights are taken as you set them, whatever they add up to.";

export const wordsOfInput = "Words of the input";

export function inputAt(place: number): string {
  return `Input, place ${place}`;
}

export function swap(one: string, other: string): Prose {
  return ["Swap ", ...andWords([one, other])];
}

export const leaveOut = {
  question: "Leave out, for this look only",
  position: "the position embedding",
  skip: "the skip connection",
};

export const howComputed =
  "Both looks, untouched and changed, are computed anew by the plain passes of the CPU engine, on the weights as they are now; your changes stay while it trains on. Training never sees them.";

export const becomes = "becomes";
export const untouched = "untouched";
export const changed = "changed";
export const after = "after";
export const wordBars = "Probability of each word, untouched and changed";
export const everyPlace = "Every place";

export function comesAfter(word: string): Prose {
  return ["What comes after ", token(word)];
}

export function likeliestWords(first: string, second: string): string {
  return `The likeliest next word, and the logit of ${first} minus that of ${second}`;
}
