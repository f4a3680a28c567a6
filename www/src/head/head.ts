import type { Lab } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../canvas.js";
import { element, sentence } from "../dom.js";
import type { View } from "../view.js";
import { Diagram } from "./diagram.js";
import { Panel } from "./panel.js";
import { allStages } from "./stages.js";

/** The head as one picture, and the stage of it that was chosen. */
export class Head implements View {
  readonly #diagram: Diagram;
  readonly #panel: Panel;
  readonly #choice = element("fieldset", { class: "stage-sentences" });
  #words = "";

  /** `changed` asks for the page to be drawn and settled again, because another stage or sentence is to be seen. */
  constructor(root: HTMLElement, watch: CanvasWatch, changed: (show: (lab: Lab) => void) => void) {
    const again = () => changed((lab) => this.#show(lab));
    this.#panel = new Panel("stage-panel", watch);
    const picture = element("div", { class: "stage-picture-frame" });
    let built = false;
    this.#diagram = new Diagram(picture, allStages(), "stage-panel", watch, (stage) => {
      this.#panel.show(stage);
      if (built) again();
    });
    built = true;
    root.replaceChildren(this.#choice, picture, this.#panel.root);
    this.#choice.addEventListener("change", ({ target }) => {
      const index = Number((target as HTMLInputElement).value);
      this.#diagram.sentence = index;
      this.#panel.sentence = index;
      again();
    });
  }

  open(lab: Lab): void {
    this.#choices(lab);
    this.#diagram.open(lab);
    this.#panel.open(lab);
  }

  draw(lab: Lab): void {
    this.#diagram.draw(lab);
    this.#panel.draw(lab);
  }

  settle(lab: Lab): void {
    this.#panel.settle(lab);
  }

  #show(lab: Lab): void {
    this.open(lab);
    this.draw(lab);
    this.settle(lab);
  }

  #choices(lab: Lab): void {
    const all = Array.from({ length: lab.sentence_count() }, (_, index) => lab.words(index));
    if (JSON.stringify(all) === this.#words) return;
    this.#words = JSON.stringify(all);
    this.#diagram.sentence = this.#panel.sentence = 0;
    this.#choice.replaceChildren(
      element("legend", { class: "visually-hidden" }, "Sentence in the picture"),
      ...all.map((words, index) => {
        const radio = element("input", { type: "radio", name: "head-sentence", value: String(index) });
        radio.checked = index === 0;
        return element("label", {}, radio, sentence(words));
      }),
    );
  }
}
