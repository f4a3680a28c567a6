import type { ChangedLook } from "../../pkg/attention_lab.js";
import { element, inPlain, prose, setText, token, setWord } from "../parts/dom.js";
import { lean } from "../parts/lean.js";
import { plain, signed } from "../parts/numbers.js";
import * as says from "../text/en/change.js";

/** The untouched look beside the changed one: the words at one place as bars, and every place in a table. */
export class ChangeResult {
  readonly root = element("div", { class: "result" });
  readonly says = element("p", { class: "verdict" });
  readonly #difference = element("p", { class: "both-differences" });
  readonly #before = element("span", { class: "big" });
  readonly #after = element("span", { class: "big" });
  readonly #bars = element("table", { class: "word-bars" });
  readonly #places = element("table", { class: "data all-places" });
  #shape = "";
  #words: { before: HTMLElement; after: HTMLElement; bars: HTMLElement }[] = [];
  #rows: { root: HTMLElement; word: HTMLElement; cells: HTMLElement[] }[] = [];
  readonly #title = element("h3");

  constructor() {
    const details = element("details", { open: "" }, element("summary", {}, says.everyPlace), this.#places);
    this.root.append(this.says, this.#difference, this.#title, this.#bars, details);
  }

  build(vocabulary: readonly string[], words: readonly string[], pair: readonly [string, string]): void {
    const shape = [...vocabulary, "|", ...pair, "|", words.length].join(" ");
    if (shape === this.#shape) return;
    this.#shape = shape;
    const [first, second] = pair;
    this.#difference.replaceChildren(
      element("span", { class: "of" }, token(first), " − ", token(second)),
      this.#before,
      element("span", { class: "arrow", "aria-label": says.becomes }, " → "),
      this.#after,
    );
    this.#words = vocabulary.map(() => ({
      before: element("td", { class: "was" }),
      after: element("td", { class: "is" }),
      bars: element("td", { class: "bars", "aria-hidden": "true" }, element("span"), element("span")),
    }));
    this.#bars.replaceChildren(
      element("caption", { class: "visually-hidden" }, says.wordBars),
      heads(["", says.untouched, says.changed, ""]),
      element(
        "tbody",
        {},
        ...vocabulary.map((word, at) => {
          const { before, after, bars } = this.#words[at] ?? { before: "", after: "", bars: "" };
          return element(
            "tr",
            { "data-word-row": word },
            element("th", { scope: "row" }, token(word)),
            before,
            after,
            bars,
          );
        }),
      ),
    );
    this.#rows = words.map((_, place) => {
      const word = element("th", { scope: "row" });
      const cells = Array.from({ length: 3 }, () => element("td", { translate: "no" }));
      return { root: element("tr", { "data-place": String(place) }, word, ...cells), word, cells };
    });
    this.#places.replaceChildren(
      element("caption", {}, says.likeliestWords(first, second)),
      heads([says.after, says.untouched, says.changed, `${first} − ${second}`]),
      element("tbody", {}, ...this.#rows.map(({ root }) => root)),
    );
  }

  show(
    before: ChangedLook,
    after: ChangedLook,
    place: number,
    vocabulary: readonly string[],
    pair: readonly [string, string],
  ): void {
    const size = vocabulary.length;
    const [was, is] = [before.differences[place] ?? NaN, after.differences[place] ?? NaN];
    for (const [target, value] of [
      [this.#before, was],
      [this.#after, is],
    ] as const) {
      const [text = ""] = prose([signed(value, 2)]);
      setText(target, String(text));
      lean(target, value, 2, pair);
    }
    const title = says.comesAfter(after.words[place] ?? "");
    if (this.#title.textContent !== inPlain(title)) this.#title.replaceChildren(...title);
    this.#words.forEach(({ before: old, after: now, bars }, word) => {
      const values = [before, after].map(({ probabilities }) => probabilities[place * size + word] ?? NaN);
      const [p = NaN, q = NaN] = values;
      setText(old, plain(p, 3));
      setText(now, plain(q, 3));
      [...bars.children].forEach((bar, index) => {
        if (bar instanceof HTMLElement) bar.style.width = `${(values[index] ?? 0) * 100}%`;
      });
      setWord(bars, vocabulary[word] ?? "");
    });
    this.#rows.forEach(({ root, word, cells }, at) => {
      if (word.textContent !== after.words[at]) word.replaceChildren(token(after.words[at] ?? ""));
      const [old, now, both] = cells;
      if (!old || !now || !both) return;
      const answer = (target: HTMLElement, look: ChangedLook) => {
        const id = look.answers[at] ?? 0;
        const text = plain(look.probabilities[at * size + id] ?? NaN, 2);
        const name = vocabulary[id] ?? "";
        if (target.textContent !== `${name} ${text}`) target.replaceChildren(token(name), ` ${text}`);
      };
      answer(old, before);
      answer(now, after);
      const [p = "", q = ""] = [before, after].map(({ differences }) => signed(differences[at] ?? NaN, 2));
      setText(both, p === q ? q : `${p} → ${q}`);
      root.classList.toggle("moved", p !== q);
      root.classList.toggle("followed", at === place);
    });
  }
}

function heads(names: string[]): HTMLElement {
  return element(
    "thead",
    {},
    element("tr", {}, ...names.map((name) => (name ? element("th", { scope: "col" }, name) : element("td")))),
  );
}
