import { element } from "../parts/dom.js";
import { editedParts } from "../session/run.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/cells-closed.js";

/** Says in the bar that the run is computed by edited shaders, and leads back to the shipped ones. */
export class EditsMark implements View {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #takeBack = element("button", { type: "button", class: "try" }, text.takeBack);
  #parts = "";

  constructor(root: HTMLElement, session: Session) {
    this.#root = root;
    this.#session = session;
    this.#takeBack.addEventListener("click", () => void session.run({ ...session.wanted, edits: undefined }));
  }

  open(): void {
    const parts = editedParts(this.#session.wanted);
    if (parts.join() === this.#parts) return;
    this.#parts = parts.join();
    document.documentElement.toggleAttribute("data-edited", parts.length > 0);
    this.#root.replaceChildren(
      ...(parts.length > 0 ? [...text.computedByYour(parts), " ", this.#takeBack] : []),
    );
  }
}
