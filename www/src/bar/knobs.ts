import { check_setting, check_settings, knobs, presets } from "../../pkg/attention_lab.js";
import type { Entry } from "../session/address.js";
import { BACKENDS, type Run, isBackend } from "../session/run.js";
import { byId, element } from "../parts/dom.js";
import * as words from "../text/en/bar.js";
import { ChoiceField, type Field, knobField } from "./field.js";
import { message } from "../session/turns.js";

/** The choice that stands for settings without a name. */
const own = "own";

/**
 * The settings form. It tells of every change that makes sense, and says at the field what does not. Back leads to the
 * preset that was chosen before, not through every knob that was turned.
 */
export class Knobs {
  readonly #fields: readonly Field[] = knobs().map(knobField);
  /** Read once: a slider that is dragged shows its settings many times a second. */
  readonly #presets = presets();
  readonly #preset = new ChoiceField("preset", words.preset.label, words.preset.help, [
    ...this.#presets.map(({ name }) => [name, name] as const),
    [own, words.preset.own],
  ]);
  readonly #backend = new ChoiceField(
    "backend",
    words.device.label,
    words.device.help,
    BACKENDS.map((backend) => [backend, words.device.choices[backend]] as const),
  );
  readonly #changed: (run: Run, entry: Entry) => void;
  #shown: Run = { words: "", settings: check_settings(""), backend: "auto" };

  constructor(form: HTMLFormElement, changed: (run: Run, entry: Entry) => void) {
    this.#changed = changed;
    const [texts, toggles] = [this.#fields.filter(isText), this.#fields.filter((field) => !isText(field))];
    form.replaceChildren(
      this.#preset.root,
      ...texts.map(({ root }) => root),
      element("div", { class: "toggles" }, ...toggles.map(({ root }) => root)),
      this.#backend.root,
      element("div", { class: "complaints" }, ...this.#fields.flatMap(({ complaint }) => complaint ?? [])),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      const key = (target as HTMLElement).id;
      if (key === "preset") return this.set(new URLSearchParams({ preset: this.#preset.value }));
      this.#read();
    });
  }

  /** Shows the settings of a run, and so takes back whatever was wrong. */
  show(run: Run): void {
    const { settings, backend } = (this.#shown = run);
    const values = new URLSearchParams(settings);
    for (const field of this.#fields) {
      field.value = values.get(field.key) ?? field.value;
      field.error = "";
    }
    this.#backend.value = backend;
    this.#preset.value = this.#presets.find((preset) => preset.settings === settings)?.name ?? own;
  }

  /** Takes away the fields of what a lesson keeps as it is, or of all settings; the sentences are no field here. */
  lock(keys: readonly string[]): void {
    const isKept = ({ key }: Field) => keys.includes(key) || keys.includes("all");
    for (const field of this.#fields) field.root.hidden = isKept(field);
    // A preset sets them all.
    this.#preset.root.hidden = this.#fields.some(isKept);
    byId("button", "settings-toggle").hidden = this.#fields.every(isKept);
  }

  /** Sets some knobs, as a person would: `head-size=40`, or `preset=printed` for all of them. */
  set(values: URLSearchParams): void {
    this.#changed(this.with(values), "new");
  }

  /** The run that is shown, with some knobs set; what is wrong in a field does not count. */
  with(values: URLSearchParams): Run {
    const preset = this.#presets.find(({ name }) => name === values.get("preset"));
    const settings = new URLSearchParams(preset?.settings ?? this.#shown.settings);
    for (const { key } of this.#fields) settings.set(key, values.get(key) ?? settings.get(key) ?? "");
    return { ...this.#shown, settings: check_settings(settings.toString()) };
  }

  #read(): void {
    const settings = new URLSearchParams();
    for (const field of this.#fields) {
      try {
        settings.set(field.key, check_setting(field.key, field.value));
        field.error = "";
      } catch (error) {
        field.error = message(error);
      }
    }
    // While a field is wrong the run stays as it is.
    if (this.#fields.some(({ error }) => error !== "")) return;
    const backend = this.#backend.value;
    if (isBackend(backend))
      this.#changed({ ...this.#shown, settings: check_settings(settings.toString()), backend }, "same");
  }
}

function isText(field: Field): boolean {
  return !field.root.classList.contains("toggle");
}
