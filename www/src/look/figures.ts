import type { Lab } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../canvas.js";
import { element, sentence } from "../dom.js";
import { matrix } from "./matrix.js";
import { MatrixTable } from "./tables.js";
import type { View } from "../view.js";

/** One figure of the notebook, for every sentence. */
export interface Figure {
  /** Its name among `lab.figure_names()`. */
  name: string;
  title: string;
  /** Which axis is which, and what a number means. */
  explanation: string;
  /** The narrowest column that a number still fits; a figure wider than its place scrolls within it. */
  narrowest?: number;
}

/** The pictures, drawn by the crate, and beside each its numbers as a table. */
export class Figures implements View {
  readonly #root: HTMLElement;
  readonly #figures: readonly Figure[];
  readonly #watch: CanvasWatch;
  #pictures: Picture[] = [];

  constructor(root: HTMLElement, figures: readonly Figure[], watch: CanvasWatch) {
    this.#root = root;
    this.#figures = figures;
    this.#watch = watch;
  }

  open(lab: Lab): void {
    for (const { frame } of this.#pictures) this.#watch.remove(frame);
    this.#pictures = [];
    this.#root.replaceChildren(...this.#figures.map((figure) => this.#section(lab, figure)));
    for (const { frame } of this.#pictures) this.#watch.add(frame);
  }

  draw(lab: Lab): void {
    for (const picture of this.#pictures) if (this.#watch.isVisible(picture.frame)) drawPicture(lab, picture);
  }

  settle(lab: Lab): void {
    for (const picture of this.#pictures) {
      drawPicture(lab, picture);
      const numbers = matrix(lab, picture.sentence, picture.figure.name);
      const axes = `Row: ${numbers.rowAxis}; column: ${numbers.columnAxis}.`;
      picture.table.show(numbers, `${picture.label}. ${axes}`);
    }
  }

  #section(lab: Lab, figure: Figure): HTMLElement {
    const id = `figure-${figure.name}`;
    // As in the notebook's titles: what it does to the weights is one of its questions.
    const headSize = new URLSearchParams(lab.settings()).get("head-size") ?? "";
    const pictures = Array.from({ length: lab.sentence_count() }, (_, index) =>
      this.#picture(lab, figure, index),
    );
    return element(
      "section",
      { class: "figure", "aria-labelledby": id },
      element(
        "div",
        { class: "figure-head" },
        element("h3", { id }, figure.title, element("span", { class: "aside" }, ` head size ${headSize}`)),
        element("p", {}, figure.explanation),
      ),
      ...pictures,
    );
  }

  #picture(lab: Lab, figure: Figure, index: number): HTMLElement {
    const words = lab.words(index);
    const label = `${figure.title}, sentence ${index + 1}, ${words.slice(1).join(" ")}`;
    const canvas = element("canvas", { role: "img", "aria-label": label });
    const frame = element("div", { class: "frame" }, canvas);
    // A figure that may scroll must be reachable by keyboard, or its right-hand columns are not.
    if (figure.narrowest) {
      for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": label })) {
        frame.setAttribute(name, value);
      }
    }
    const table = new MatrixTable();
    const columns = matrix(lab, index, figure.name).columns.length;
    const narrowest = narrowestFor(columns, figure);
    this.#pictures.push({ figure, sentence: index, label, canvas, frame, table, narrowest });
    return element(
      "figure",
      { "data-figure": figure.name, "data-sentence": String(index) },
      element("figcaption", {}, sentence(words)),
      frame,
      element("div", { class: "visually-hidden" }, table.root),
    );
  }
}

interface Picture {
  figure: Figure;
  sentence: number;
  label: string;
  canvas: HTMLCanvasElement;
  frame: HTMLElement;
  table: MatrixTable;
  /** In CSS pixels; below this the numbers would not fit their cells. */
  narrowest: number;
}

/** Beyond this many columns a picture with legible numbers would be too wide for a canvas: colours alone must do. */
const mostColumns = 48;
const narrowestColour = 6;

/** The least width for this many columns and their row labels. */
function narrowestFor(columns: number, { narrowest }: Figure): number {
  if (!narrowest) return 0;
  return columns <= mostColumns ? (columns + 2) * narrowest : columns * narrowestColour + 2 * narrowest;
}

function drawPicture(lab: Lab, { figure, sentence: index, canvas, frame, narrowest }: Picture): void {
  const { pixelRatio, dark } = surroundings();
  const width = Math.max(frame.clientWidth, narrowest);
  const height = lab.draw(canvas, index, figure.name, width, pixelRatio, dark);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
