import { setWord } from "./dom.js";
import { isNothing } from "./numbers.js";

/** Gives a number the colour of the word that it speaks for; what rounds to nothing speaks for none. */
export function lean(
  target: HTMLElement,
  value: number,
  decimals: number,
  pair: readonly [string, string],
): void {
  const word = isNothing(value, decimals) ? "" : value > 0 ? pair[0] : pair[1];
  if (target.dataset["word"] !== word) setWord(target, word);
}
