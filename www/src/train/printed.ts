import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { count, fixed } from "../parts/numbers.js";
import { element, setText } from "../parts/dom.js";
import type { View } from "../session/view.js";
import { sentenceName } from "../text/en/common.js";
import { unsettled } from "../text/en/settled.js";
import * as text from "../text/en/train.js";
import { comparedIn } from "../parts/compared.js";

/** More sentences than this have no column each. */
const mostColumns = 6;

/** The logged losses as the notebook prints them, a row for each logged epoch. */
export class Printed implements View {
  readonly #root: HTMLTableElement;
  readonly #body = element("tbody");
  #sentences = 0;
  /** The sentences that have a column. */
  #columns: readonly number[] = [];
  #hasMean = false;
  /** How many decimals of each epoch's losses any device shows, where that is known. */
  #settled: Int8Array | undefined;

  constructor(root: HTMLTableElement) {
    this.#root = root;
  }

  open(_: Lab, corpus: Corpus): void {
    const { sentences, pair } = corpus;
    const isEach = sentences.length <= mostColumns;
    const columns = isEach ? [...sentences.keys()] : comparedIn(pair);
    const names = [...columns.map(sentenceName), ...(isEach ? [] : [text.mean])];
    this.#sentences = sentences.length;
    if (columns.join() === this.#columns.join() && isEach !== this.#hasMean) return;
    this.#columns = columns;
    this.#hasMean = !isEach;
    this.#body.replaceChildren();
    this.#root.replaceChildren(
      element("caption", {}, text.logged),
      element(
        "thead",
        {},
        element("tr", {}, ...[text.epoch, ...names].map((name) => element("th", { scope: "col" }, name))),
      ),
      this.#body,
    );
  }

  /** From now on marks the digits that another device may show otherwise; nothing where nobody knows. */
  mark(lab: Lab, settled: Int8Array | undefined): void {
    this.#settled = settled;
    this.settle(lab);
  }

  settle(lab: Lab): void {
    const epochs = lab.logged_epochs();
    const losses = lab.logged_losses();
    const { rows } = this.#body;
    while (rows.length > epochs.length) this.#body.deleteRow(-1);
    while (rows.length < epochs.length) this.#body.append(this.#row());
    epochs.forEach((epoch, row) => {
      const from = row * this.#sentences;
      const all = losses.subarray(from, from + this.#sentences);
      const numbers = this.#columns.map((sentence) => all[sentence] ?? NaN);
      if (this.#hasMean) numbers.push(all.reduce((sum, loss) => sum + loss, 0) / all.length);
      const [head, ...cells] = rows[row]?.cells ?? [];
      if (head) setText(head, count(epoch));
      cells.forEach((cell, column) => show(cell, fixed(numbers[column] ?? NaN, 4), this.#settled?.[epoch]));
    });
  }

  #row(): HTMLTableRowElement {
    const count = this.#columns.length + (this.#hasMean ? 1 : 0);
    const numbers = Array.from({ length: count }, () => element("td"));
    return element("tr", {}, element("th", { scope: "row" }), ...numbers);
  }
}

/** A number in its cell, with what is not settled of its decimals marked. */
function show(cell: HTMLElement, text: string, decimals = Infinity): void {
  const end = decimals < 1 ? 0 : text.indexOf(".") + 1 + decimals;
  if (cell.firstElementChild) cell.replaceChildren();
  if (end >= text.length) return setText(cell, text);
  const rest = element("span", { class: "unsettled", title: unsettled }, text.slice(end));
  cell.replaceChildren(text.slice(0, end), rest);
}
