import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { type CanvasWatch, onPaper, surroundings } from "../parts/canvas.js";
import { element, sentence, setText } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { View } from "../session/view.js";
import { sentenceName } from "../text/en/common.js";
import * as text from "../text/en/train.js";

const decimals = 4;

/** The loss curve, and beside it the losses at the weights that are shown. */
export class Losses implements View {
  readonly #watch: CanvasWatch;
  readonly #canvas = element("canvas", {
    role: "img",
    "aria-label": text.lossCurve,
  });
  readonly #frame = element("div", { class: "frame loss-frame" }, this.#canvas);
  readonly #list = element("dl", { class: "loss-numbers" });
  readonly #logarithmic = element("input", { type: "checkbox", id: "logarithmic" });
  #size = { width: 0, height: 0 };
  #numbers: HTMLElement[] = [];
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement, watch: CanvasWatch, changed: () => void) {
    this.#watch = watch;
    const label = element("label", { for: "logarithmic" }, text.logarithmic);
    const curve = element("div", {}, this.#frame, element("p", { class: "scale" }, this.#logarithmic, label));
    root.replaceChildren(curve, this.#list);
    watch.add(this.#frame);
    // To ask the document for a size in the middle of a change would have it laid out anew each time.
    new ResizeObserver(([entry]) => {
      if (entry) this.#size = entry.contentRect;
      changed();
    }).observe(this.#frame);
    this.#logarithmic.addEventListener("change", changed);
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    const { sentences } = corpus;
    this.#numbers = sentences.map((_, index) => element("dd", { "data-loss": String(index) }));
    this.#list.replaceChildren(
      ...this.#numbers.map((number, index) =>
        element(
          "div",
          { class: "loss", "data-series": String(index) },
          element("dt", {}, `${sentenceName(index)} `, sentence(sentences[index]?.words ?? [])),
          number,
        ),
      ),
      element(
        "div",
        { class: "loss floor" },
        element("dt", {}, text.floor),
        element("dd", { "data-loss": "floor" }, fixed(corpus.floor, decimals)),
      ),
    );
  }

  draw(lab: Lab): void {
    const losses = lab.losses();
    this.#numbers.forEach((number, index) => setText(number, fixed(losses[index] ?? NaN, decimals)));
    if (this.#watch.isVisible(this.#frame)) this.#drawCurve(lab);
  }

  settle(lab: Lab): void {
    this.#drawCurve(lab);
  }

  #drawCurve(lab: Lab): void {
    const { pixelRatio, dark, zoom } = surroundings();
    const { clientWidth, clientHeight } = this.#frame;
    const { width, height } = onPaper() ? { width: clientWidth, height: clientHeight } : this.#size;
    const { checked } = this.#logarithmic;
    if (width > 0)
      lab.draw_losses(this.#canvas, width / zoom, height / zoom, pixelRatio * zoom, dark, checked);
  }
}
