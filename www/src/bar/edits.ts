import { element } from "../parts/dom.js";
import { type Run, editedParts } from "../session/run.js";
import * as text from "../text/en/bar.js";

/** Says that the run is computed by edited shaders, and leads back to the shipped ones. */
export class EditsMark {
  readonly #root: HTMLElement;
  readonly #takeBack = element("button", { type: "button", class: "try" }, text.edits.takeBack);

  constructor(root: HTMLElement, takeBack: () => void) {
    this.#root = root;
    this.#takeBack.addEventListener("click", takeBack);
  }

  show(run: Run): void {
    const parts = editedParts(run);
    document.documentElement.toggleAttribute("data-edited", parts.length > 0);
    const says = parts.length > 0 ? [...text.edits.withYour(parts), " ", this.#takeBack] : [];
    this.#root.replaceChildren(...says);
  }
}
