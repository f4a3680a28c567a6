import type { Knob } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { slider as sliderOf } from "../text/en/bar.js";

/** A labelled control of the settings form with its value as text and, where it has one, what is wrong with it. */
export interface Field {
  readonly key: string;
  readonly root: HTMLElement;
  /** Where it is said what is wrong; it stands with those of the other fields, so that it moves none of them. */
  readonly complaint?: HTMLElement;
  /** Whether the value comes from a slider that is on its way. */
  readonly slides?: boolean;
  value: string;
  error: string;
}

/** A whole number with no more values than this also gets a slider, which can be dragged from end to end. */
const mostStops = 200;

/** A field for a knob of the crate: a tick box for a toggle, else a text that the crate judges. */
export function knobField(knob: Knob): Field {
  return knob.kind === "toggle" ? new ToggleField(knob) : new TextField(knob);
}

class TextField implements Field {
  readonly key: string;
  readonly root: HTMLElement;
  readonly complaint: HTMLElement;
  slides = false;
  readonly #input: HTMLInputElement;
  readonly #slider: HTMLInputElement | undefined;

  constructor({ key, label, kind, minimum, maximum, help }: Knob) {
    this.key = key;
    // Not type="number": that would keep what cannot be read from the crate, which says best what is wrong with it.
    this.#input = element("input", {
      id: key,
      name: key,
      inputmode: kind === "integer" ? "numeric" : "decimal",
      spellcheck: "false",
      "aria-describedby": `${key}-help ${key}-error`,
    });
    this.complaint = element("p", { id: `${key}-error`, class: "error" });
    if (kind === "integer" && maximum - minimum < mostStops)
      this.#slider = this.#slide(label, minimum, maximum);
    this.root = element(
      "div",
      { class: "field", title: help },
      element("label", { for: key }, label),
      element("div", { class: "entry" }, this.#input, ...(this.#slider ? [this.#slider] : [])),
      element("span", { id: `${key}-help`, hidden: "" }, help),
    );
  }

  get value(): string {
    return this.#input.value.trim();
  }

  set value(text: string) {
    this.#input.value = text;
    if (this.#slider) this.#slider.value = text;
  }

  get error(): string {
    return this.complaint.textContent;
  }

  #slide(label: string, minimum: number, maximum: number): HTMLInputElement {
    const slider = element("input", {
      type: "range",
      min: String(minimum),
      max: String(maximum),
      "aria-label": sliderOf(label),
    });
    slider.addEventListener("input", () => {
      this.#input.value = slider.value;
      // At once, not when the slider is let go: whoever drags wants to see every stop.
      this.slides = true;
      this.#input.dispatchEvent(new Event("change", { bubbles: true }));
      this.slides = false;
    });
    // Only the number says that it has changed.
    slider.addEventListener("change", (event) => event.stopPropagation());
    return slider;
  }

  set error(text: string) {
    setText(this.complaint, text);
    this.#input.setAttribute("aria-invalid", String(text !== ""));
  }
}

class ToggleField implements Field {
  readonly key: string;
  readonly root: HTMLElement;
  /** A toggle cannot be wrong. */
  error = "";
  readonly #input: HTMLInputElement;

  constructor({ key, label, help }: Knob) {
    this.key = key;
    this.#input = element("input", {
      type: "checkbox",
      id: key,
      name: key,
      "aria-describedby": `${key}-help`,
    });
    this.root = element(
      "div",
      { class: "field toggle", title: help },
      this.#input,
      element("label", { for: key }, label),
      element("span", { id: `${key}-help`, hidden: "" }, help),
    );
  }

  get value(): string {
    return this.#input.checked ? "on" : "off";
  }

  set value(text: string) {
    this.#input.checked = text === "on";
  }
}

/** A choice among named values. */
export class ChoiceField implements Field {
  readonly key: string;
  readonly root: HTMLElement;
  /** A choice cannot be wrong. */
  error = "";
  readonly #select: HTMLSelectElement;

  constructor(key: string, label: string, help: string, choices: readonly (readonly [string, string])[]) {
    this.key = key;
    this.#select = element(
      "select",
      { id: key, name: key },
      ...choices.map(([value, text]) => element("option", { value }, text)),
    );
    this.root = element(
      "div",
      { class: "field choice", title: help },
      element("label", { for: key }, label),
      this.#select,
    );
  }

  get value(): string {
    return this.#select.value;
  }

  set value(text: string) {
    this.#select.value = text;
  }
}
