import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { count, fixed } from "../parts/numbers.js";
import { element, setText } from "../parts/dom.js";
import type { View } from "../session/view.js";
import { sentenceName } from "../text/en/common.js";
import * as text from "../text/en/train.js";

/** The logged losses as the notebook prints them, a row for each logged epoch. */
export class Printed implements View {
  readonly #root: HTMLTableElement;
  readonly #body = element("tbody");
  #sentences = 0;

  constructor(root: HTMLTableElement) {
    this.#root = root;
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus.sentences.length === this.#sentences) return;
    this.#sentences = corpus.sentences.length;
    const sentences = Array.from({ length: this.#sentences }, (_, index) => sentenceName(index));
    this.#body.replaceChildren();
    this.#root.replaceChildren(
      element("caption", {}, text.logged),
      element(
        "thead",
        {},
        element("tr", {}, ...[text.epoch, ...sentences].map((name) => element("th", { scope: "col" }, name))),
      ),
      this.#body,
    );
  }

  settle(lab: Lab): void {
    const epochs = lab.logged_epochs();
    const losses = lab.logged_losses();
    const { rows } = this.#body;
    while (rows.length > epochs.length) this.#body.deleteRow(-1);
    while (rows.length < epochs.length) this.#body.append(this.#row());
    epochs.forEach((epoch, row) => {
      const from = row * this.#sentences;
      const texts = [
        count(epoch),
        ...[...losses.subarray(from, from + this.#sentences)].map((x) => fixed(x, 4)),
      ];
      texts.forEach((text, column) => {
        const cell = rows[row]?.cells[column];
        if (cell) setText(cell, text);
      });
    });
  }

  #row(): HTMLTableRowElement {
    const numbers = Array.from({ length: this.#sentences }, () => element("td"));
    return element("tr", {}, element("th", { scope: "row" }), ...numbers);
  }
}
