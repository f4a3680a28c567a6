import { type Activation, activations } from "../../pkg/attention_lab.js";
import { meanings } from "../text/en/head.js";
import formulas from "../text/formulas.tex";

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

/** In the order of computation; a title here ends with the letter that formulas have. */
export function allStages(): Stage[] {
  return activations().map(({ title, letter, columns, ...activation }) => ({
    ...activation,
    meaning: meanings[activation.name] ?? "",
    formula: formulas[activation.name] ?? "",
    letter,
    title: `${title} ${letter}`.trim(),
    columns: columns as Letter,
  }));
}
