import type { Corpus } from "../../pkg/attention_lab.js";
import { comparedIn } from "../parts/compared.js";

/** The words of the corpus that a comparison speaks of, one for each sentence of the pair. */
export interface Words {
  /** The word at the place that is asked. */
  asking: string[];
  /** The first word that differs; none if none does. */
  telling: string[];
  /** The row of the place that asks, and how many rows there are. */
  rows: { asking: number; all: number }[];
}

export function words({ sentences, pair }: Corpus): Words {
  const compared = comparedIn(pair).map((index, which) => ({
    words: sentences[index]?.words ?? [],
    place: pair.askingPlaces[which] ?? 0,
  }));
  const telling = pair.tellingPlace ?? undefined;
  return {
    asking: compared.map(({ words, place }) => words[place] ?? ""),
    telling: telling === undefined ? [] : compared.map(({ words }) => words[telling] ?? ""),
    rows: compared.map(({ words, place }) => ({ asking: place, all: words.length })),
  };
}

/** The pair that is compared, as the crate takes it. */
export function pairOf({ corpus }: { corpus: Corpus }): Uint32Array {
  return Uint32Array.from(corpus.pair.sentences);
}
