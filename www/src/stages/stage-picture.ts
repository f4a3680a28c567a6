import type { Lab } from "../../pkg/attention_lab.js";
import { MatrixTable } from "../common/table.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { element } from "../parts/dom.js";
import { letKeysScroll } from "../parts/scrolling.js";
import * as text from "../text/en/stages.js";
import { type Tile, sizesOf } from "./tiles.js";

/** The narrowest column that a number of a query or key still fits; beyond so many columns colours must do. */
const narrowest = 38;
const mostColumns = 48;
const widest = 640;

/** A stage with its words and numbers, and the same as a table for a screen reader. */
export class StagePicture {
  readonly root: HTMLElement;
  readonly #watch: CanvasWatch;
  readonly #canvas = element("canvas", { "aria-hidden": "true" });
  readonly #frame = element("div", { class: "frame" }, this.#canvas);
  readonly #table = new MatrixTable();
  /** Which stage; none shows nothing. */
  stage: Tile | undefined;
  sentence = 0;

  constructor(watch: CanvasWatch) {
    this.#watch = watch;
    this.root = element(
      "div",
      {},
      this.#frame,
      element("div", { class: "visually-hidden" }, this.#table.root),
    );
    watch.add(this.#frame);
    letKeysScroll(this.#frame, this.#canvas);
  }

  draw(lab: Lab): void {
    if (this.stage && this.#watch.isVisible(this.#frame)) this.#draw(lab, this.stage);
  }

  settle(lab: Lab): void {
    const { stage, sentence } = this;
    if (!stage) return;
    // Out of sight too: what stands below must not move when it comes into sight.
    this.#draw(lab, stage);
    const numbers = lab.stage_table(sentence, stage.name);
    const { rowAxis, columnAxis } = numbers;
    this.#table.show(numbers, text.tableName(stage.title, sentence, rowAxis, columnAxis));
  }

  #draw(lab: Lab, stage: Tile): void {
    const { pixelRatio, dark } = surroundings();
    const columns = sizesOf(lab, this.sentence)[stage.columns];
    const least =
      stage.columns !== "H" ? 0 : columns <= mostColumns ? (columns + 2) * narrowest : columns * 6 + 80;
    const width = Math.max(Math.min(this.#watch.width(this.#frame), widest), least);
    const height = lab.draw_stage(this.#canvas, this.sentence, stage.name, width, pixelRatio, dark);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
  }
}
