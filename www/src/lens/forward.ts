import type { Lab, NextStep } from "../../pkg/attention_lab.js";
import { surroundings } from "../parts/canvas.js";
import { element, setText, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import * as text from "../text/en/lens.js";
import { MatrixTable } from "../common/table.js";

/** The words that a step works on. */
export interface Words {
  input: string[];
  targets: string[];
  vocabulary: string[];
}

/** The way forward of one sentence, place by place, down to its loss. */
export class Forward {
  readonly root = element("table", { class: "data places" });
  #words = "";
  #cells: { chance: HTMLElement; loss: HTMLElement }[] = [];
  readonly #total = element("td", { id: "lens-loss" });

  show({ chances, placeLosses, loss: total }: NextStep, words: Words): void {
    this.#build(words);
    this.#cells.forEach(({ chance, loss }, place) => {
      setText(chance, fixed(chances[place] ?? NaN, 4));
      setText(loss, fixed(placeLosses[place] ?? NaN, 4));
    });
    setText(this.#total, fixed(total, 4));
  }

  #build({ input, targets }: Words): void {
    const all = JSON.stringify([input, targets]);
    if (all === this.#words) return;
    this.#words = all;
    this.#cells = input.map(() => ({ chance: element("td"), loss: element("td") }));
    const rows = this.#cells.map(({ chance, loss }, place) => {
      const head = element("th", { scope: "row", translate: "no" }, `${place} `, token(input[place] ?? ""));
      return element("tr", {}, head, element("td", {}, token(targets[place] ?? "")), chance, loss);
    });
    const heads = [text.losses.after, text.losses.comes, text.losses.chance, text.losses.loss].map((name) =>
      element("th", { scope: "col" }, name),
    );
    const mean = element("th", { scope: "row", colspan: "3" }, text.losses.mean);
    this.root.replaceChildren(
      element("caption", {}, text.losses.caption),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
      element("tfoot", {}, element("tr", {}, mean, this.#total)),
    );
  }
}

/** Where the way back begins: how the loss depends on each logit. */
export class FirstDerivative {
  readonly root: HTMLElement;
  readonly #canvas = element("canvas", { "aria-hidden": "true" });
  readonly #rows = element("div", { class: "rows", "aria-hidden": "true" });
  readonly #columns = element("div", { class: "columns", "aria-hidden": "true" });
  readonly #table = new MatrixTable();
  #words = "";

  constructor() {
    const hidden = element("div", { class: "visually-hidden" }, this.#table.root);
    this.root = element("div", { class: "derivative" }, this.#columns, this.#rows, this.#canvas, hidden);
  }

  show(lab: Lab, { firstDerivative }: NextStep, { input, vocabulary }: Words): void {
    const all = JSON.stringify([input, vocabulary]);
    if (all !== this.#words) {
      this.#words = all;
      this.#rows.replaceChildren(...input.map((word) => element("span", {}, token(word))));
      this.#columns.replaceChildren(...vocabulary.map((word) => element("span", {}, token(word))));
      this.#canvas.style.setProperty("--rows", String(input.length));
    }
    const { pixelRatio, dark } = surroundings();
    lab.draw_first_derivative(this.#canvas, pixelRatio, dark);
    this.#table.show(
      {
        rows: input.map((word, place) => `${place} ${word}`),
        columns: vocabulary,
        values: firstDerivative,
        decimals: 4,
      },
      text.derivative,
    );
  }
}
