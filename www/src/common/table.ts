import type { Table } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { cellText } from "../text/en/common.js";

/** The words and numbers of a matrix; where `masked` is left out, no value is. */
export type Matrix = Pick<Table, "rows" | "columns" | "values" | "decimals"> & Partial<Pick<Table, "masked">>;

/** A matrix as an HTML table: what a screen reader reads where others see a picture. */
export class MatrixTable {
  readonly root: HTMLTableElement;
  #shape = "";
  #cells: HTMLTableCellElement[] = [];

  constructor(attributes: Record<string, string> = {}) {
    this.root = element("table", attributes);
  }

  show(matrix: Matrix, caption: string): void {
    const shape = [caption, ...matrix.rows, "|", ...matrix.columns].join(" ");
    if (shape !== this.#shape) this.#build(matrix, caption);
    this.#shape = shape;
    const { values, masked, decimals } = matrix;
    this.#cells.forEach((cell, at) => setText(cell, cellText(values[at], decimals, masked?.[at] === true)));
  }

  #build({ rows, columns }: Matrix, caption: string): void {
    const row = () => columns.map(() => element("td"));
    const body = rows.map((name) => ({ name, cells: row() }));
    this.#cells = body.flatMap(({ cells }) => cells);
    this.root.replaceChildren(
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          ...columns.map((name) => element("th", { scope: "col", translate: "no" }, name)),
        ),
      ),
      element(
        "tbody",
        {},
        ...body.map(({ name, cells }) =>
          element("tr", {}, element("th", { scope: "row", translate: "no" }, name), ...cells),
        ),
      ),
    );
  }
}
