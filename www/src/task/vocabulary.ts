import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, token } from "../parts/dom.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/task.js";
import { comparedIn } from "../parts/compared.js";

/** The words with the numbers that stand for them, and the sentences in these numbers. */
export class Vocabulary implements View {
  readonly #root: HTMLElement;
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    const list = corpus.vocabulary.map((word, id) =>
      element("li", {}, element("span", { class: "id" }, number(id)), " ", token(word)),
    );
    const numbers = comparedIn(corpus.pair)
      .map((index) => corpus.sentences[index]?.tokens ?? [])
      .map((tokens) => element("b", {}, tokens.map(number).join(" ")));
    this.#root.replaceChildren(
      element("h3", { id: "vocabulary-title" }, text.vocabulary),
      element("ol", { class: "words", "aria-labelledby": "vocabulary-title" }, ...list),
      element("p", {}, ...text.inNumbers(numbers)),
    );
  }
}

/** People count words from 1, as the notebook does; the program counts from 0. */
function number(id: number): string {
  return String(id + 1);
}
