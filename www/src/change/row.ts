import { element, inPlain, setText, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import * as text from "../text/en/change.js";

/** A row of the attention weights set by hand: a slider for each place that it may look at. */
export class RowByHand {
  readonly root = element("div", { class: "by-hand" });
  readonly #toggle = element("button", { type: "button", class: "act" });
  readonly #sliders = element("div", { class: "sliders" });
  readonly #note = element("p", { class: "small" });
  #shape = "";
  #place = 0;
  #inputs: HTMLInputElement[] = [];
  #outputs: HTMLOutputElement[] = [];
  /** The row as the head has it: where the sliders begin. */
  #weights: number[] = [];

  /** `set` is told the place whose row is shown, which may not be the one that was just chosen elsewhere. */
  constructor(set: (place: number, weights: number[] | undefined) => void) {
    this.#toggle.addEventListener("click", () => {
      set(this.#place, this.#toggle.getAttribute("aria-expanded") === "true" ? undefined : this.#weights);
    });
    this.#sliders.addEventListener("input", () =>
      set(
        this.#place,
        this.#inputs.map((input) => input.valueAsNumber),
      ),
    );
    this.root.append(this.#toggle, this.#sliders, this.#note);
  }

  /** `weights` are those of the head, `byHand` those of the reader, if there are any. */
  show(
    words: readonly string[],
    place: number,
    weights: readonly number[],
    byHand: readonly number[] | undefined,
    renormalise: boolean,
  ): void {
    this.#place = place;
    this.#weights = weights.map((weight) => Math.round(weight * 100) / 100);
    const shape = [place, ...words].join(" ");
    if (shape !== this.#shape) this.#build(words, place);
    this.#shape = shape;
    const asks = words[place] ?? "";
    const open = byHand !== undefined;
    const label = open ? text.giveBack(asks) : text.setByHand(asks);
    if (this.#toggle.textContent !== inPlain(label)) this.#toggle.replaceChildren(...label);
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#sliders.hidden = !open;
    this.#note.hidden = !open;
    byHand?.forEach((weight, at) => {
      const input = this.#inputs[at];
      if (input && input.valueAsNumber !== weight) input.value = String(weight);
      const output = this.#outputs[at];
      if (output) setText(output, fixed(weight, 2));
    });
    setText(this.#note, renormalise ? text.rowRenormalised : text.rowKept);
  }

  #build(words: readonly string[], place: number): void {
    this.#inputs = [];
    this.#outputs = [];
    const sliders = words.slice(0, place + 1).map((word, at) => {
      const input = element("input", { type: "range", min: "0", max: "1", step: "0.01" });
      input.setAttribute("aria-label", text.weightOf(word, at));
      const output = element("output");
      this.#inputs.push(input);
      this.#outputs.push(output);
      return element("label", {}, token(word), input, output);
    });
    this.#sliders.replaceChildren(...sliders);
  }
}
