import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import type { View } from "../session/view.js";
import { floorSaid } from "../text/en/task.js";

/** Why no model gets everything right: where the sentences go on in more than one way, and what that costs. */
export class Floor implements View {
  readonly #root: HTMLElement;
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    const [fork] = corpus.forks;
    const places = corpus.sentences[0]?.words.length ?? 0;
    this.#root.hidden = !fork;
    if (fork) this.#root.replaceChildren(...floorSaid(fork, corpus.floor, places));
  }
}
