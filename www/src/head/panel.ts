import { type Corpus, type Lab, shader_part } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { element, setText } from "../parts/dom.js";
import { MatrixTable } from "../common/table.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/head.js";
import { type Letter, type Stage, letters } from "./stages.js";

/** The narrowest column that a number of a query or key still fits; beyond so many columns colours must do. */
const narrowest = 38;
const mostColumns = 48;
const widest = 640;

/** The chosen stage: its formula, meaning, shape and numbers, and the passes that compute it. */
export class Panel implements View {
  readonly root: HTMLElement;
  readonly #watch: CanvasWatch;
  readonly #title = element("h3");
  readonly #meaning = element("p");
  readonly #formula = element("div", { class: "stage-formula" });
  readonly #shape = element("p", { class: "stage-size" });
  readonly #caption = element("p", { class: "stage-caption" });
  readonly #canvas = element("canvas", { "aria-hidden": "true" });
  readonly #frame = element("div", { class: "frame" }, this.#canvas);
  readonly #table = new MatrixTable();
  readonly #forward = new Code();
  readonly #backward = new Code();
  readonly #engine = element("p", { class: "stage-engine" });
  #stage: Stage | undefined;
  #sentence = 0;

  constructor(id: string, watch: CanvasWatch, edit: (part: string) => void) {
    this.#watch = watch;
    const button = element("button", { type: "button", class: "try" }, text.editThisPass);
    button.addEventListener("click", () => this.#stage && edit(this.#stage.forward));
    this.root = element(
      "div",
      { id, role: "tabpanel", class: "stage-panel", tabindex: "-1" },
      element(
        "div",
        { class: "stage-text" },
        this.#title,
        this.#meaning,
        this.#formula,
        this.#shape,
        this.#caption,
        this.#frame,
        element("div", { class: "visually-hidden" }, this.#table.root),
      ),
      element(
        "div",
        { class: "stage-code" },
        this.#forward.root,
        this.#engine,
        element("p", { class: "stage-edit" }, button),
        element("details", {}, element("summary", {}, text.backward), this.#backward.root),
      ),
    );
    watch.add(this.#frame);
  }

  show(stage: Stage): void {
    this.#stage = stage;
    this.root.setAttribute("aria-labelledby", `stage-${stage.name}`);
    setText(this.#title, stage.title);
    setText(this.#meaning, stage.meaning);
    // The page's own text, the same for everyone; a MathML element needs its namespace, which the parser knows.
    this.#formula.innerHTML = stage.formula;
    this.#forward.show(stage.forward);
    this.#backward.show(stage.backward);
  }

  set sentence(sentence: number) {
    this.#sentence = sentence;
  }

  open(lab: Lab, corpus: Corpus): void {
    const stage = this.#stage;
    if (!stage) return;
    const sizes = lab.sizes(this.#sentence);
    const size = (letter: Letter) => sizes[letters.indexOf(letter)] ?? 0;
    this.#shape.replaceChildren(...text.size(size("T"), stage.columns, size(stage.columns)));
    this.#caption.replaceChildren(...text.now(corpus.sentences[this.#sentence]?.words ?? []));
    setText(this.#engine, lab.device().engine === "cpu" ? text.codeOfCpu : text.codeOfGpu);
  }

  draw(lab: Lab): void {
    if (this.#stage && this.#watch.isVisible(this.#frame)) this.#draw(lab, this.#stage);
  }

  settle(lab: Lab): void {
    const stage = this.#stage;
    if (!stage) return;
    // Out of sight too: what stands below must not move when it comes into sight.
    this.#draw(lab, stage);
    const numbers = lab.stage_table(this.#sentence, stage.name);
    const { rowAxis, columnAxis } = numbers;
    this.#table.show(numbers, text.tableName(stage.title, this.#sentence, rowAxis, columnAxis));
  }

  #draw(lab: Lab, stage: Stage): void {
    const { pixelRatio, dark } = surroundings();
    const columns = lab.sizes(this.#sentence)[letters.indexOf(stage.columns)] ?? 0;
    const least =
      stage.columns !== "H" ? 0 : columns <= mostColumns ? (columns + 2) * narrowest : columns * 6 + 80;
    const width = Math.max(Math.min(this.#frame.clientWidth, widest), least);
    const height = lab.draw_stage(this.#canvas, this.#sentence, stage.name, width, pixelRatio, dark);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    // What can be scrolled must be reachable by keyboard.
    const scrolls = width > this.#frame.clientWidth;
    this.#frame.tabIndex = scrolls ? 0 : -1;
    this.#frame.toggleAttribute("data-scrolls", scrolls);
  }
}

/** One file of shaders/ as it stands, its comments set back. */
class Code {
  readonly root: HTMLElement;
  readonly #name = element("figcaption");
  readonly #text = element("code");

  constructor() {
    const code = element("pre", { tabindex: "0" }, this.#text);
    this.root = element("figure", { class: "shader" }, this.#name, code);
  }

  show(part: string): void {
    setText(this.#name, `shaders/${part}.wgsl`);
    const pieces = shader_part(part).split(/(\/\/.*)/);
    this.#text.replaceChildren(
      ...pieces.map((piece) =>
        piece.startsWith("//") ? element("span", { class: "comment" }, piece) : piece,
      ),
    );
    this.#text.parentElement?.setAttribute("aria-label", `shaders/${part}.wgsl`);
  }
}
