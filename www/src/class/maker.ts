import { knobs } from "../../pkg/attention_lab.js";
import type { Form } from "../exercises/form.js";
import { Copied } from "../parts/clipboard.js";
import { element } from "../parts/dom.js";
import { fullAddress, linkText } from "../session/address.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import * as text from "../text/en/class.js";
import { type Lesson, encode } from "./codec.js";
import { printLesson } from "./sheet.js";

/** Makes of the page a lesson: a link and a sheet; and the key to its questions. */
export class Maker {
  readonly root: HTMLElement;
  readonly #session: Session;
  readonly #forms: readonly Form[];
  readonly #title = element("input", { id: "lesson-title" });
  readonly #words = element("textarea", { id: "lesson-text", rows: "3" });
  readonly #locked: HTMLInputElement[];
  readonly #goesOn = element("input", { type: "checkbox" });
  readonly #sections: HTMLInputElement[];
  readonly #questions = element("ol", { class: "lesson-questions" });
  readonly #said = element("p", { role: "status" });
  readonly #link = new Copied(text.maker.link);
  readonly #open = element("a", { target: "_blank", hidden: "" }, text.maker.open);
  readonly #key = element("div", { class: "lesson-key" });

  constructor(session: Session, forms: readonly Form[]) {
    this.#session = session;
    this.#forms = forms;
    const sections = [...document.querySelectorAll<HTMLElement>("main > section[id]:not(#bench, #class)")];
    this.#sections = sections.map(({ id }) => element("input", { type: "checkbox", value: id, checked: "" }));
    const titles = sections.map((section) => section.querySelector("h2")?.textContent ?? "");
    const settings = [{ key: "words", label: text.maker.sentences }, ...knobs()];
    this.#locked = settings.map(({ key }) => element("input", { type: "checkbox", value: key }));
    this.#questions.append(...forms.map((form) => this.#row(form)));
    const ticked = (box: HTMLInputElement, label: string) =>
      element("label", { class: "option" }, box, element("span", {}, label));
    this.root = element(
      "div",
      { class: "lesson-maker" },
      element("p", {}, text.maker.about),
      element("p", {}, element("label", { for: this.#title.id }, text.maker.lessonTitle), this.#title),
      element("p", {}, element("label", { for: this.#words.id }, text.maker.words), this.#words),
      element(
        "fieldset",
        {},
        element("legend", {}, text.maker.sections),
        ...this.#sections.map((box, index) => ticked(box, titles[index] ?? "")),
      ),
      element(
        "fieldset",
        {},
        element("legend", {}, text.maker.locked),
        ...this.#locked.map((box, index) => ticked(box, settings[index]?.label ?? "")),
        this.#button(text.maker.lockAll, async () => this.#lockAll()),
      ),
      ticked(this.#goesOn, text.maker.goesOn),
      element("h4", {}, text.maker.questions),
      this.#questions,
      element(
        "p",
        { class: "class-acts" },
        this.#button(text.maker.make, () => this.#make()),
        this.#button(text.maker.sheet, () =>
          printLesson(session, { ...this.#lesson(), questions: this.#chosen().map(({ asked }) => asked) }),
        ),
        this.#button(text.maker.key, () => this.#makeKey()),
      ),
      this.#said,
      this.#link.root,
      element("p", {}, this.#open),
      this.#key,
    );
  }

  #lockAll(): string {
    for (const box of this.#locked) box.checked = true;
    return text.maker.allLocked;
  }

  #button(label: string, act: () => Promise<string>): HTMLElement {
    const button = element("button", { type: "button", class: "act" }, label);
    button.addEventListener("click", async () => {
      this.#said.textContent = await act().catch(message);
    });
    return button;
  }

  #row({ asked: { name, question } }: Form): HTMLElement {
    const earlier = element(
      "button",
      { type: "button", class: "act", "aria-label": `${text.maker.earlier}: ${question}` },
      text.maker.earlier,
    );
    const row = element(
      "li",
      {},
      element(
        "label",
        { class: "option" },
        element("input", { type: "checkbox", value: name, checked: "" }),
        element("span", {}, question),
      ),
      earlier,
    );
    earlier.addEventListener("click", () => {
      row.previousElementSibling?.before(row);
      earlier.focus();
      this.#said.textContent = text.maker.moved(question);
    });
    return row;
  }

  /** The chosen questions in their order. */
  #chosen(): Form[] {
    const names = [...this.#questions.querySelectorAll<HTMLInputElement>("input:checked")];
    return names.flatMap(({ value }) => this.#forms.filter(({ exercise }) => exercise.name === value));
  }

  #lesson(): Lesson {
    return {
      title: this.#title.value.trim(),
      words: this.#words.value.trim(),
      hidden: this.#sections.filter(({ checked }) => !checked).map(({ value }) => value),
      locked: this.#locked.filter(({ checked }) => checked).map(({ value }) => value),
      questions: this.#chosen().map(({ exercise }) => exercise.name),
    };
  }

  async #make(): Promise<string> {
    const session = this.#session;
    const run = this.#goesOn.checked
      ? await session.link()
      : linkText({ ...session.wanted, pair: session.pair, changes: undefined, step: 0 });
    const address = fullAddress(run.text).replace("#", `?lesson=${await encode(this.#lesson())}#`);
    this.#link.show(address);
    this.#open.href = address;
    this.#open.hidden = false;
    return text.maker.made(address.length);
  }

  async #makeKey(): Promise<string> {
    const list = element("ol", { class: "sheet-questions" });
    this.#key.replaceChildren(element("h4", {}, text.maker.keyMade), list);
    const chosen = this.#chosen();
    for (const [index, form] of chosen.entries()) {
      this.#said.textContent = text.maker.keyMaking(index, chosen.length);
      const says = await form.key();
      if (says === undefined) return text.maker.keyStopped;
      list.append(element("li", {}, form.asked.question, element("p", {}, says)));
    }
    return text.maker.keyMaking(chosen.length, chosen.length);
  }
}
