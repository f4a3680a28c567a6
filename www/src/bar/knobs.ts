import { check_settings, knobs, presets } from "../../pkg/attention_lab.js";
import { type Address, isBackend } from "../run/address.js";
import { element } from "../dom.js";
import { ChoiceField, type Field, knobField } from "./field.js";
import { message } from "../run/lab.js";

/** The choice that stands for settings without a name. */
const own = "own";

/** The settings form. It tells of every change that makes sense, and says at the field what does not. */
export class Knobs {
  readonly #fields: readonly Field[] = knobs().map(knobField);
  /** Read once: a slider that is dragged shows its settings many times a second. */
  readonly #presets = presets().map(({ name, settings }) => ({ name, settings }));
  readonly #preset = new ChoiceField("preset", "Preset", "Settings that go by a name.", [
    ...this.#presets.map(({ name }) => [name, name] as const),
    [own, "your own"],
  ]);
  readonly #backend = new ChoiceField("backend", "Device", "Who computes.", [
    ["auto", "automatic"],
    ["gpu", "GPU"],
    ["cpu", "CPU"],
  ]);
  readonly #changed: (address: Address) => void;

  constructor(form: HTMLFormElement, changed: (address: Address) => void) {
    this.#changed = changed;
    const [texts, toggles] = [this.#fields.filter(isText), this.#fields.filter((field) => !isText(field))];
    form.replaceChildren(
      this.#preset.root,
      ...texts.map(({ root }) => root),
      element("div", { class: "toggles" }, ...toggles.map(({ root }) => root)),
      this.#backend.root,
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      const key = (target as HTMLElement).id;
      if (key === "preset") this.set(new URLSearchParams({ preset: this.#preset.value }));
      else this.#read();
    });
  }

  /** Shows the settings of a run, and so takes back whatever was wrong. */
  show({ settings, backend }: Address): void {
    const values = new URLSearchParams(settings);
    for (const field of this.#fields) {
      field.value = values.get(field.key) ?? field.value;
      field.error = "";
    }
    this.#backend.value = backend;
    this.#preset.value = this.#presets.find((preset) => preset.settings === settings)?.name ?? own;
  }

  /** Sets some knobs, as a person would: `head-size=40`, or `preset=printed` for all of them. */
  set(values: URLSearchParams): void {
    this.#fill(values);
    this.#read();
  }

  #fill(values: URLSearchParams): void {
    const preset = this.#presets.find(({ name }) => name === values.get("preset"));
    const all = preset ? new URLSearchParams(preset.settings) : values;
    for (const field of this.#fields) field.value = all.get(field.key) ?? field.value;
  }

  #read(): void {
    for (const field of this.#fields) field.error = problem([field]);
    // While a field is wrong the run stays as it is.
    if (this.#fields.some(({ error }) => error !== "")) return;
    const backend = this.#backend.value;
    if (isBackend(backend)) this.#changed({ settings: check_settings(text(this.#fields)), backend });
  }
}

function isText(field: Field): boolean {
  return !field.root.classList.contains("toggle");
}

function text(fields: readonly Field[]): string {
  return new URLSearchParams(fields.map(({ key, value }) => [key, value])).toString();
}

/** What the crate has against these fields' values, if anything. */
function problem(fields: readonly Field[]): string {
  try {
    check_settings(text(fields));
    return "";
  } catch (error) {
    return message(error);
  }
}
