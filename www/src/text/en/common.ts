import { type Prose, token } from "../../parts/dom.js";
import { count, fixed } from "../../parts/numbers.js";

/** What a sentence is called; people count from 1. */
export function sentenceName(index: number): string {
  return `Sentence ${index + 1}`;
}

/** The same in the middle of a sentence. */
export function inSentence(index: number): string {
  return `sentence ${index + 1}`;
}

/** Of an answer. */
export const right = "right";
export const wrong = "wrong";

/** Takes away what lies over or beside the rest. */
export const close = "Close";

/** What a cell of a table says: a place that may not be looked at has no number, a run gone wrong has some that are none. */
export function cellText(value: number | undefined, decimals: number, isMasked: boolean): string {
  if (isMasked || value === undefined) return masked;
  return Number.isNaN(value) ? "not a number" : fixed(value, decimals);
}

/** Of a place that lies ahead. */
export const masked = "masked";

/** What rows and columns of a table stand for. */
export function axes(row: string, column: string): string {
  return `Row: ${row}; column: ${column}.`;
}

/** How likely the head holds the right word. */
export const targetChance = "p(target)";

/** Of what a run leaves out. */
export const notInUse = "not in use";

/** Things of which each is as much there as the other. */
export function and(items: readonly Prose[]): Prose {
  return items.flatMap((item, index) => (index > 0 ? [" and ", ...item] : item));
}

/** The same of words of the corpus. */
export function andWords(words: readonly string[]): Prose {
  return and(words.map((word) => [token(word)]));
}

export const copyLink = {
  copy: "Copy link",
  label: "Link to this run",
  copied: (length: number, isLong: boolean) => `Copied, ${count(length)} characters.${isLong ? long : ""}`,
  byHand: (length: number, isLong: boolean) =>
    `This browser lets no page copy: here it is, ${count(length)} characters.${isLong ? long : ""}`,
};
const long =
  " Some programs cut links as long as this: a file with the weights, under “Take it along”, has the whole run too.";
