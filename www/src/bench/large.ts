import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { StagePicture } from "../stages/stage-picture.js";
import type { Tile } from "../stages/tiles.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { element, sentence, setText } from "../parts/dom.js";
import type { View } from "../session/view.js";
import { close } from "../text/en/common.js";

/** One matrix, large and with its numbers, beside the rest of the bench. */
export class Large implements View {
  readonly root: HTMLElement;
  readonly #title = element("h3", { id: "large-title" });
  readonly #words = element("p", { class: "bench-large-words" });
  readonly #picture: StagePicture;

  constructor(watch: CanvasWatch, closed: () => void) {
    const button = element("button", { type: "button", class: "quiet", "aria-label": close }, "×");
    button.addEventListener("click", closed);
    this.#picture = new StagePicture(watch);
    this.root = element(
      "div",
      { class: "bench-large", role: "region", "aria-labelledby": "large-title", hidden: "" },
      element("div", { class: "bench-large-head" }, this.#title, button),
      this.#words,
      this.#picture.root,
    );
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Shows a stage; none closes it. */
  set tile(tile: Tile | undefined) {
    this.#picture.stage = tile;
    this.root.hidden = tile === undefined;
    if (tile) setText(this.#title, tile.title);
  }

  set sentence(index: number) {
    this.#picture.sentence = index;
  }

  open(_: Lab, { sentences }: Corpus): void {
    this.#words.replaceChildren(sentence(sentences[this.#picture.sentence]?.words ?? []));
  }

  draw(lab: Lab): void {
    this.#picture.draw(lab);
  }

  settle(lab: Lab): void {
    this.#picture.settle(lab);
  }
}
