import { element } from "../parts/dom.js";
import type { Cells, Size } from "./cells.js";
import type { Lit } from "./list.js";

/** Between cells, in CSS pixels. */
const gap = 2;

interface Span {
  from: number;
  count: number;
}

/** The lines over a picture around what is lit: its row, its column, and its cell. */
export class Marks {
  readonly #row = element("div", { class: "mark" });
  readonly #column = element("div", { class: "mark" });
  readonly #cell = element("div", { class: "mark cell" });
  readonly all: readonly HTMLElement[] = [this.#row, this.#column, this.#cell];

  place(cells: Cells, size: Size, { row, column }: Lit): void {
    const rows = row === undefined ? undefined : { from: row, count: 1 };
    const columns = column === undefined ? undefined : { from: column, count: 1 };
    put(this.#row, cells, rows, { from: 0, count: size.columns });
    put(this.#column, cells, { from: 0, count: size.rows }, columns);
    put(this.#cell, cells, rows, columns);
  }
}

function put(
  mark: HTMLElement,
  { left, top, across, down }: Cells,
  rows: Span | undefined,
  columns: Span | undefined,
): void {
  mark.hidden = !rows || !columns;
  if (!rows || !columns) return;
  mark.style.left = `${left + columns.from * across}px`;
  mark.style.top = `${top + rows.from * down}px`;
  mark.style.width = `${columns.count * across - gap}px`;
  mark.style.height = `${rows.count * down - gap}px`;
}
