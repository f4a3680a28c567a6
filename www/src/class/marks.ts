import { element } from "../parts/dom.js";
import { message } from "../session/turns.js";
import { save } from "../taken/save.js";
import * as text from "../text/en/class.js";
import { type HandIn, fromFile, fromLink } from "./hand-in.js";

/** The teacher's end: many hand-ins become one table. */
export class Marks {
  readonly root: HTMLElement;
  readonly #said = element("p", { role: "status" });
  readonly #refused = element("ul", { class: "class-refused" });
  readonly #table = element("div", { class: "class-table" });
  readonly #csv = element("button", { type: "button", class: "act", hidden: "" }, text.marks.csv);
  #read: HandIn[] = [];

  constructor() {
    const files = element("input", { type: "file", multiple: "", class: "visually-hidden" });
    const links = element("textarea", { id: "hand-in-links", rows: "3", spellcheck: "false" });
    const read = element("button", { type: "button", class: "act" }, text.marks.read);
    this.root = element(
      "div",
      {},
      element("p", {}, text.marks.about),
      element("p", {}, element("label", { class: "act file" }, files, text.marks.choose)),
      element("p", {}, element("label", { for: links.id }, text.marks.links)),
      links,
      element("p", {}, read),
      this.#said,
      this.#refused,
      this.#table,
      this.#csv,
    );
    files.addEventListener("change", () => {
      void this.#take([...(files.files ?? [])].map((file) => () => fromFile(file)));
      files.value = "";
    });
    read.addEventListener("click", () => {
      const lines = links.value.split("\n").filter((line) => line.trim() !== "");
      void this.readLinks(lines);
    });
    this.#csv.addEventListener("click", () => save("answers.csv", csv(rows(this.#read)), "text/csv"));
  }

  /** Reads links, or what stands in them behind `answers=`. */
  readLinks(links: readonly string[]): Promise<void> {
    return this.#take(
      links.map((link, index) => async () => {
        try {
          return await fromLink(link.split("answers=").at(-1) ?? "");
        } catch (error) {
          throw new Error(text.of(String(index + 1), message(error)));
        }
      }),
    );
  }

  async #take(sources: readonly (() => Promise<HandIn>)[]): Promise<void> {
    const found = await Promise.allSettled(sources.map((read) => read()));
    this.#read = found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const refused = found.flatMap((one) => (one.status === "rejected" ? [message(one.reason)] : []));
    this.#said.textContent = text.marks.summary(this.#read.length, refused.length);
    this.#refused.replaceChildren(...refused.map((why) => element("li", {}, why)));
    this.#csv.hidden = this.#read.length === 0;
    const [head = [], ...body] = rows(this.#read);
    if (this.#read.length === 0) return this.#table.replaceChildren();
    this.#table.replaceChildren(
      element(
        "table",
        { class: "data" },
        element("caption", {}, text.marks.table),
        element("thead", {}, element("tr", {}, ...head.map((cell) => element("th", { scope: "col" }, cell)))),
        element(
          "tbody",
          {},
          ...body.map(([student = "", ...cells]) =>
            element(
              "tr",
              {},
              element("th", { scope: "row" }, student),
              ...cells.map((cell) => element("td", {}, cell)),
            ),
          ),
        ),
      ),
    );
  }
}

/** A row for each student, a column for each question that anybody answered. */
function rows(read: readonly HandIn[]): string[][] {
  const questions = new Map(
    read.flatMap(({ answers }) => answers.map(({ name, question }) => [name, question])),
  );
  const head = [text.marks.student, text.marks.lesson, text.marks.right, ...questions.values()];
  const sorted = read.toSorted((one, other) => one.student.localeCompare(other.student));
  const body = sorted.map(({ student, lesson, answers }) => [
    student,
    lesson,
    `${answers.filter(({ right }) => right).length} / ${answers.length}`,
    ...[...questions.keys()].map((name) => {
      const found = answers.find((answer) => answer.name === name);
      return found ? text.marks.answer(found.predicted, found.right, found.later) : text.marks.notAnswered;
    }),
  ]);
  return [head, ...body];
}

/** For a spreadsheet; what it would take for a formula is told apart by a quote. */
export function csv(lines: readonly string[][]): string {
  const cell = (value: string) =>
    `"${value.replace(/^[=+\-@\t\r]/, (sign) => `'${sign}`).replaceAll('"', '""')}"`;
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}
