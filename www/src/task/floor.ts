import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, sentence, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { View } from "../session/view.js";

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
    if (!fork) return;
    const place = fork.beginning.length - 1;
    const words = fork.next.flatMap((word, at) => [
      ...(at === 0 ? [] : [" and "]),
      token(word),
      ` ${fixed(fork.shares[at] ?? NaN, 2)}`,
    ]);
    const read = place === 0 ? token(fork.beginning[0] ?? "") : sentence(fork.beginning);
    this.#root.replaceChildren(
      element("b", {}, `At place ${place} nobody can be certain.`),
      " All that the head has read there is ",
      read,
      ", and the sentences go on in different ways. The best anybody can say is ",
      ...words,
      `, which makes a loss of ${fixed(fork.entropy, 4)} at this place, and `,
      element("b", {}, fixed(corpus.floor, 4)),
      ` in the mean over the ${places} places. That is the floor: no training, no head size, no seed gets the loss below it.`,
    );
  }
}
