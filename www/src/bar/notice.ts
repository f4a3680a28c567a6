import { byId, element } from "../parts/dom.js";
import * as words from "../text/en/common.js";

/** A sentence that stays until it has been read: nothing has failed, and no later act takes it back. */
export class Notice {
  readonly #root = byId("div", "notice");

  show(text: string): void {
    if (text === "") return this.#root.replaceChildren();
    const close = element("button", { type: "button" }, words.close);
    close.addEventListener("click", () => this.#root.replaceChildren());
    this.#root.replaceChildren(element("p", {}, text), close);
  }
}
