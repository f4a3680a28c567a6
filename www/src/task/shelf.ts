import { element } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import { setOf, sets } from "../session/whole.js";
import * as text from "../text/en/task.js";
import { CopyLink } from "../frame/copy-link.js";
import type { Editor } from "./editor.js";

/** The choice that stands for sentences that are no set. */
const own = "own";

/** The shelf of sets: each opens its sentences with the settings that suit them, and says what it is for. */
export class Shelf {
  readonly #choice = element("select", { id: "set", autocomplete: "off" });
  readonly #about = element("p", { class: "set-about", id: "set-about" });
  #shown: string | undefined;

  constructor(root: HTMLElement, session: Session, editor: Editor) {
    this.#choice.append(
      ...sets().map(({ name, title }) => element("option", { value: name }, title)),
      element("option", { value: own }, text.shelf.own),
    );
    this.#choice.setAttribute("aria-describedby", this.#about.id);
    this.#choice.addEventListener("change", () => {
      const set = sets().find(({ name }) => name === this.#choice.value);
      if (!set) return editor.write();
      const { words, settings } = set;
      void session.run({ ...session.wanted, words, settings });
    });
    root.replaceChildren(
      element("label", { for: this.#choice.id }, text.shelf.label),
      this.#choice,
      editor.toggle,
      new CopyLink(() => session.link()).root,
      this.#about,
    );
  }

  /** Shows which set these sentences are. */
  show(words: string): void {
    const set = setOf(words);
    this.#choice.value = set?.name ?? own;
    if (words === this.#shown) return;
    this.#shown = words;
    this.#about.replaceChildren(...(set ? text.aboutSet(set) : [text.shelf.aboutOwn]));
  }
}
