import type { Form } from "../exercises/form.js";
import { printSheet } from "../frame/print-sheet.js";
import { Copied } from "../parts/clipboard.js";
import { element } from "../parts/dom.js";
import { fullAddress } from "../session/address.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import { save } from "../taken/save.js";
import * as text from "../text/en/class.js";
import { type Answered, type HandIn, toFile, toLink } from "./hand-in.js";

/** The student's end, under the questions: what was answered leaves as a file, a link or on paper. */
export class Hand {
  readonly root: HTMLElement;
  readonly #name = element("input", { id: "hand-in-name", autocomplete: "name" });
  readonly #said = element("p", { role: "status" });
  readonly #link = new Copied(text.hand.link);
  readonly #session: Session;
  readonly #forms: () => readonly Form[];
  readonly #lesson: string;

  constructor(session: Session, forms: () => readonly Form[], lesson: string) {
    this.#session = session;
    this.#forms = forms;
    this.#lesson = lesson;
    const acts = [
      [text.hand.file, (handIn: HandIn) => saveFile(handIn)],
      [text.hand.link, (handIn: HandIn) => this.#copy(handIn)],
      [text.hand.print, (handIn: HandIn) => printAnswers(handIn)],
    ] as const;
    this.root = element(
      "div",
      {},
      element("p", {}, text.hand.about),
      element("p", {}, element("label", { for: this.#name.id }, `${text.hand.name} `), this.#name),
      element("p", { class: "class-acts" }, ...acts.map(([label, act]) => this.#button(label, act))),
      this.#said,
      this.#link.root,
    );
  }

  #button(label: string, act: (handIn: HandIn) => string | Promise<string>): HTMLElement {
    const button = element("button", { type: "button", class: "act" }, label);
    button.addEventListener("click", async () => {
      this.#link.root.hidden = true;
      try {
        this.#said.textContent = await act(await this.#handIn());
      } catch (error) {
        this.#said.textContent = message(error);
      }
    });
    return button;
  }

  async #handIn(): Promise<HandIn> {
    const student = this.#name.value.trim();
    if (student === "") {
      this.#name.focus();
      throw new Error(text.hand.nameFirst);
    }
    const answers = this.#forms().flatMap(({ asked, checked }): Answered[] =>
      checked ? [{ name: asked.name, question: asked.question, ...checked }] : [],
    );
    if (answers.length === 0) throw new Error(text.hand.none);
    return { student, lesson: this.#lesson, run: (await this.#session.link()).text, answers };
  }

  async #copy(handIn: HandIn): Promise<string> {
    const address = fullAddress(`answers=${await toLink(handIn)}`);
    return (await this.#link.copy(address)) ? text.hand.copied(address.length) : text.hand.notCopied;
  }
}

function saveFile(handIn: HandIn): string {
  // What every file system takes as a name.
  const name = `answers-${handIn.student.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.json`;
  save(name, toFile(handIn), "application/json");
  return text.hand.saved(name, handIn.answers.length);
}

function printAnswers({ student, lesson, answers }: HandIn): string {
  const sheet = element(
    "article",
    {},
    element("h1", {}, student),
    element("p", {}, lesson),
    element(
      "ol",
      { class: "sheet-questions" },
      ...answers.map(({ question, predicted, right, later, says, run }) =>
        element(
          "li",
          {},
          question,
          element("p", {}, element("b", {}, text.marks.answer(predicted, right, later))),
          element("p", {}, `${says} (${run})`),
        ),
      ),
    ),
  );
  return printSheet(sheet) ? text.sheet.printed : text.sheet.refused;
}
