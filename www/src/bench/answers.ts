import { element, setText, setWord, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import * as text from "../text/en/bench.js";
import { right, wrong } from "../text/en/common.js";

interface Answer {
  word: HTMLElement;
  bar: HTMLElement;
  number: HTMLElement;
}

/** How likely the head holds two words to come next after the place that asks, and whether its answer is right. */
export class Answers {
  readonly root: HTMLElement;
  readonly #asked = element("span", { class: "bench-answer-asked" });
  readonly #answers: readonly Answer[] = [answer(), answer()];
  readonly #verdict = element("span", { class: "bench-answer-verdict" });
  #words: readonly string[] = [];

  /** `name` is that of the sentence. */
  constructor(name: string) {
    this.root = element(
      "div",
      { class: "bench-answers" },
      element("h3", { class: "bench-name" }, name),
      element("p", { class: "bench-answers-head" }, this.#asked, " ", this.#verdict),
      ...this.#answers.map(({ word, bar, number }) =>
        element("div", { class: "bench-answer" }, word, bar, number),
      ),
    );
  }

  /** After which word, and which two words are compared. */
  open(asks: string, words: readonly string[]): void {
    this.#words = words;
    this.#asked.replaceChildren(...text.after(asks));
    this.#answers.forEach(({ word, bar }, at) => {
      const name = words[at] ?? "";
      setText(word, name);
      setWord(word, name);
      bar.parentElement?.toggleAttribute("hidden", name === "");
    });
  }

  /** The probabilities of the two words, the word that is the most likely of all, and whether it is the right one. */
  show(chances: readonly number[], best: string, isRight: boolean): void {
    this.#answers.forEach(({ bar, number }, at) => {
      const chance = chances[at] ?? NaN;
      bar.style.setProperty("--share", Number.isFinite(chance) ? chance.toFixed(4) : "0");
      setText(number, fixed(chance, 2));
    });
    const said = this.#words.includes(best) ? [] : [": ", token(best)];
    const key = `${best} ${isRight}`;
    if (this.#verdict.dataset["key"] === key) return;
    this.#verdict.dataset["key"] = key;
    this.#verdict.toggleAttribute("data-right", isRight);
    this.#verdict.replaceChildren(isRight ? right : wrong, ...said);
  }
}

function answer(): Answer {
  return {
    word: element("span", { class: "token", dir: "auto", translate: "no" }),
    bar: element("span", { class: "bench-answer-bar", "aria-hidden": "true" }),
    number: element("span", { class: "bench-answer-number" }),
  };
}
