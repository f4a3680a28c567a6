import { type Typed, check_words } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { read, write } from "../parts/storage.js";
import type { Session } from "../session/session.js";
import { setOf } from "../session/whole.js";
import * as text from "../text/en/task.js";

const key = "words";
/** After the last key, in milliseconds: a check of a long text would stand in the way of typing. */
const rest = 120;
/** Longer than any corpus within its limits needs to be. */
const largestFile = 1 << 20;

/**
 * The box in which sentences are written, a sentence a line. What is typed is checked at once and trained only when the
 * reader says so; what was typed last is kept beside the sentences that are open.
 */
export class Editor {
  /** Opens and closes the box. */
  readonly toggle = element(
    "button",
    { type: "button", class: "act", "aria-expanded": "false", "aria-controls": "editor" },
    text.editor.edit,
  );
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #box = element("textarea", {
    id: "words",
    rows: "4",
    spellcheck: "false",
    autocapitalize: "off",
    autocorrect: "off",
    autocomplete: "off",
    translate: "no",
    "aria-describedby": "words-help words-problem",
  });
  readonly #problem = element("p", { id: "words-problem", class: "error", role: "status" });
  readonly #goToLine = element("button", { type: "button", class: "try", hidden: "" });
  readonly #train = element("button", { class: "act primary" }, text.editor.train);
  readonly #putBack = element("button", { type: "button", class: "act" }, text.editor.putBack);
  readonly #file = element("input", { type: "file", accept: ".txt,text/plain", class: "visually-hidden" });
  /** What was written by the reader last, whatever is open. */
  #own = read(key);
  #open = "";
  #typed: Typed | undefined;
  #waiting = 0;

  constructor(root: HTMLElement, session: Session) {
    this.#root = root;
    this.#session = session;
    const form = element(
      "form",
      { autocomplete: "off" },
      element("label", { for: this.#box.id }, text.editor.label),
      this.#box,
      element("div", { class: "words-said" }, this.#problem, this.#goToLine),
      element(
        "div",
        { class: "words-acts" },
        this.#train,
        this.#putBack,
        element("label", { class: "act file" }, this.#file, text.editor.openFile),
      ),
      element("p", { id: "words-help", class: "small" }, ...text.editor.help()),
    );
    root.replaceChildren(form);
    root.hidden = true;
    this.toggle.addEventListener("click", () => this.#showBox(root.hidden === true));
    this.#box.addEventListener("input", () => {
      this.#keep(this.#box.value);
      clearTimeout(this.#waiting);
      this.#waiting = window.setTimeout(() => this.#check(), rest);
    });
    this.#box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#putBack.addEventListener("click", () => {
      this.#fill(this.#open);
      this.#box.focus();
    });
    this.#goToLine.addEventListener("click", () => this.#select(this.#typed?.line ?? 1));
    this.#file.addEventListener("change", () => {
      const [file] = this.#file.files ?? [];
      if (file) void this.openFile(file);
      this.#file.value = "";
    });
  }

  /** Opens the box with what the reader wrote last. */
  write(): void {
    this.#fill(this.#own ?? this.#open);
    this.#showBox(true);
  }

  /** Other sentences are open. What was typed stays if it means the same, comments and all. */
  show(words: string): void {
    if (words === this.#open) return;
    const first = this.#open === "";
    this.#open = words;
    if (first && this.#own !== undefined && setOf(words) === undefined) this.#box.value = this.#own;
    if (check_words(this.#box.value).words !== words) this.#fill(words);
    else this.#check();
  }

  async openFile(file: File): Promise<void> {
    this.#showBox(true);
    if (file.size > largestFile) return this.#say(text.editor.largeFile(file.name));
    const content = await file.text();
    if (content.includes("\u0000") || content.includes("\ufffd"))
      return this.#say(text.editor.noText(file.name));
    this.#keep(content);
    this.#fill(content);
    this.#box.focus();
  }

  #showBox(open: boolean): void {
    this.#root.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    setText(this.toggle, open ? text.editor.close : text.editor.edit);
    if (open) this.#box.focus();
  }

  #fill(words: string): void {
    this.#box.value = words;
    this.#check();
  }

  #keep(words: string): void {
    this.#own = words;
    write(key, words);
  }

  #check(): Typed {
    clearTimeout(this.#waiting);
    const typed = (this.#typed = check_words(this.#box.value));
    this.#box.rows = Math.min(14, Math.max(4, this.#box.value.split("\n").length + 1));
    this.#box.setAttribute("aria-invalid", String(typed.problem !== ""));
    const isOpen = typed.words === this.#open;
    this.#say(typed.problem || text.editor.counts(typed.sentences, typed.different, isOpen), typed);
    this.#putBack.disabled = this.#box.value === this.#open;
    return typed;
  }

  #say(said: string, typed?: Typed): void {
    setText(this.#problem, said);
    this.#problem.toggleAttribute("data-good", typed?.problem === "");
    this.#goToLine.hidden = typed?.line === undefined || typed.line === null;
    if (!this.#goToLine.hidden) setText(this.#goToLine, text.editor.goToLine(typed?.line ?? 1));
  }

  /** Nothing is trained that cannot be read, and the run that is open stays. */
  async #submit(): Promise<void> {
    const { words, line } = this.#check();
    if (words === undefined || words === null) {
      this.#select(line ?? 1);
      return;
    }
    this.#keep(this.#box.value);
    await this.#session.run({ ...this.#session.wanted, words });
    await this.#session.player.play();
  }

  #select(line: number): void {
    const lines = this.#box.value.split("\n");
    const from = lines.slice(0, line - 1).reduce((length, before) => length + before.length + 1, 0);
    this.#box.focus();
    this.#box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  }
}
