import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element } from "../parts/dom.js";
import type { TwoSentences } from "../session/run.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/task.js";

/** Which two sentences are compared, where there are more than two. */
export class PairChoice implements View {
  readonly #root: HTMLElement;
  readonly #selects: readonly [HTMLSelectElement, HTMLSelectElement];
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement, session: Session) {
    this.#root = root;
    const select = (label: string) =>
      element("select", { "aria-label": label, translate: "no", dir: "auto" });
    this.#selects = [select(text.pair.first), select(text.pair.second)];
    const [first, second] = this.#selects;
    root.replaceChildren(text.pair.compare, first, text.pair.with, second);
    this.#selects.forEach((select, which) =>
      select.addEventListener("change", () => {
        const before = this.#corpus?.pair.sentences ?? [0, 0];
        const pair: [number, number] = [first.selectedIndex, second.selectedIndex];
        // A sentence is not compared with itself: the other one takes the place that is free.
        if (pair[0] === pair[1]) pair[1 - which] = before[which] ?? 0;
        void session.compare(pair satisfies TwoSentences);
      }),
    );
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    const isOther =
      corpus.sentences.length !== this.#corpus?.sentences.length || !isSame(corpus, this.#corpus);
    this.#corpus = corpus;
    this.#root.hidden = corpus.sentences.length < 3;
    if (this.#root.hidden) return;
    if (isOther) {
      for (const select of this.#selects)
        select.replaceChildren(
          ...corpus.sentences.map(({ words }, index) =>
            element("option", {}, text.numbered(index, words.slice(1).join(" "))),
          ),
        );
    }
    this.#selects.forEach((select, which) => (select.selectedIndex = corpus.pair.sentences[which] ?? 0));
  }
}

function isSame(corpus: Corpus, before: Corpus): boolean {
  return corpus.sentences.every(
    ({ words }, index) => words.join(" ") === before.sentences[index]?.words.join(" "),
  );
}
