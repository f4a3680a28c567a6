import { element, setText, token } from "../parts/dom.js";
import * as text from "../text/en/change.js";

/** The attention weights as buttons, one an edge that the mask allows: pressing it cuts the edge. */
export class Grid {
  readonly root = element("table", { class: "edges" });
  readonly #toggle: (from: number, to: number) => void;
  #shape = "";
  #edges: { button: HTMLButtonElement; from: number; to: number }[] = [];
  #rows: HTMLElement[] = [];

  constructor(toggle: (from: number, to: number) => void) {
    this.#toggle = toggle;
    this.root.addEventListener("keydown", (event) => this.#move(event));
  }

  build(words: readonly string[]): void {
    const shape = words.join(" ");
    if (shape === this.#shape) return;
    this.#shape = shape;
    const focused = this.#edges.findIndex(({ button }) => button === document.activeElement);
    this.#edges = [];
    this.#rows = words.map((word, from) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, token(word)),
        ...words.slice(0, from + 1).map((_, to) => this.#edge(from, to)),
        ...this.#masked(words.length - 1 - from),
      ),
    );
    this.root.replaceChildren(
      element("caption", {}, text.grid),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td"),
          ...words.map((word) => element("th", { scope: "col" }, token(word))),
        ),
      ),
      element("tbody", {}, ...this.#rows),
    );
    this.#edges[focused]?.button.focus();
  }

  /** `attention` has a row of T weights for each of the T places; `place` is the one that is followed. */
  show(
    attention: readonly number[],
    words: readonly string[],
    cuts: ReadonlySet<string>,
    place: number,
  ): void {
    for (const { button, from, to } of this.#edges) {
      const weight = attention[from * words.length + to] ?? NaN;
      const cut = cuts.has(`${from}-${to}`);
      const says = text.weight(weight, cut);
      setText(button, says);
      const label = text.edge(words[from] ?? "", words[to] ?? "", says);
      if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
      button.setAttribute("aria-pressed", String(cut));
      button.style.setProperty("--share", String(Math.min(weight, 1)));
    }
    this.#rows.forEach((row, from) => row.classList.toggle("followed", from === place));
  }

  /** What the mask hides of a row: one cell, since in a long sentence half of the table would be empty cells. */
  #masked(count: number): HTMLElement[] {
    return count > 0 ? [element("td", { class: "masked", colspan: String(count) })] : [];
  }

  #edge(from: number, to: number): HTMLElement {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => this.#toggle(from, to));
    this.#edges.push({ button, from, to });
    return element("td", {}, button);
  }

  /** Arrow keys go from weight to weight. */
  #move(event: KeyboardEvent): void {
    const step = arrows[event.key];
    const here = this.#edges.find(({ button }) => button === event.target);
    if (!step || !here) return;
    const next = this.#edges.find(({ from, to }) => from === here.from + step[0] && to === here.to + step[1]);
    if (!next) return;
    event.preventDefault();
    next.button.focus();
  }
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
