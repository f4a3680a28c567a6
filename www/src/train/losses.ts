import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { type CanvasWatch, onPaper, surroundings } from "../parts/canvas.js";
import { type Prose, element, sentence, setText } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { View } from "../session/view.js";
import { sentenceName } from "../text/en/common.js";
import * as text from "../text/en/train.js";
import { comparedIn } from "../parts/compared.js";

const decimals = 4;
/** So many sentences have a curve each, as the crate draws them. */
const mostCurves = 4;

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
  readonly #mean = element("dd", { "data-loss": "mean" });
  /** The sentences that have a curve of their own. */
  #chosen: readonly number[] = [];
  #numbers: HTMLElement[] = [];
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement, watch: CanvasWatch, changed: () => void) {
    this.#watch = watch;
    const label = element("label", { for: "logarithmic" }, text.logarithmic);
    const scale = element("p", { class: "scale" }, this.#logarithmic, label);
    root.replaceChildren(this.#frame, element("div", { class: "loss-foot" }, this.#list, scale));
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
    const { sentences, pair } = corpus;
    const isEach = sentences.length <= mostCurves;
    this.#chosen = isEach ? [...sentences.keys()] : comparedIn(pair);
    this.#numbers = this.#chosen.map((index) => element("dd", { "data-loss": String(index) }));
    const line = (name: Prose, number: HTMLElement, series: number) =>
      element("div", { class: "loss", "data-series": String(series) }, element("dt", {}, ...name), number);
    this.#list.replaceChildren(
      ...this.#numbers.map((number, at) => {
        const index = this.#chosen[at] ?? 0;
        return line([`${sentenceName(index)} `, sentence(sentences[index]?.words ?? [])], number, at);
      }),
      ...(isEach ? [] : [line([text.meanOfAll(sentences.length)], this.#mean, this.#chosen.length)]),
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
    this.#numbers.forEach((number, at) =>
      setText(number, fixed(losses[this.#chosen[at] ?? 0] ?? NaN, decimals)),
    );
    setText(this.#mean, fixed(lab.mean_loss(), decimals));
    if (this.#watch.isVisible(this.#frame)) this.#drawCurve(lab);
  }

  settle(lab: Lab): void {
    this.#drawCurve(lab);
  }

  #drawCurve(lab: Lab): void {
    const { pixelRatio, dark, zoom } = surroundings();
    const { width, height } = onPaper() ? clientSize(this.#frame) : this.#size;
    const { checked } = this.#logarithmic;
    if (width > 0)
      lab.draw_losses(
        this.#canvas,
        width / zoom,
        height / zoom,
        pixelRatio * zoom,
        dark,
        checked,
        Uint32Array.from(this.#chosen),
      );
  }
}

function clientSize({ clientWidth, clientHeight }: Element): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}
