import type { Pair } from "../../pkg/attention_lab.js";

/** Which sentences are compared: the two of a pair, or the one where there is no other. */
export function comparedIn({ sentences }: Pair): number[] {
  return [...new Set(sentences)];
}

/** The place of a compared sentence whose answer matters. */
export function askedPlace({ sentences, askingPlaces }: Pair, sentence: number): number {
  return askingPlaces[sentences.indexOf(sentence)] ?? 0;
}
