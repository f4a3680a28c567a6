import type { Corpus, Lab, Sentence } from "../../pkg/attention_lab.js";
import { directionOf, element, setText, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { View } from "../session/view.js";
import { sentenceName } from "../text/en/common.js";
import * as text from "../text/en/task.js";
import { comparedIn } from "../parts/compared.js";
import { letKeysScroll } from "../parts/scrolling.js";

/** More places, or longer words, may not fit their columns: such a table is as wide as its words and may be scrolled. */
const mostPlaces = 7;
const longestWord = 6;

/** Other scripts are often wider. */
const isLatin = /^[\p{Script=Latin}\p{Script=Common}]*$/u;

function isWide(words: readonly string[]): boolean {
  return words.length > mostPlaces || words.some((word) => word.length > longestWord || !isLatin.test(word));
}

/** The compared sentences, word by word: the input above what the head is asked for, and how likely it holds the right word. */
export class Sentences implements View {
  readonly #root: HTMLElement;
  /** Of each compared sentence. */
  #chances: ReadonlyMap<number, Chance[]> = new Map();
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    const compared = comparedIn(corpus.pair).flatMap((index) => {
      const sentence = corpus.sentences[index];
      return sentence ? [{ index, ...this.#sentence(sentence, index) }] : [];
    });
    this.#chances = new Map(compared.map(({ index, chances }) => [index, chances]));
    const frames = compared.map(({ table, index }) => {
      const frame = element("div", { class: "sentence-frame" }, table);
      letKeysScroll(frame, table, sentenceName(index));
      return frame;
    });
    this.#root.replaceChildren(...frames);
  }

  draw(lab: Lab): void {
    this.#chances.forEach((chances, index) => {
      const { columns, values, decimals } = lab.table(index, "probabilities");
      chances.forEach(({ cell, target }, place) => {
        const value =
          values[place * columns.length + (this.#corpus?.vocabulary.indexOf(target) ?? -1)] ?? NaN;
        setText(cell, fixed(value, decimals));
        cell.style.setProperty("--chance", String(value));
      });
    });
  }

  #sentence(
    { words, targets, bestChances }: Sentence,
    index: number,
  ): { table: HTMLTableElement; chances: Chance[] } {
    const chances = targets.map((target) => ({ target, cell: element("td") }));
    const line = (name: keyof typeof text.rows, cells: HTMLElement[]) =>
      element("tr", { class: name }, element("th", { scope: "row" }, text.rows[name]), ...cells);
    const loop = element("div", { class: "loop", style: `--places: ${words.length}` }, text.backToStart);
    const table = element(
      "table",
      { class: "sentence", dir: directionOf(words), ...(isWide(words) ? { "data-wide": "" } : {}) },
      element("caption", {}, sentenceName(index)),
      element(
        "thead",
        {},
        line(
          "place",
          words.map((_, place) => element("th", { scope: "col" }, String(place))),
        ),
        element(
          "tr",
          { class: "round", "aria-hidden": "true" },
          element("td"),
          element("td", { colspan: String(words.length) }, loop),
        ),
      ),
      element(
        "tbody",
        {},
        line(
          "input",
          words.map((word) => element("td", {}, token(word))),
        ),
        line(
          "target",
          targets.map((word, place) => element("td", place === targets.length - 1 ? wraps : {}, token(word))),
        ),
        line(
          "chance",
          chances.map(({ cell }) => cell),
        ),
        line(
          "best",
          bestChances.map((best) => element("td", best < 1 ? { class: "torn" } : {}, fixed(best, 3))),
        ),
      ),
    );
    return { table, chances };
  }
}

const wraps = { class: "wraps", title: text.wraps };

interface Chance {
  cell: HTMLElement;
  target: string;
}
