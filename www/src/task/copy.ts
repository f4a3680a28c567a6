import { element } from "../parts/dom.js";
import { fullAddress } from "../session/address.js";
import type { Session } from "../session/session.js";
import * as text from "../text/en/task.js";

/** Copies the address of the run as it stands. */
export class CopyLink {
  readonly root = element("span", { class: "copy-link" });
  readonly #session: Session;
  readonly #said = element("span", { role: "status" });
  /** The link itself, where the browser does not let a page write to the clipboard. */
  readonly #link = element("input", { readonly: "", hidden: "", "aria-label": text.copyLink.label });

  constructor(session: Session) {
    this.#session = session;
    const button = element("button", { type: "button", class: "act" }, text.copyLink.copy);
    button.addEventListener("click", () => void this.#copy());
    this.root.append(button, this.#said, this.#link);
  }

  async #copy(): Promise<void> {
    const link = await this.#session.link();
    const address = fullAddress(link.text);
    const length = address.length - link.text.length + link.length;
    try {
      await navigator.clipboard.writeText(address);
      this.#link.hidden = true;
      this.#said.textContent = text.copyLink.copied(length);
    } catch {
      this.#link.value = address;
      this.#link.hidden = false;
      this.#link.select();
      this.#said.textContent = text.copyLink.byHand(length);
    }
  }
}
