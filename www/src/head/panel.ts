import { type Corpus, type Lab, shader_part } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { element, setText } from "../parts/dom.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/head.js";
import { StagePicture } from "../stages/stage-picture.js";
import type { Stage } from "./stages.js";
import { sizesOf } from "../stages/tiles.js";

/** The chosen stage: its formula, meaning, shape and numbers, and the passes that compute it. */
export class Panel implements View {
  readonly root: HTMLElement;
  readonly #title = element("h3");
  readonly #meaning = element("p");
  readonly #formula = element("div", { class: "stage-formula" });
  readonly #shape = element("p", { class: "stage-size" });
  readonly #caption = element("p", { class: "stage-caption" });
  readonly #picture: StagePicture;
  readonly #forward = new Code();
  readonly #backward = new Code();
  readonly #engine = element("p", { class: "stage-engine" });
  #stage: Stage | undefined;
  #sentence = 0;

  constructor(id: string, watch: CanvasWatch, edit: (part: string) => void) {
    this.#picture = new StagePicture(watch);
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
        this.#picture.root,
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
  }

  show(stage: Stage): void {
    this.#stage = stage;
    this.#picture.stage = stage;
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
    this.#picture.sentence = sentence;
  }

  open(lab: Lab, corpus: Corpus): void {
    const stage = this.#stage;
    if (!stage) return;
    const sizes = sizesOf(lab, this.#sentence);
    this.#shape.replaceChildren(...text.size(sizes.T, stage.columns, sizes[stage.columns]));
    this.#caption.replaceChildren(...text.now(corpus.sentences[this.#sentence]?.words ?? []));
    setText(this.#engine, lab.device().engine === "cpu" ? text.codeOfCpu : text.codeOfGpu);
  }

  draw(lab: Lab): void {
    this.#picture.draw(lab);
  }

  settle(lab: Lab): void {
    this.#picture.settle(lab);
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
