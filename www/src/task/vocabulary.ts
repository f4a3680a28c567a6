import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, token } from "../parts/dom.js";
import type { View } from "../session/view.js";

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
    const numbers = corpus.sentences.map(({ tokens }) => element("b", {}, tokens.map(number).join(" ")));
    this.#root.replaceChildren(
      element("h3", { id: "vocabulary-title" }, "Vocabulary"),
      element("ol", { class: "words", "aria-labelledby": "vocabulary-title" }, ...list),
      element(
        "p",
        {},
        "To the head a word is a number. The sentences are ",
        ...numbers.flatMap((numbers, index) => (index === 0 ? [numbers] : [" and ", numbers])),
        ". (Numbers count from 1, as in the notebook; places count from 0.)",
      ),
    );
  }
}

/** People count words from 1, as the notebook does; the program counts from 0. */
function number(id: number): string {
  return String(id + 1);
}
