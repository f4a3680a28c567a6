import type { Cell } from "../parts/pointing.js";
import { type Prose, element, setText } from "../parts/dom.js";

/**
 * The numbers of a picture as a table for screen readers, and the way into the picture by keyboard: arrow keys move the
 * focus from cell to cell, and the cell that has it says in words what it is. Of a large table only the rows around the
 * focus are in the document: sixty words make ten tables of 3,600 cells, and a browser feels every one of them.
 */
export class CellGrid {
  readonly root: HTMLTableElement;
  readonly #caption = element("caption");
  readonly #head = element("tr", {}, element("td"));
  readonly #body = element("tbody");
  readonly #listener: GridListener;
  #columns: readonly string[] = [];
  #lines: readonly Line[] = [];
  /** Which lines are in the document: from the first of the two numbers to before the second. */
  #from = 0;
  #to = 0;
  /** The cells that say what is no longer so, counted row by row. */
  readonly #stale = new Set<number>();
  #here: Cell = { row: 0, column: 0 };
  #inside = false;

  constructor(listener: GridListener) {
    this.#listener = listener;
    this.root = element(
      "table",
      { role: "grid" },
      this.#caption,
      element("thead", {}, this.#head),
      this.#body,
    );
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("focusin", ({ target }) => {
      const cell = this.#find(target);
      if (!cell) return;
      this.#inside = true;
      this.#mark(cell);
      this.#listener.enter(cell);
    });
    this.root.addEventListener("focusout", () => {
      this.#inside = false;
      this.#at(this.#here)?.removeAttribute("aria-label");
      this.#listener.leave();
    });
  }

  /** The cell that the keyboard is on. */
  get focused(): Cell | undefined {
    return this.#inside ? this.#here : undefined;
  }

  /** Names it and its rows; the columns may change with every run and come with the numbers. */
  name(caption: Prose, rows: readonly string[]): void {
    this.#caption.replaceChildren(...caption);
    this.#columns = [];
    this.#head.replaceChildren(element("td"));
    // The column names are the first row.
    this.root.setAttribute("aria-rowcount", String(rows.length + 1));
    this.#lines = rows.map((name, index) => {
      const head = element("th", { scope: "row", translate: "no" }, name);
      return { root: element("tr", { "aria-rowindex": String(index + 2) }, head), cells: [] };
    });
    this.#from = this.#to = 0;
    this.#body.replaceChildren();
  }

  /** These cells have another number than before, counted row by row; `show` says it. */
  change(cells: Iterable<number>): void {
    for (const cell of cells) this.#stale.add(cell);
  }

  show(columns: readonly string[]): void {
    if (columns !== this.#columns) this.#fit(columns);
    for (const stale of this.#stale) {
      const column = stale % columns.length;
      const row = (stale - column) / columns.length;
      const cell = this.#at({ row, column });
      if (cell) setText(cell, this.#listener.text({ row, column }));
    }
    this.#stale.clear();
    this.#bring(this.#here.row);
    if (this.#inside) this.#speak();
  }

  /** Puts the focus on a cell, as far as it exists. */
  focus({ row, column }: Cell): void {
    const cell = {
      row: Math.max(0, Math.min(row, this.#lines.length - 1)),
      column: Math.max(0, Math.min(column, this.#columns.length - 1)),
    };
    this.#bring(cell.row);
    this.#at(cell)?.focus({ preventScroll: true });
  }

  /** Adds or takes away what is other than before: a slider may ask for one column more, many times a second. */
  #fit(columns: readonly string[]): void {
    const common = Math.min(columns.length, this.#columns.length);
    const same = columns.slice(0, common).every((name, index) => name === this.#columns[index]);
    const keep = same ? common : 0;
    this.#columns = columns;
    cut(this.#head, keep);
    const names = columns.slice(keep);
    this.#head.append(...names.map((name) => element("th", { scope: "col", translate: "no" }, name)));
    for (const { root, cells } of this.#lines) {
      cut(root, keep);
      cells.length = Math.min(cells.length, keep);
    }
    if (this.#here.column >= columns.length || this.#here.row >= this.#lines.length)
      this.#here = { row: 0, column: 0 };
  }

  /** Sees to it that a row and its neighbours are in the document: all rows, if they are not many cells. */
  #bring(row: number): void {
    const count = this.#lines.length;
    const around = count * this.#columns.length > mostCells ? neighbours : count;
    const from = Math.max(0, row - around);
    const to = Math.min(count, row + around + 1);
    for (let other = this.#from; other < this.#to; other++)
      if (other < from || other >= to) this.#lines[other]?.root.remove();
    // A row that is there already is not moved: it may have the focus.
    let before: Element | undefined;
    for (let other = from; other < to; other++) {
      const { root } = this.#lines[other] ?? {};
      if (!root) continue;
      if (root.parentElement !== this.#body) {
        if (before) before.after(root);
        else this.#body.prepend(root);
      }
      before = root;
    }
    [this.#from, this.#to] = [from, to];
    for (let other = from; other < to; other++) this.#fill(other);
    this.#mark(this.#here);
  }

  /** Makes the cells that a row does not have yet. */
  #fill(row: number): void {
    const line = this.#lines[row];
    if (!line) return;
    for (let column = line.cells.length; column < this.#columns.length; column += 1) {
      const cell = element("td", { tabindex: "-1", translate: "no" }, this.#listener.text({ row, column }));
      line.cells.push(cell);
      line.root.append(cell);
    }
  }

  /** One cell is on the way of the Tab key: the one that had the focus last. */
  #mark(cell: Cell): void {
    this.#at(this.#here)?.setAttribute("tabindex", "-1");
    this.#here = cell;
    this.#at(cell)?.setAttribute("tabindex", "0");
    if (this.#inside) this.#speak();
  }

  #speak(): void {
    const text = this.#listener.say(this.#here);
    const cell = this.#at(this.#here);
    if (cell && cell.getAttribute("aria-label") !== text) cell.setAttribute("aria-label", text);
  }

  #key(event: KeyboardEvent): void {
    const cell = this.#find(event.target);
    if (!cell || event.altKey || event.metaKey) return;
    const { row, column } = cell;
    const last = this.#columns.length - 1;
    const to: Record<string, Cell> = {
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? this.#lines.length - 1 : row, column: last },
    };
    const next = to[event.key];
    if (next) this.focus(next);
    else if (event.key === "Enter" || event.key === " ") this.#listener.press(cell);
    else return;
    event.preventDefault();
  }

  #at({ row, column }: Cell): HTMLTableCellElement | undefined {
    return this.#lines[row]?.cells[column];
  }

  #find(target: EventTarget | null): Cell | undefined {
    if (!(target instanceof HTMLTableCellElement)) return undefined;
    const row = this.#lines.findIndex(({ cells }) => cells.includes(target));
    return row < 0 ? undefined : { row, column: this.#lines[row]?.cells.indexOf(target) ?? 0 };
  }
}

/** More than this make a page slow to lay out and to listen to. */
const mostCells = 1024;

/** How many rows above and below the focus a large table has in the document. */
const neighbours = 2;

/** A row of the table. Its cells are made when it comes into the document for the first time. */
interface Line {
  readonly root: HTMLTableRowElement;
  readonly cells: HTMLTableCellElement[];
}

/** Takes away all columns but the first ones; before them stands the name of the row. */
function cut(row: Element, columns: number): void {
  while (row.children.length > columns + 1) row.lastElementChild?.remove();
}

export interface GridListener {
  /** The number of a cell, as it is printed. */
  text(cell: Cell): string;
  /** What a cell says, in words. */
  say(cell: Cell): string;
  enter(cell: Cell): void;
  leave(): void;
  press(cell: Cell): void;
}
