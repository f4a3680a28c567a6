import type { Table } from "../pkg/attention_lab.js";
import { element, fixed, setText } from "./dom.js";

/** A matrix as an HTML table: what a screen reader reads where others see a picture. */
export class MatrixTable {
  readonly root: HTMLTableElement;
  #shape = "";
  #cells: HTMLTableCellElement[] = [];

  constructor(attributes: Record<string, string> = {}) {
    this.root = element("table", attributes);
  }

  show(table: Table, caption: string): void {
    const shape = [caption, ...table.rows, "|", ...table.columns].join(" ");
    if (shape !== this.#shape) this.#build(table, caption);
    this.#shape = shape;
    this.#cells.forEach((cell, at) => setText(cell, cellText(table, at)));
  }

  #build({ rows, columns }: Table, caption: string): void {
    const row = () => columns.map(() => element("td"));
    const body = rows.map((name) => ({ name, cells: row() }));
    this.#cells = body.flatMap(({ cells }) => cells);
    this.root.replaceChildren(
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element("tr", {}, element("td"), ...columns.map((name) => element("th", { scope: "col" }, name))),
      ),
      element(
        "tbody",
        {},
        ...body.map(({ name, cells }) => element("tr", {}, element("th", { scope: "row" }, name), ...cells)),
      ),
    );
  }
}

function cellText({ values, decimals }: Table, at: number): string {
  const value = values[at];
  return value === undefined || Number.isNaN(value) ? "masked" : fixed(value, decimals);
}
