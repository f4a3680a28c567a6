import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import type { View } from "../session/view.js";
import { floorSaid, pairSaid } from "../text/en/task.js";

/** What the words alone tell: what decides the answers, and why no model gets everything right. */
export class Told implements View {
  readonly #pair: HTMLElement;
  readonly #floor: HTMLElement;
  #corpus: Corpus | undefined;

  constructor(pair: HTMLElement, floor: HTMLElement) {
    this.#pair = pair;
    this.#floor = floor;
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#pair.replaceChildren(...pairSaid(corpus));
    const [fork, ...others] = corpus.forks;
    this.#floor.hidden = !fork;
    if (!fork) return;
    const lengths = new Set(corpus.sentences.map(({ words }) => words.length));
    const [places] = lengths.size === 1 ? lengths : [];
    this.#floor.replaceChildren(...floorSaid(fork, corpus.floor, places, others.length));
  }
}
