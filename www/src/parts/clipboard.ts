import { element } from "./dom.js";

/** A field for a text that is to be copied, shown where the browser does not let a page write to the clipboard. */
export class Copied {
  readonly root: HTMLInputElement;

  constructor(label: string) {
    this.root = element("input", { readonly: "", hidden: "", "aria-label": label });
  }

  /** Whether the clipboard has the text; else the field shows it, ready to be copied by hand. */
  async copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      this.root.hidden = true;
      return true;
    } catch {
      this.show(text);
      return false;
    }
  }

  show(text: string): void {
    this.root.value = text;
    this.root.hidden = false;
    this.root.select();
  }
}
