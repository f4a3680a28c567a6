import { lean } from "../parts/lean.js";
import { element, setText, token } from "../parts/dom.js";
import { plain, signed } from "../parts/numbers.js";
import type { Explanation } from "../../pkg/attention_lab.js";

/** What a cell of a row of the chain shows for the look at one place. */
interface Stage {
  name: string;
  /** What happens here, with the words of the present choice. */
  says(asks: string, first: string, second: string, headSize: string): (Node | string)[];
  numbers(found: Explanation): readonly number[];
  text(value: number): string;
  /** The signed ones lean towards one of the two words. */
  leans?: boolean;
}

const stages: readonly Stage[] = [
  {
    name: "query · key",
    says: (asks) => [
      "The query of ",
      token(asks),
      " meets each key: multiplied number by number, added up. Press a number to see what makes it.",
    ],
    numbers: ({ products }) => products,
    text: (value) => plain(value, 2),
  },
  {
    name: "score",
    says: (_asks, _first, _second, headSize) => [
      "Divided by ",
      element("span", { class: "formula" }, `√${headSize}`),
      ", the root of the head size.",
    ],
    numbers: ({ scores }) => scores,
    text: (value) => plain(value, 2),
  },
  {
    name: "weight",
    says: () => ["Softmax: ", formula("e", "score"), ", divided so that the row adds up to 1."],
    numbers: ({ weights }) => weights,
    text: (value) => plain(value, 4),
  },
  {
    name: "value",
    says: (_asks, first, second) => [
      "What there is to take: for ",
      token(first),
      " (+) or ",
      token(second),
      " (−).",
    ],
    numbers: ({ says }) => says,
    text: (value) => signed(value, 4),
    leans: true,
  },
  {
    name: "weight × value",
    says: () => ["What is taken, and added to the answer."],
    numbers: ({ parts }) =>
      parts.filter(({ source }) => typeof source === "number").map(({ difference }) => difference),
    text: (value) => signed(value, 4),
    leans: true,
  },
  {
    name: "weight × |v|",
    says: () => ["How much is taken in all, whatever word it speaks for."],
    numbers: ({ carries }) => carries,
    text: (value) => plain(value, 2),
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
        { role: "row", "data-row": stage.name },
        element(
          "th",
          { scope: "row", role: "rowheader" },
          element("b", {}, stage.name),
          " ",
          element("span", { class: "stage-says" }, ...stage.says(asks, first, second, headSize)),
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
      element("caption", { class: "visually-hidden" }, `How ${asks} looks back, stage by stage`),
      element(
        "thead",
        { role: "rowgroup" },
        element(
          "tr",
          { role: "row" },
          element("th", { scope: "col", role: "columnheader" }, "looks at"),
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
        const text = stage.text(value);
        setText(row === 0 ? (this.#buttons[place] ?? cell) : cell, text);
        if (row === weightRow) cell.style.setProperty("--share", String(value));
        if (stage.leans) lean(cell, value, 4, pair);
      });
    });
    this.#buttons.forEach((button, place) => {
      const label = `Products of the score for ${words[place] ?? ""}, place ${place}: ${button.textContent}`;
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

function formula(base: string, power: string): HTMLElement {
  return element("span", { class: "formula" }, base, element("sup", {}, power));
}
