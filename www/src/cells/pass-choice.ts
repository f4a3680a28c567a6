import { element } from "../parts/dom.js";
import * as text from "../text/en/cells.js";
import type { Pass } from "./passes.js";

/** Which pass is in the editors; those that are edited say so. */
export class PassChoice {
  readonly root = element("fieldset", { class: "plain cells-passes" }, element("legend", {}, text.whichPass));
  readonly #chosen: (pass: Pass) => void;
  readonly #passes: readonly Pass[];
  readonly #inputs: HTMLInputElement[];
  readonly #marks: HTMLElement[] = [];

  constructor(passes: readonly Pass[], chosen: (pass: Pass) => void) {
    this.#passes = passes;
    this.#chosen = chosen;
    this.#inputs = passes.map((_, index) =>
      element("input", { type: "radio", name: "cells-pass", class: "visually-hidden", value: String(index) }),
    );
    const row = element("div", { class: "place-row" });
    this.#inputs.forEach((input, index) => {
      const mark = element("span", { class: "cells-edited", hidden: "" }, ` ${text.isEdited}`);
      this.#marks.push(mark);
      row.append(element("label", { class: "place" }, input, passes[index]?.title ?? "", mark));
    });
    this.root.append(row);
    row.addEventListener("change", ({ target }) => {
      const pass = passes[Number((target as HTMLInputElement).value)];
      if (pass) chosen(pass);
    });
  }

  choose(pass: Pass): void {
    const input = this.#inputs[this.#passes.indexOf(pass)];
    if (input) input.checked = true;
    this.#chosen(pass);
  }

  /** Marks the passes that have one of these parts. */
  mark(edited: readonly string[]): void {
    this.#marks.forEach((mark, index) => {
      mark.hidden = !this.#passes[index]?.parts.some((part) => edited.includes(part));
    });
  }
}
