import { type Prose, element, sentence, token } from "../../parts/dom.js";
import { fixed } from "../../parts/numbers.js";
import { and, targetChance } from "./common.js";

/** Where the sentences go on in more than one way. */
export interface Fork {
  /** The words up to the place. */
  beginning: readonly string[];
  /** The words that come next, and how often each does. */
  next: readonly string[];
  shares: readonly number[];
  /** The loss that this makes at the place. */
  entropy: number;
}

/** Why no model gets everything right; `floor` is the loss that is left in the mean over so many places. */
export function floorSaid({ beginning, next, shares, entropy }: Fork, floor: number, places: number): Prose {
  const place = beginning.length - 1;
  const words = next.map((word, at) => [token(word), ` ${fixed(shares[at] ?? NaN, 2)}`]);
  return [
    element("b", {}, `At place ${place} nobody can be certain.`),
    " All that the head has read there is ",
    place === 0 ? token(beginning[0] ?? "") : sentence(beginning),
    ", and the sentences go on in different ways. The best anybody can say is ",
    ...and(words),
    `, which makes a loss of ${fixed(entropy, 4)} at this place, and `,
    element("b", {}, fixed(floor, 4)),
    ` in the mean over the ${places} places. That is the floor: no training, no head size, no seed gets the loss below it.`,
  ];
}

/** The rows of a sentence's table. */
export const rows = {
  place: "place",
  input: "input",
  target: "target",
  chance: targetChance,
  best: "at best",
};

/** Of the last target, which is the first word. */
export const wraps = "goes back to the start";
/** Of the line that shows it. */
export const backToStart = "and back to the start";

export const vocabulary = "Vocabulary";

/** `sentences` are rows of numbers. */
export function inNumbers(sentences: readonly Node[]): Prose {
  return [
    "To the head a word is a number. The sentences are ",
    ...and(sentences.map((numbers) => [numbers])),
    ". (Numbers count from 1, as in the notebook; places count from 0.)",
  ];
}
