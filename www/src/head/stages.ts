import { type Activation, activations } from "../../pkg/attention_lab.js";
import { explained } from "../text/stages.js";

/** A matrix of the head, what it means, and the passes that compute it. */
export interface Stage extends Omit<Activation, "columns"> {
  columns: Letter;
  /** As MathML. */
  formula: string;
  meaning: string;
}

/** The sizes of the model: places, vocabulary, embedding, head size. */
export type Letter = "T" | "V" | "E" | "H";
export const letters: readonly Letter[] = ["T", "V", "E", "H"];

/** What each letter counts. */
export const counted: Record<Letter, string> = {
  T: "places",
  V: "words of the vocabulary",
  E: "numbers of an embedding, as many as there are words",
  H: "numbers of a query or key, the head size",
};

/** In the order of computation; a title here ends with the letter that formulas have. */
export function allStages(): Stage[] {
  return activations().map(({ title, letter, columns, ...activation }) => ({
    ...activation,
    ...explained(activation.name),
    letter,
    title: `${title} ${letter}`.trim(),
    columns: columns as Letter,
  }));
}
