import type { Corpus } from "../../pkg/attention_lab.js";
import { comparedIn } from "../parts/compared.js";

/** What the questions need of the words, which are the same whatever the run. A sentence is here the first or the second
 * of the pair that is compared. */

export function indices(corpus: Corpus): number[] {
  return comparedIn(corpus.pair).map((_, which) => which);
}

/** Which of all sentences it is. */
export function indexOf(corpus: Corpus, which: number): number {
  return corpus.pair.sentences[which] ?? 0;
}

export function wordsOf(corpus: Corpus, which: number): readonly string[] {
  return corpus.sentences[indexOf(corpus, which)]?.words ?? [];
}

export function asking(corpus: Corpus, which: number): number {
  return corpus.pair.askingPlaces[which] ?? 0;
}

export function asks(corpus: Corpus): string {
  return wordsOf(corpus, 0)[asking(corpus, 0)] ?? "";
}

export function tellingPlace(corpus: Corpus): number {
  return corpus.pair.tellingPlace ?? 0;
}

/** The word that tells a sentence from the other one. */
export function teller(corpus: Corpus, which: number): string {
  return wordsOf(corpus, which)[tellingPlace(corpus)] ?? "";
}

export function tellers(corpus: Corpus): string[] {
  return indices(corpus).map((which) => teller(corpus, which));
}

/** The right words after the place that asks: of the first sentence, and of the second. */
export function rightAnswers(corpus: Corpus): [string, string] {
  const right = (which: number) =>
    corpus.sentences[indexOf(corpus, which)]?.targets[asking(corpus, which)] ?? "";
  return [right(0), right(1)];
}

export function answerIds(corpus: Corpus): [number, number] {
  const [first, second] = rightAnswers(corpus).map((word) => corpus.vocabulary.indexOf(word));
  return [first ?? 0, second ?? 0];
}
