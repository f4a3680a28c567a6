import type { Corpus } from "../../pkg/attention_lab.js";

/** The words of the corpus that a comparison speaks of, one for each sentence. */
export interface Words {
  /** The word before the last, from which the last one is guessed. */
  asking: string[];
  /** The first word that differs. */
  telling: string[];
  /** The row of the place that asks, and how many rows there are. */
  rows: { asking: number; all: number }[];
}

export function words({ sentences, tellingPlace }: Corpus): Words {
  const at = (place: number | undefined) =>
    sentences.flatMap(({ words }) => (place === undefined ? [] : [words[place] ?? ""]));
  return {
    asking: sentences.map(({ words, askingPlace }) => words[askingPlace] ?? ""),
    telling: at(tellingPlace),
    rows: sentences.map(({ words, askingPlace }) => ({ asking: askingPlace, all: words.length })),
  };
}
