import type { Corpus } from "../../pkg/attention_lab.js";
import { element, setWord, token } from "../parts/dom.js";
import * as text from "../text/en/change.js";

/** The words of the input, each of which may be another one; and the two that tell the sentences apart, swapped. */
export class Input {
  readonly root = element("fieldset", { class: "plain input-words" });
  readonly #set: (words: Map<number, number>) => void;
  #sentences: string[][] = [];
  #vocabulary: string[] = [];
  #selects: HTMLSelectElement[] = [];
  #shown = 0;
  #swap: [string, string] | undefined;

  constructor(set: (words: Map<number, number>) => void) {
    this.#set = set;
  }

  open({ vocabulary, sentences, pair }: Corpus): void {
    this.#vocabulary = vocabulary;
    this.#sentences = sentences.map(({ words }) => words);
    const [one, other] = pair.sentences.map(
      (sentence) => this.#sentences[sentence]?.[pair.tellingPlace ?? 0],
    );
    this.#swap = pair.tellingPlace === undefined ? undefined : [one ?? "", other ?? ""];
    this.#selects = [];
  }

  show(words: ReadonlyMap<number, number>, sentence: number): void {
    const own = this.#sentences[sentence] ?? [];
    if (this.#selects.length === 0 || this.#shown !== sentence) this.#build(own, sentence);
    this.#selects.forEach((select, index) => {
      const place = index + 1;
      select.value = this.#vocabulary[words.get(place) ?? -1] ?? own[place] ?? "";
      setWord(select, select.value);
      select.classList.toggle("replaced", words.has(place));
    });
  }

  /** The input with the two words swapped that tell the sentences apart. */
  swapped(sentence: number): Map<number, number> {
    const [one, other] = this.#swap ?? ["", ""];
    const partner = new Map([
      [one, other],
      [other, one],
    ]);
    const words = new Map<number, number>();
    this.#sentences[sentence]?.forEach((word, place) => {
      const id = this.#vocabulary.indexOf(partner.get(word) ?? "");
      if (id >= 0 && place > 0) words.set(place, id);
    });
    return words;
  }

  #build(own: readonly string[], sentence: number): void {
    this.#shown = sentence;
    this.#selects = own.slice(1).map((word, index) => {
      const select = element("select", {
        class: "word-select",
        "aria-label": text.inputAt(index + 1),
        translate: "no",
      });
      select.append(...this.#vocabulary.map((word) => element("option", { value: word }, word)));
      select.value = word;
      select.addEventListener("change", () => this.#set(this.#chosen(own)));
      return select;
    });
    this.root.replaceChildren(
      element("legend", {}, text.wordsOfInput),
      element("div", { class: "words" }, token(own[0] ?? ""), ...this.#selects),
    );
    if (!this.#swap) return;
    const [one, other] = this.#swap;
    const button = element("button", { type: "button", class: "act" }, ...text.swap(one, other));
    button.addEventListener("click", () => {
      const swapped = this.swapped(sentence);
      const now = this.#chosen(own);
      const done = [...swapped].every(([place, id]) => now.get(place) === id);
      for (const [place, id] of swapped) {
        if (done) now.delete(place);
        else now.set(place, id);
      }
      this.#set(now);
    });
    this.root.append(button);
  }

  /** The words that are others than the sentence's own. */
  #chosen(own: readonly string[]): Map<number, number> {
    const words = new Map<number, number>();
    this.#selects.forEach((select, index) => {
      if (select.value !== own[index + 1]) words.set(index + 1, select.selectedIndex);
    });
    return words;
  }
}
