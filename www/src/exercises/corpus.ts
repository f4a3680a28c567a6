import type { Corpus } from "../../pkg/attention_lab.js";

/** What the questions need of the words, which are the same whatever the run. */

export function indices(corpus: Corpus): number[] {
  return [...corpus.sentences.keys()];
}

export function wordsOf(corpus: Corpus, sentence: number): readonly string[] {
  return corpus.sentences[sentence]?.words ?? [];
}

export function asking(corpus: Corpus, sentence: number): number {
  return corpus.sentences[sentence]?.askingPlace ?? 0;
}

export function asks(corpus: Corpus): string {
  return wordsOf(corpus, 0)[asking(corpus, 0)] ?? "";
}

export function tellingPlace(corpus: Corpus): number {
  return corpus.tellingPlace ?? 0;
}

/** The word that tells a sentence from the other ones. */
export function teller(corpus: Corpus, sentence: number): string {
  return wordsOf(corpus, sentence)[tellingPlace(corpus)] ?? "";
}

export function tellers(corpus: Corpus): string[] {
  return indices(corpus).map((sentence) => teller(corpus, sentence));
}

/** The right words after the place that asks: of the first sentence, and of the second. */
export function dishes(corpus: Corpus): [string, string] {
  const dish = (sentence: number) => corpus.sentences[sentence]?.targets[asking(corpus, sentence)] ?? "";
  return [dish(0), dish(1)];
}

export function dishIds(corpus: Corpus): [number, number] {
  const [first, second] = dishes(corpus).map((word) => corpus.vocabulary.indexOf(word));
  return [first ?? 0, second ?? 0];
}
