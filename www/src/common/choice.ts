import type { Corpus } from "../../pkg/attention_lab.js";
import { directionOf, element, setWord, token } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import * as text from "../text/en/choice.js";
import { comparedIn } from "../parts/compared.js";

/** Which place of which sentence asks, and which two words are compared: every choice a native control. */
export class Choice {
  readonly root: HTMLFormElement;
  readonly #focus: Focus;
  readonly #name: string;
  readonly #places = element("div", { class: "places" });
  readonly #selects: [HTMLSelectElement, HTMLSelectElement];
  #radios: { radio: HTMLInputElement; sentence: number; place: number }[] = [];

  /** `name` tells its radio buttons from those of another one; `label` does so for readers. */
  constructor(focus: Focus, name: string, label: string) {
    this.#focus = focus;
    this.#name = name;
    this.#selects = [wordSelect(text.firstWord), wordSelect(text.secondWord)];
    const [first, second] = this.#selects;
    this.root = element(
      "form",
      { class: "asking", "aria-label": label, autocomplete: "off" },
      element("fieldset", { class: "plain" }, element("legend", {}, text.whichPlace), this.#places),
      element(
        "fieldset",
        { class: "plain pair" },
        element("legend", {}, text.whichWords),
        element("div", {}, first, text.or, second),
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
  open({ sentences, vocabulary, pair }: Corpus): void {
    this.#radios = [];
    const rows = comparedIn(pair).map((sentence) => {
      const words = (sentences[sentence]?.words ?? []).map((word, place) => {
        const radio = element("input", { type: "radio", name: this.#name, class: "visually-hidden" });
        radio.setAttribute("aria-label", text.placeOf(sentence, place, word));
        this.#radios.push({ radio, sentence, place });
        return element("label", { class: "place" }, radio, token(word));
      });
      return element(
        "div",
        { class: "place-row", dir: directionOf(sentences[sentence]?.words ?? []) },
        ...words,
      );
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
      setWord(select, select.value);
    });
  }
}

function wordSelect(label: string): HTMLSelectElement {
  return element("select", { class: "word-select", "aria-label": label, translate: "no" });
}
