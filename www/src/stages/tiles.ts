import { activations } from "../../pkg/attention_lab.js";

/** The sizes of the model: places, vocabulary, embedding, head size. */
export type Letter = "T" | "V" | "E" | "H";
export const letters: readonly Letter[] = ["T", "V", "E", "H"];

/** What a diagram shows of a matrix of the head, which has a row for each place. */
export interface Tile {
  /** Its name in the crate. */
  name: string;
  /** Ends with the letter that formulas have. */
  title: string;
  /** How many columns it has. */
  columns: Letter;
}

/** The matrices of the head in the order of computation. */
export function allTiles(): Tile[] {
  return activations().map(({ name, title, letter, columns }) => ({
    name,
    title: `${title} ${letter}`.trim(),
    columns: columns as Letter,
  }));
}
