import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import type { View } from "../session/view.js";

/** A view that can be lent to another Lab for a while: what the run that is open has to show waits until it is given back. */
export class Lent implements View {
  readonly #view: View;
  #isLent = false;

  constructor(view: View) {
    this.#view = view;
  }

  get isLent(): boolean {
    return this.#isLent;
  }

  lend(): void {
    this.#isLent = true;
  }

  giveBack(): void {
    this.#isLent = false;
  }

  /** What the other Lab shows. */
  show(lab: Lab): void {
    if (this.#isLent) this.#view.draw?.(lab);
  }

  /** Another run is open: it needs its view at once. */
  open(lab: Lab, corpus: Corpus): void {
    this.giveBack();
    this.#view.open?.(lab, corpus);
  }

  draw(lab: Lab): void {
    if (!this.#isLent) this.#view.draw?.(lab);
  }

  settle(lab: Lab): void {
    if (!this.#isLent) this.#view.settle?.(lab);
  }
}
