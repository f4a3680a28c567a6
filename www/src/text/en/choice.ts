import { sentenceName } from "./common.js";

/** Which place asks, and which two words are compared. */
export const whichPlace = "Which place asks?";
export const whichWords = "Which words does it choose between?";
export const firstWord = "First word";
export const secondWord = "Second word";
/** Between the two. */
export const or = " or ";

export function placeOf(sentence: number, place: number, word: string): string {
  return `${sentenceName(sentence)}, place ${place}: ${word}`;
}
