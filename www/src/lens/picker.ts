import { element, setText } from "../parts/dom.js";
import * as text from "../text/en/lens.js";
import { type Picked, tensors } from "./picked.js";

/** Chooses a parameter by name: its tensor, its row, its column. */
export class Picker {
  readonly root: HTMLElement;
  readonly #tensor = select("lens-tensor");
  readonly #row = select("lens-row");
  readonly #column = select("lens-column");
  readonly #said = element("p", { class: "visually-hidden", role: "status" });
  #rows: string[][] = [];
  #columns: string[] = [];

  constructor(pick: (picked: Picked) => void) {
    const field = (label: string, list: HTMLSelectElement) =>
      element("div", { class: "field" }, element("label", { for: list.id }, label), list);
    this.root = element(
      "div",
      { class: "picker" },
      field(text.picker.tensor, this.#tensor),
      field(text.picker.row, this.#row),
      field(text.picker.column, this.#column),
      this.#said,
    );
    this.#tensor.replaceChildren(...tensors.map(({ title }, value) => option(title, value)));
    // Most of them are words of the corpus.
    for (const list of [this.#row, this.#column]) list.setAttribute("translate", "no");
    this.root.addEventListener("change", () => {
      const [tensor, row, column] = [this.#tensor, this.#row, this.#column].map(({ value }) => Number(value));
      pick(this.within({ tensor: tensor ?? 0, row: row ?? 0, column: column ?? 0 }));
    });
  }

  /** The names of the rows of each tensor, and of the columns, which are the same for all. */
  shape(rows: string[][], columns: string[]): void {
    this.#rows = rows;
    this.#columns = columns;
    fill(this.#column, columns);
    fill(this.#row, rows[Number(this.#tensor.value)] ?? []);
  }

  /** The same parameter, or the nearest that there is. */
  within({ tensor, row, column }: Picked): Picked {
    const rows = this.#rows[tensor]?.length ?? 1;
    return { tensor, row: Math.min(row, rows - 1), column: Math.min(column, this.#columns.length - 1) };
  }

  show(picked: Picked): void {
    fill(this.#row, this.#rows[picked.tensor] ?? []);
    this.#tensor.value = String(picked.tensor);
    this.#row.value = String(picked.row);
    this.#column.value = String(picked.column);
    setText(this.#said, this.name(picked));
  }

  name({ tensor, row, column }: Picked): string {
    const { short } = tensors[tensor] ?? { short: "" };
    return text.parameter(short, this.#rows[tensor]?.[row] ?? row, this.#columns[column] ?? column);
  }
}

function select(id: string): HTMLSelectElement {
  return element("select", { id });
}

function option(text: string, value: number): HTMLOptionElement {
  return element("option", { value: String(value) }, text);
}

/** Other options only where they differ: an open list must not be taken from under the hand. */
function fill(list: HTMLSelectElement, texts: readonly string[]): void {
  const same = list.length === texts.length && texts.every((text, at) => list.options[at]?.text === text);
  if (!same) list.replaceChildren(...texts.map(option));
}
