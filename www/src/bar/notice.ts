import { byId, element } from "../parts/dom.js";
import * as words from "../text/en/common.js";

/** A sentence that stays until it has been read: nothing has failed, and no later act takes it back. */
export class Notice {
  readonly #root = byId("div", "notice");

  /** With an act, a button beside the sentence does it. */
  show(text: string, offer?: { label: string; act: () => unknown }): void {
    if (text === "") return this.#root.replaceChildren();
    const close = element("button", { type: "button" }, words.close);
    close.addEventListener("click", () => this.#root.replaceChildren());
    const acts = offer ? [element("button", { type: "button" }, offer.label)] : [];
    for (const button of acts) button.addEventListener("click", () => void offer?.act());
    this.#root.replaceChildren(element("p", {}, text), ...acts, close);
  }
}
