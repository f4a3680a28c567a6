import type { Arithmetic, Lab, Tensor } from "../../pkg/attention_lab.js";
import { surroundings } from "../parts/canvas.js";
import { element, setText } from "../parts/dom.js";
import * as text from "../text/en/lens.js";
import { type Picked, digits, name, sides, tensors } from "./picked.js";
import { Way } from "./way.js";

/** Rows and columns of a tensor, and whether the model uses it. */
type Shape = Pick<Tensor, "rows" | "columns" | "inUse">;

/** Cells of a small tensor are so high, in CSS pixels; a tall tensor gets lower ones. */
const highest = 16;
const tallest = 176;
const lowest = 3;

/** Every parameter of the model as a cell, and beside it its gradient, what Adam remembers of it, and its step. */
export class TensorPictures {
  readonly root = element("div", { class: "tensors" });
  readonly #groups: Group[];
  readonly #pick: (picked: Picked) => void;
  #shapes: readonly Shape[] = [];

  constructor(pick: (picked: Picked) => void) {
    this.#pick = pick;
    this.#groups = tensors.map(({ title }, tensor) => this.#group(title, tensor));
    this.root.append(...this.#groups.map(({ root }) => root));
    new ResizeObserver(() => this.#connect()).observe(this.root);
  }

  shape(shapes: readonly Shape[]): void {
    this.#shapes = shapes;
    this.#groups.forEach((group, at) => {
      const { rows, columns, inUse } = shapes[at] ?? { rows: 1, columns: 1, inUse: false };
      setText(group.shape, text.shape(rows, columns, inUse));
      const height = Math.max(lowest, Math.min(highest, Math.floor(tallest / rows)));
      group.root.style.setProperty("--height", `${height * rows}px`);
      group.root.setAttribute("aria-label", text.chooseIn(tensors[at]?.title ?? "", rows, columns));
    });
  }

  draw(lab: Lab): void {
    const { pixelRatio, dark } = surroundings();
    this.#groups.forEach(({ pictures }, tensor) => {
      for (const { canvas, side, end } of pictures) {
        const largest = lab.draw_tensor(canvas, tensor, side, pixelRatio, dark);
        setText(end, text.end(digits(largest), side !== "size"));
      }
    });
  }

  /** Marks one parameter in all pictures of its tensor, and shows its way from the gradient to the step. */
  mark({ tensor, row, column }: Picked, arithmetic: Arithmetic): void {
    this.#groups.forEach(({ root, pictures, way }, at) => {
      const { rows, columns } = this.#shapes[at] ?? { rows: 1, columns: 1 };
      root.classList.toggle("picked", at === tensor);
      for (const { mark } of pictures) {
        mark.hidden = at !== tensor;
        Object.assign(mark.style, {
          left: `${(100 * column) / columns}%`,
          top: `${(100 * row) / rows}%`,
          width: `${100 / columns}%`,
          height: `${100 / rows}%`,
        });
      }
      way.show(at === tensor ? arithmetic : undefined);
    });
    this.#current = { tensor, row, column };
    this.#connect();
  }

  /** The lines begin and end at the marks, wherever these stand; the parameter itself stands before the first of them. */
  #connect(): void {
    for (const { list, way, pictures } of this.#groups)
      way.draw(
        list,
        pictures.slice(1).map(({ mark }) => mark),
      );
  }

  #current: Picked = { tensor: 0, row: 0, column: 0 };

  #group(title: string, tensor: number): Group {
    const way = new Way();
    const pictures = sides.map((side) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      const mark = element("span", { class: "cell-mark", hidden: "" });
      const end = element("span", { class: "end" });
      const root = element(
        "div",
        { class: "side" },
        element("span", { class: "side-title" }, ...name(text.sides[side])),
        element("div", { class: "side-picture" }, canvas, mark),
        end,
        way.number(side),
      );
      return { root, canvas, mark, side, end };
    });
    const shape = element("span", { class: "aside" });
    const head = element("h4", {}, title, shape);
    const list = element("div", { class: "sides" }, ...pictures.map((picture) => picture.root), way.drawing);
    const root = element("div", { class: "tensor", role: "group", tabindex: "0" }, head, list);
    root.addEventListener("click", (event) => {
      const canvas = event.target;
      if (!(canvas instanceof Element)) return;
      const picture = pictures.find(({ root }) => root.contains(canvas));
      const { rows, columns } = this.#shapes[tensor] ?? { rows: 1, columns: 1 };
      const box = picture?.canvas.getBoundingClientRect();
      if (!box) return;
      const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      if (x < 0 || x >= 1 || y < 0 || y >= 1) return;
      this.#pick({ tensor, row: Math.floor(y * rows), column: Math.floor(x * columns) });
    });
    root.addEventListener("keydown", (event) => {
      const move = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
      const { rows, columns } = this.#shapes[tensor] ?? { rows: 1, columns: 1 };
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const [down = 0, right = 0] = move;
      // The first stroke in another tensor chooses its first cell.
      const from = this.#current.tensor === tensor ? this.#current : { row: -down, column: -right };
      const inside = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
      this.#pick({
        tensor,
        row: inside(from.row + down, rows),
        column: inside(from.column + right, columns),
      });
    });
    return { root, list, shape, pictures, way };
  }
}

interface Group {
  root: HTMLElement;
  /** What holds the pictures. */
  list: HTMLElement;
  way: Way;
  shape: HTMLElement;
  pictures: readonly {
    canvas: HTMLCanvasElement;
    mark: HTMLElement;
    side: string;
    end: HTMLElement;
  }[];
}
