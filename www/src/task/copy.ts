import { Copied } from "../parts/clipboard.js";
import { element } from "../parts/dom.js";
import { fullAddress } from "../session/address.js";
import type { Session } from "../session/session.js";
import * as text from "../text/en/task.js";

/** Copies the address of the run as it stands. */
export class CopyLink {
  readonly root = element("span", { class: "copy-link" });
  readonly #session: Session;
  readonly #said = element("span", { role: "status" });
  readonly #link = new Copied(text.copyLink.label);

  constructor(session: Session) {
    this.#session = session;
    const button = element("button", { type: "button", class: "act" }, text.copyLink.copy);
    button.addEventListener("click", () => void this.#copy());
    this.root.append(button, this.#said, this.#link.root);
  }

  async #copy(): Promise<void> {
    const link = await this.#session.link();
    const address = fullAddress(link.text);
    const length = address.length - link.text.length + link.length;
    const isCopied = await this.#link.copy(address);
    this.#said.textContent = isCopied ? text.copyLink.copied(length) : text.copyLink.byHand(length);
  }
}
