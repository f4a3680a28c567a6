import { type Prose, element } from "../parts/dom.js";
import { cellText } from "../text/en/common.js";

/**
 * The numbers of a picture as a table for screen readers, and the way into the picture by keyboard: arrow keys move the
 * focus from cell to cell, and the cell that has it says in words what it is.
 */
export class CellGrid {
  readonly root: HTMLTableElement;
  readonly #caption = element("caption");
  readonly #head = element("tr", {}, element("td"));
  readonly #body = element("tbody");
  readonly #listener: GridListener;
  #columns: readonly string[] = [];
  /** Row by row, and what each cell says now: asking the document is much slower. */
  #cells: HTMLTableCellElement[][] = [];
  #texts: string[][] = [];
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
    this.#cells = rows.map(() => []);
    this.#texts = rows.map(() => []);
    this.#head.replaceChildren(element("td"));
    this.#body.replaceChildren(
      ...rows.map((row) => element("tr", {}, element("th", { scope: "row", translate: "no" }, row))),
    );
  }

  show(columns: readonly string[], values: Float32Array, masked: readonly boolean[], decimals: number): void {
    if (columns !== this.#columns) this.#fit(columns);
    this.#cells.forEach((cells, row) => {
      const texts = this.#texts[row] ?? [];
      cells.forEach((cell, column) => {
        const at = row * columns.length + column;
        const text = cellText(values[at], decimals, masked[at] === true);
        if (texts[column] !== text) cell.textContent = texts[column] = text;
      });
    });
    if (this.#inside) this.#speak();
  }

  /** Puts the focus on a cell, as far as it exists. */
  focus({ row, column }: Cell): void {
    const cell = this.#at({
      row: Math.max(0, Math.min(row, this.#cells.length - 1)),
      column: Math.max(0, Math.min(column, this.#columns.length - 1)),
    });
    cell?.focus({ preventScroll: true });
  }

  /** Adds or takes away what is other than before: a slider may ask for one column more, many times a second. */
  #fit(columns: readonly string[]): void {
    const common = Math.min(columns.length, this.#columns.length);
    const same = columns.slice(0, common).every((name, index) => name === this.#columns[index]);
    const keep = same ? common : 0;
    this.#columns = columns;
    const added = columns.slice(keep);
    const fit = (line: Element, make: (name: string) => HTMLElement) => {
      while (line.children.length > keep + 1) line.lastElementChild?.remove();
      line.append(...added.map(make));
    };
    fit(this.#head, (name) => element("th", { scope: "col", translate: "no" }, name));
    this.#cells.forEach((cells, row) => {
      const line = this.#body.children[row];
      if (!line) return;
      cells.length = keep;
      const texts = this.#texts[row];
      if (texts) texts.length = keep;
      fit(line, () => {
        const cell = element("td", { tabindex: "-1", translate: "no" });
        cells.push(cell);
        return cell;
      });
    });
    this.#mark(this.#at(this.#here) ? this.#here : { row: 0, column: 0 });
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
      End: { row: event.ctrlKey ? this.#cells.length - 1 : row, column: last },
    };
    const next = to[event.key];
    if (next) this.focus(next);
    else if (event.key === "Enter" || event.key === " ") this.#listener.press(cell);
    else return;
    event.preventDefault();
  }

  #at({ row, column }: Cell): HTMLTableCellElement | undefined {
    return this.#cells[row]?.[column];
  }

  #find(target: EventTarget | null): Cell | undefined {
    if (!(target instanceof HTMLTableCellElement)) return undefined;
    const row = this.#cells.findIndex((cells) => cells.includes(target));
    return row < 0 ? undefined : { row, column: this.#cells[row]?.indexOf(target) ?? 0 };
  }
}

export interface Cell {
  row: number;
  column: number;
}

export interface GridListener {
  /** What a cell says, in words. */
  say(cell: Cell): string;
  enter(cell: Cell): void;
  leave(): void;
  press(cell: Cell): void;
}
