import type { Lab } from "../../pkg/attention_lab.js";
import { element, fixed, sentence, token } from "../dom.js";
import type { View } from "../view.js";

/** Why no model gets everything right: where the sentences go on in more than one way, and what that costs. */
export class Floor implements View {
  readonly #root: HTMLElement;
  #shown = "";

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  open(lab: Lab): void {
    const forks = lab.forks();
    const [places = 0] = lab.sizes(0);
    const all = JSON.stringify([forks, places]);
    if (all === this.#shown) return;
    this.#shown = all;
    const [fork] = forks;
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
      element("b", {}, fixed(lab.loss_floor(), 4)),
      ` in the mean over the ${places} places. That is the floor: no training, no head size, no seed gets the loss below it.`,
    );
  }
}
