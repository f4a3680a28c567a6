import { lean } from "../parts/lean.js";
import { type Prose, element, setText, token } from "../parts/dom.js";
import { plain, signed } from "../parts/numbers.js";
import type { Explanation } from "../../pkg/attention_lab.js";
import * as text from "../text/en/follow-tables.js";

/** What the cells of a row of the chain show for the look at one place. */
interface ChainRow {
  /** The name by which styles know the row. */
  row: string;
  /** What it is called, and what happens there. */
  text: { name: string; says(chosen: text.Chosen): Prose };
  numbers(found: Explanation): readonly number[];
  /** A number as it is printed. */
  print(value: number): string;
  /** The signed ones lean towards one of the two words. */
  leans?: boolean;
}

const stages: readonly ChainRow[] = [
  {
    row: "product",
    text: text.stages.product,
    numbers: ({ products }) => products,
    print: (value) => plain(value, 2),
  },
  {
    row: "score",
    text: text.stages.score,
    numbers: ({ scores }) => scores,
    print: (value) => plain(value, 2),
  },
  {
    row: "weight",
    text: text.stages.weight,
    numbers: ({ weights }) => weights,
    print: (value) => plain(value, 4),
  },
  {
    row: "value",
    text: text.stages.value,
    numbers: ({ says }) => says,
    print: (value) => signed(value, 4),
    leans: true,
  },
  {
    row: "weight × value",
    text: text.stages.taken,
    numbers: ({ parts }) =>
      parts.filter(({ source }) => typeof source === "number").map(({ difference }) => difference),
    print: (value) => signed(value, 4),
    leans: true,
  },
  {
    row: "carried",
    text: text.stages.carried,
    numbers: ({ carries }) => carries,
    print: (value) => plain(value, 2),
  },
];

const weightRow = 2;
/** Where a value is before and after it is weighed: what travels starts here. */
export const valueRow = 3;
export const takenRow = 4;

/** From query and key to what is taken: a column for each place that is looked at, a row for each stage. */
export class Chain {
  readonly root: HTMLTableElement;
  readonly #openProducts: (lookedAt: number) => void;
  #shape = "";
  #cells: HTMLTableCellElement[][] = [];
  #buttons: HTMLButtonElement[] = [];

  constructor(openProducts: (lookedAt: number) => void) {
    this.root = element("table", { class: "chain", role: "table" });
    this.#openProducts = openProducts;
  }

  /** Builds the rows anew where the words are others. */
  build(words: readonly string[], asks: string, first: string, second: string, headSize: string): void {
    const shape = [headSize, asks, first, second, ...words].join(" ");
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#buttons = [];
    this.#cells = stages.map(() => words.map(() => element("td", { role: "cell" })));
    const head = words.map((word, place) =>
      element(
        "th",
        { scope: "col", role: "columnheader", "data-place": String(place) },
        token(word),
        element("span", { class: "place-number" }, String(place)),
      ),
    );
    const body = stages.map((stage, row) =>
      element(
        "tr",
        { role: "row", "data-row": stage.row },
        element(
          "th",
          { scope: "row", role: "rowheader" },
          element("b", {}, stage.text.name),
          " ",
          element("span", { class: "stage-says" }, ...stage.text.says({ asks, first, second, headSize })),
        ),
        ...(this.#cells[row] ?? []),
      ),
    );
    this.#cells[0]?.forEach((cell, place) => {
      const button = element("button", { type: "button", class: "number", "aria-expanded": "false" });
      button.addEventListener("click", () => this.#openProducts(place));
      cell.append(button);
      this.#buttons.push(button);
    });
    this.root.style.setProperty("--looks", String(words.length));
    this.root.replaceChildren(
      element("caption", { class: "visually-hidden" }, text.chain(asks)),
      element(
        "thead",
        { role: "rowgroup" },
        element(
          "tr",
          { role: "row" },
          element("th", { scope: "col", role: "columnheader" }, text.looksAt),
          ...head,
        ),
      ),
      element("tbody", { role: "rowgroup" }, ...body),
    );
  }

  show(found: Explanation, words: readonly string[], pair: readonly [string, string]): void {
    stages.forEach((stage, row) => {
      const numbers = stage.numbers(found);
      this.#cells[row]?.forEach((cell, place) => {
        const value = numbers[place] ?? NaN;
        setText(row === 0 ? (this.#buttons[place] ?? cell) : cell, stage.print(value));
        if (row === weightRow) cell.style.setProperty("--share", String(value));
        if (stage.leans) lean(cell, value, 4, pair);
      });
    });
    this.#buttons.forEach((button, place) => {
      const label = text.productsOf(words[place] ?? "", place, button.textContent);
      if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
    });
  }

  /** Which look's products are open, if any. */
  open(place: number | undefined): void {
    this.#buttons.forEach((button, at) => button.setAttribute("aria-expanded", String(at === place)));
  }

  cell(row: number, place: number): HTMLElement | undefined {
    return this.#cells[row]?.[place];
  }
}
