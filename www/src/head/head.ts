import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { element, sentence } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/head.js";
import { Diagram } from "../stages/diagram.js";
import { Panel } from "./panel.js";
import { allStages } from "./stages.js";
import { comparedIn } from "../parts/compared.js";

/** The head as one picture, and the stage of it that was chosen. */
export class Head implements View {
  readonly #diagram: Diagram;
  readonly #panel: Panel;
  readonly #choice = element("fieldset", { class: "stage-sentences" });
  #corpus: Corpus | undefined;

  /** `edit` goes to the editor of a part of the shaders. */
  constructor(root: HTMLElement, watch: CanvasWatch, session: Session, edit: (part: string) => void) {
    // Another stage or sentence is to be seen.
    const again = () => void session.take((lab) => this.#show(lab));
    this.#panel = new Panel("stage-panel", watch, edit);
    const picture = element("div", { class: "stage-picture-frame" });
    const stages = allStages();
    this.#diagram = new Diagram(picture, stages, { prefix: "stage", panel: "stage-panel" }, watch, (name) => {
      const stage = stages.find((stage) => stage.name === name);
      if (stage) this.#panel.show(stage);
      if (this.#corpus) again();
    });
    this.#diagram.select(stages.findIndex(({ name }) => name === "scores"));
    root.replaceChildren(this.#choice, picture, this.#panel.root);
    this.#choice.addEventListener("change", ({ target }) => {
      const index = Number((target as HTMLInputElement).value);
      this.#diagram.sentence = index;
      this.#panel.sentence = index;
      again();
    });
  }

  open(lab: Lab, corpus: Corpus): void {
    if (corpus !== this.#corpus) this.#choices(corpus);
    this.#corpus = corpus;
    this.#diagram.open(lab, corpus);
    this.#panel.open(lab, corpus);
  }

  draw(lab: Lab): void {
    this.#diagram.draw(lab);
    this.#panel.draw(lab);
  }

  settle(lab: Lab): void {
    this.#panel.settle(lab);
  }

  #show(lab: Lab): void {
    if (this.#corpus) this.open(lab, this.#corpus);
    this.draw(lab);
    this.settle(lab);
  }

  #choices({ sentences, pair }: Corpus): void {
    this.#diagram.sentence = this.#panel.sentence = pair.sentences[0];
    this.#choice.replaceChildren(
      element("legend", { class: "visually-hidden" }, text.whichSentence),
      ...comparedIn(pair).map((index, which) => {
        const radio = element("input", { type: "radio", name: "head-sentence", value: String(index) });
        radio.checked = which === 0;
        return element("label", {}, radio, sentence(sentences[index]?.words ?? []));
      }),
    );
  }
}
