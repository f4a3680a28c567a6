import type { Corpus } from "../../pkg/attention_lab.js";
import { element, token } from "./dom.js";
import type { Focus } from "./focus.js";

/** Which place of which sentence asks, and which two words are compared: every choice a native control. */
export class Choice {
  readonly root: HTMLFormElement;
  readonly #focus: Focus;
  readonly #name: string;
  readonly #places = element("div", { class: "places" });
  readonly #selects: [HTMLSelectElement, HTMLSelectElement];
  #radios: { radio: HTMLInputElement; sentence: number; place: number }[] = [];

  /** `name` tells its radio buttons from those of another one. */
  constructor(focus: Focus, name: string) {
    this.#focus = focus;
    this.#name = name;
    this.#selects = [wordSelect("First word"), wordSelect("Second word")];
    const [first, second] = this.#selects;
    this.root = element(
      "form",
      { class: "asking", "aria-label": name, autocomplete: "off" },
      element("fieldset", { class: "plain" }, element("legend", {}, "Which place asks?"), this.#places),
      element(
        "fieldset",
        { class: "plain pair" },
        element("legend", {}, "Which words does it choose between?"),
        element("div", {}, first, " or ", second),
      ),
    );
    this.#places.addEventListener("change", () => {
      const chosen = this.#radios.find(({ radio }) => radio.checked);
      if (chosen) focus.set({ sentence: chosen.sentence, place: chosen.place });
    });
    this.#selects.forEach((select, which) => {
      select.addEventListener("change", () => {
        const words: [number, number] = [...focus.chosen.words];
        const before = words[which] ?? 0;
        words[which] = select.selectedIndex;
        // The same word twice has no difference: the other one takes the place that is free.
        if (words[0] === words[1]) words[1 - which] = before;
        focus.set({ words });
      });
    });
  }

  /** Builds the words anew: the sentences are others. */
  open({ sentences, vocabulary }: Corpus): void {
    this.#radios = [];
    const rows = sentences.map((from, sentence) => {
      const words = from.words.map((word, place) => {
        const radio = element("input", { type: "radio", name: this.#name, class: "visually-hidden" });
        radio.setAttribute("aria-label", `Sentence ${sentence + 1}, place ${place}: ${word}`);
        this.#radios.push({ radio, sentence, place });
        return element("label", { class: "place" }, radio, token(word));
      });
      return element("div", { class: "place-row" }, ...words);
    });
    this.#places.replaceChildren(...rows);
    for (const select of this.#selects) {
      select.replaceChildren(...vocabulary.map((word) => element("option", { value: word }, word)));
    }
    this.show();
  }

  show(): void {
    const { sentence, place, words } = this.#focus.chosen;
    for (const item of this.#radios) item.radio.checked = item.sentence === sentence && item.place === place;
    this.#selects.forEach((select, which) => {
      select.selectedIndex = words[which] ?? 0;
      select.dataset["word"] = select.value;
    });
  }
}

function wordSelect(label: string): HTMLSelectElement {
  return element("select", { class: "word-select", "aria-label": label, translate: "no" });
}
