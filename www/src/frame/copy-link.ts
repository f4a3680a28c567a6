import { Copied } from "../parts/clipboard.js";
import { element } from "../parts/dom.js";
import { fullAddress } from "../session/address.js";
import * as text from "../text/en/common.js";

/** What stands behind the `#` of an address, and how many characters that is in one. */
interface Link {
  text: string;
  length: number;
}

/** Longer links than this some programs cut. */
const longest = 2000;

/** Copies the address of a run. */
export class CopyLink {
  readonly root = element("span", { class: "copy-link" });
  readonly #link: () => Link | Promise<Link>;
  readonly #said = element("span", { role: "status" });
  readonly #field = new Copied(text.copyLink.label);

  constructor(link: () => Link | Promise<Link>, label = text.copyLink.copy) {
    this.#link = link;
    const button = element("button", { type: "button", class: "act" }, label);
    button.addEventListener("click", () => void this.#copy());
    this.root.append(button, this.#said, this.#field.root);
  }

  async #copy(): Promise<void> {
    const link = await this.#link();
    const address = fullAddress(link.text);
    const length = address.length - link.text.length + link.length;
    const says = (await this.#field.copy(address)) ? text.copyLink.copied : text.copyLink.byHand;
    this.#said.textContent = says(length, length > longest);
  }
}
