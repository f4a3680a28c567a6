import { type Activation, type Lab, activations } from "../../pkg/attention_lab.js";

/** The sizes of the model: places, vocabulary, embedding, head size. */
export type Letter = "T" | "V" | "E" | "H";

/** The sizes of the model for a sentence, by their letters. */
export function sizesOf(lab: Lab, sentence: number): Record<Letter, number> {
  const [T = 0, V = 0, E = 0, H = 0] = lab.sizes(sentence);
  return { T, V, E, H };
}

/** What a diagram shows of a matrix of the head, which has a row for each place. */
export interface Tile {
  /** Its name in the crate. */
  name: string;
  /** Ends with the letter that formulas have. */
  title: string;
  /** How many columns it has. */
  columns: Letter;
}

export function tileOf({ name, title, letter, columns }: Activation): Tile {
  return { name, title: `${title} ${letter}`.trim(), columns: columns as Letter };
}

/** The matrices of the head in the order of computation. */
export function allTiles(): Tile[] {
  return activations().map(tileOf);
}
