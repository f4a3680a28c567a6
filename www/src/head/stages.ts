import { stages as records } from "../../pkg/attention_lab.js";
import { explained } from "../text/stages.js";

/** A matrix of the head, and the passes that compute it. */
export interface Stage {
  name: string;
  title: string;
  /** As MathML. */
  formula: string;
  meaning: string;
  columns: Letter;
  forward: string;
  backward: string;
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

/** Takes the list out of the WebAssembly, once. */
export function allStages(): Stage[] {
  return records().map((record) => {
    const { name, title, columns, forward, backward } = record;
    record.free();
    return { name, title, ...explained(name), columns: columns as Letter, forward, backward };
  });
}
