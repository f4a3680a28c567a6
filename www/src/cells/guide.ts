import type { Found } from "../../pkg-cells/cells.js";
import type { Corpus } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import * as text from "../text/en/guided.js";
import { type GuidedCell, type Seen, guided, lastLosses, rightAnswers, startOf } from "./guided.js";
import type { Parts } from "./parts.js";
import type { Outcome } from "./trial.js";

/** What a guided cell does with the editors. */
interface Hands {
  show(part: string): void;
  check(): Promise<Found | undefined>;
  train(): Promise<Outcome | undefined>;
  corpus(): Corpus;
}

/** The guided cells: one at a time, a prediction first, and the check as the judge. */
export class Guide {
  readonly root: HTMLElement;
  readonly #parts: Parts;
  readonly #hands: Hands;
  readonly #select = element("select", { id: "guided-cell" });
  readonly #panel = element("div", { class: "cells-guided", hidden: "" });
  readonly #said = element("div", { class: "finding", "aria-live": "polite" });
  readonly #goal = element("p", { class: "cells-goal", role: "status" });
  readonly #mine = element("button", { type: "button", class: "try", hidden: "" }, text.mine);
  readonly #done = new Set<GuidedCell>();
  #cell: GuidedCell | undefined;
  /** Whether the cell's texts are in the editors. */
  #loaded = false;
  #busy = false;
  /** What the reader had edited before. */
  #own: ReadonlyMap<string, string> = new Map();

  constructor(parts: Parts, hands: Hands) {
    this.#parts = parts;
    this.#hands = hands;
    this.#select.append(
      element("option", { value: "" }, text.none),
      ...guided.map(({ name }, index) => element("option", { value: String(index) }, title(index, name))),
    );
    this.root = element(
      "div",
      { class: "cells-guide" },
      element(
        "p",
        {},
        element("label", { for: "guided-cell" }, text.choose),
        " ",
        this.#select,
        " ",
        this.#mine,
      ),
      this.#panel,
    );
    this.#select.addEventListener("change", () => this.#choose(guided[Number(this.#select.value || "-1")]));
    this.#mine.addEventListener("click", () => {
      this.#parts.marked = true;
      this.#parts.replaceAll(this.#own);
      this.#own = new Map();
      this.#mine.hidden = true;
      this.#select.value = "";
      this.#choose(undefined);
      this.#select.focus();
    });
  }

  focus(): void {
    this.#select.focus();
  }

  /** A check has found something: perhaps the cell is done. */
  found(found: Found): void {
    if (!this.#cell?.goal || !this.#loaded) return;
    const isReached = this.#cell.goal(found);
    this.#goal.dataset["reached"] = String(isReached);
    setText(this.#goal, isReached ? text.goalReached : text.goalOpen);
    if (!isReached || this.#done.has(this.#cell)) return;
    this.#done.add(this.#cell);
    const index = guided.indexOf(this.#cell);
    const option = this.#select.options[index + 1];
    if (option) option.textContent = `${title(index, this.#cell.name)}: ${text.done}`;
  }

  #choose(cell: GuidedCell | undefined): void {
    // What was planted may be seen again.
    this.#parts.marked = true;
    this.#cell = cell;
    this.#loaded = false;
    this.#panel.hidden = cell === undefined;
    this.#said.replaceChildren();
    delete this.#said.dataset["verdict"];
    setText(this.#goal, "");
    if (!cell) return;
    const words = text.cells[cell.name];
    const form = element(
      "form",
      { autocomplete: "off" },
      element(
        "fieldset",
        {},
        element("legend", {}, words.ask),
        element(
          "div",
          { class: "choices" },
          ...cell.options.map((option) =>
            element(
              "label",
              { class: "option" },
              element("input", { type: "radio", name: "guided-answer", value: option }),
              element("span", {}, text.options[option]),
            ),
          ),
        ),
      ),
      element(
        "p",
        { class: "exercise-act" },
        element("button", { class: "act" }, text.load),
        " ",
        element("span", {}, text.loadHelp(cell.trains === true)),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#load(cell, String(new FormData(form).get("guided-answer") ?? ""));
    });
    this.#panel.replaceChildren(
      element("h3", {}, words.title),
      element("p", {}, ...inCode(words.what)),
      form,
      this.#said,
      this.#goal,
    );
  }

  async #load(cell: GuidedCell, expected: string): Promise<void> {
    if (this.#busy) return;
    if (expected === "") return this.#say("", text.sayFirst);
    this.#busy = true;
    this.#say("", text.wait);
    if (!this.#loaded && this.#own.size === 0 && this.#parts.marked) this.#keepOwn();
    this.#parts.marked = cell.hidden !== true;
    this.#parts.replaceAll(startOf(cell, (part) => this.#parts.shipped(part)));
    this.#hands.show(cell.part);
    this.#loaded = true;
    const found = await this.#hands.check();
    const outcome = cell.trains ? await this.#hands.train() : undefined;
    this.#busy = false;
    if (cell !== this.#cell) return;
    if (!found || (cell.trains && !outcome)) return this.#say("", text.refused);
    if (outcome && !outcome.yours.isWhole) return this.#say("", text.stopped);
    this.#tell(cell, expected, { found, outcome, corpus: this.#hands.corpus() });
  }

  #tell(cell: GuidedCell, expected: string, seen: Seen): void {
    const is = cell.answer(seen);
    const isRight = is === expected;
    const says = [text.said(isRight, text.options[is])];
    if (seen.outcome) {
      const { yours } = seen.outcome;
      says.push(text.measured(...lastLosses(seen.outcome, seen.corpus), seen.corpus.floor));
      says.push(text.answered(rightAnswers(yours), yours.answers.length));
    }
    this.#say(isRight ? "right" : "wrong", says.join(" "), text.cells[cell.name].then);
    this.found(seen.found);
  }

  /** What the reader has edited is not lost when a cell takes its place. */
  #keepOwn(): void {
    const isStart = (part: string, content: string) =>
      guided.some((cell) => startOf(cell, (name) => this.#parts.shipped(name)).get(part) === content);
    const own = this.#parts.edited().map((part) => [part, this.#parts.text(part)] as const);
    this.#own = new Map(own.filter(([part, content]) => !isStart(part, content)));
    this.#mine.hidden = this.#own.size === 0;
  }

  #say(verdict: string, ...lines: string[]): void {
    this.#said.dataset["verdict"] = verdict;
    this.#said.replaceChildren(...lines.map((line) => element("p", {}, ...inCode(line))));
  }
}

function title(index: number, name: GuidedCell["name"]): string {
  return text.heading(index + 1, text.cells[name].title);
}

/** What stands between backquotes as code. */
function inCode(words: string): (Node | string)[] {
  return words.split("`").map((piece, index) => (index % 2 === 1 ? element("code", {}, piece) : piece));
}
