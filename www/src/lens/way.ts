import type { Arithmetic } from "../../pkg/attention_lab.js";
import { element, prose, setText } from "../parts/dom.js";
import { shape } from "../parts/svg.js";
import { digits, type sides } from "./picked.js";

type Side = (typeof sides)[number];

/** What one parameter has on each side of its tensor's pictures: from its gradient to its step. */
function values(one: Arithmetic): Record<Side, number> {
  const [mean, squares] = one.corrected;
  return { weight: one.before, gradient: one.g, mean, size: Math.sqrt(squares), change: one.change };
}

/** The way of one parameter through the pictures of its tensor: a line from cell to cell, and its number below each. */
export class Way {
  readonly drawing = shape("svg", { class: "way-of-one", "aria-hidden": "true" });
  readonly #line = shape("path");
  readonly #numbers = new Map<Side, HTMLElement>();

  constructor() {
    this.drawing.append(this.#line);
  }

  /** The place of the number of a side. */
  number(side: Side): HTMLElement {
    const made = element("span", { class: "side-number" });
    this.#numbers.set(side, made);
    return made;
  }

  /** The numbers of the parameter; none takes them away. */
  show(one: Arithmetic | undefined): void {
    const all = one && values(one);
    for (const [side, target] of this.#numbers)
      setText(target, all ? prose([digits(all[side])]).join("") : "");
  }

  /** Draws the line through the marks; `home` is what the drawing covers. */
  draw(home: HTMLElement, marks: readonly HTMLElement[]): void {
    const { left, top } = home.getBoundingClientRect();
    const boxes = marks.filter(({ hidden }) => !hidden).map((mark) => mark.getBoundingClientRect());
    const points = boxes.map((box) => ({
      from: box.left - left,
      to: box.right - left,
      y: box.top + box.height / 2 - top,
    }));
    // From the right edge of a cell to the left edge of the next one.
    const ways = points.slice(1).map((point, at) => {
      const before = points[at] ?? point;
      return `M${before.to.toFixed(1)} ${before.y.toFixed(1)}L${point.from.toFixed(1)} ${point.y.toFixed(1)}`;
    });
    this.#line.setAttribute("d", ways.join(""));
  }
}
