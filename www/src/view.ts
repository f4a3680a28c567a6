import type { Lab } from "../pkg/attention_lab.js";

/** A part of the page that shows the Lab. All three are called within a turn, so the Lab is free. */
export interface View {
  /** A new run: words, shapes and names may be others than before. Called before `draw` and `settle`. */
  open?(lab: Lab): void;
  /** Called for every frame of training, and whenever the numbers or the pictures' surroundings have changed. */
  draw?(lab: Lab): void;
  /** The numbers as text. At rest they are always right; during training they follow twice a second. */
  settle?(lab: Lab): void;
}

/** Several views as one. */
export class Views {
  readonly #views: readonly View[];

  constructor(...views: View[]) {
    this.#views = views;
  }

  open(lab: Lab): void {
    for (const view of this.#views) view.open?.(lab);
  }

  draw(lab: Lab): void {
    for (const view of this.#views) view.draw?.(lab);
  }

  show(lab: Lab): void {
    this.draw(lab);
    for (const view of this.#views) view.settle?.(lab);
  }
}
