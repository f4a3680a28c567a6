import type { Corpus, Sentence } from "../../pkg/attention_lab.js";
import { element } from "../parts/dom.js";
import { type Rows, rowOf } from "../parts/numbers.js";
import { sentenceName } from "../text/en/common.js";
import { Answers } from "./answers.js";
import { Arcs, type Pointing } from "./arcs.js";

/** A sentence of the bench: its words with arcs from the place that asks, and the two answers after that place. */
export class Line {
  readonly sentence: number;
  readonly root: HTMLElement;
  readonly arcs: Arcs;
  readonly #answers: Answers;
  #asking = 0;
  /** The two words that are compared, by their ids. */
  #compared: readonly number[] = [];

  constructor(index: number, sentence: Sentence, pointing: Pointing) {
    this.sentence = index;
    this.arcs = new Arcs(index, sentence, pointing);
    this.#answers = new Answers(sentenceName(index));
    this.root = element("div", { class: "bench-sentence" }, this.arcs.root, this.#answers.root);
  }

  /** Which place asks, and which two words are compared. */
  open({ sentences, vocabulary }: Corpus, asking: number, compared: readonly number[]): void {
    this.#asking = asking;
    this.#compared = compared;
    this.arcs.asking = asking;
    const asks = sentences[this.sentence]?.words[asking] ?? "";
    this.#answers.open(
      asks,
      compared.map((word) => vocabulary[word] ?? ""),
    );
  }

  /** Which place asks. */
  get asking(): number {
    return this.#asking;
  }

  /** Shows the attention weights of the sentence and the probabilities of what comes next; says whether the answer is right. */
  show({ sentences, vocabulary }: Corpus, weights: Rows, chances: Rows): boolean {
    this.arcs.show(looks(weights, this.#asking));
    const row = rowOf(chances, this.#asking);
    const best = vocabulary[row.indexOf(Math.max(...row))] ?? "";
    const isRight = best === sentences[this.sentence]?.targets[this.#asking];
    this.#answers.show(
      this.#compared.map((word) => row[word] ?? NaN),
      best,
      isRight,
    );
    return isRight;
  }

  /** Shows faintly where it will look. */
  foresee(weights: Rows): void {
    this.arcs.foresee(looks(weights, this.#asking));
  }
}

/** How much the asking place looks at itself and at those before it. */
function looks(weights: Rows, asking: number): number[] {
  return rowOf(weights, asking).slice(0, asking + 1);
}
