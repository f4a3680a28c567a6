import type { Arithmetic } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import * as text from "../text/en/lens.js";
import { digits, name as named } from "./picked.js";

/** Adam's arithmetic for one parameter, a line for each number that it makes. */
export class Adam {
  readonly root = element("table", { class: "data adam" });
  readonly #caption = element("caption");
  readonly #lines = new Map<Line, { formula: HTMLElement; value: HTMLElement }>();

  constructor() {
    const rows = lines.map((line) => {
      const { name, meaning } = text.lines[line];
      const [formula, value] = [element("td", { class: "formula" }), element("td", { class: "value" })];
      this.#lines.set(line, { formula, value });
      const head = element(
        "th",
        { scope: "row" },
        element("b", { translate: "no" }, ...named(name)),
        " ",
        element("span", {}, meaning),
      );
      return element("tr", {}, head, formula, value);
    });
    this.root.append(
      this.#caption,
      element(
        "thead",
        { class: "visually-hidden" },
        element(
          "tr",
          {},
          ...[text.arithmetic.number, text.arithmetic.from, text.arithmetic.value].map((head) =>
            element("th", { scope: "col" }, head),
          ),
        ),
      ),
      element("tbody", {}, ...rows),
    );
  }

  show(arithmetic: Arithmetic, step: number, name: string): void {
    const { g, learningRate, beta1, beta2, epsilon, change, before, after } = arithmetic;
    const [mBefore, vBefore] = arithmetic.momentsBefore;
    const [m, v] = arithmetic.moments;
    const [mCorrection, vCorrection] = arithmetic.corrections;
    const [mHat, vHat] = arithmetic.corrected;
    const t = String(step);
    setText(this.#caption, text.arithmeticOf(name, t));
    const power = (beta: number) => `(1 - ${beta}${superscript(t)})`;
    this.#line("gradient", text.fromBackward, g);
    this.#line("mean", `${beta1} × ${bracket(mBefore)} + (1 - ${beta1}) × ${bracket(g)}`, m);
    this.#line("squares", `${beta2} × ${bracket(vBefore)} + (1 - ${beta2}) × ${bracket(g)}²`, v);
    this.#line(
      "correctedMean",
      `${digits(m)} / ${power(beta1)} = ${digits(m)} / ${digits(mCorrection)}`,
      mHat,
    );
    this.#line(
      "correctedSquares",
      `${digits(v)} / ${power(beta2)} = ${digits(v)} / ${digits(vCorrection)}`,
      vHat,
    );
    this.#line(
      "change",
      `-${learningRate} × ${bracket(mHat)} / (√${bracket(vHat)} + ${digits(epsilon)})`,
      change,
    );
    this.#line("before", text.beforeStep, before, 7);
    this.#line(
      "after",
      `${fixed(before, 7)} ${change < 0 ? "-" : "+"} ${digits(Math.abs(change))}`,
      after,
      7,
    );
  }

  #line(name: Line, formula: string, value: number, places?: number): void {
    const line = this.#lines.get(name);
    if (!line) return;
    setText(line.formula, formula);
    setText(line.value, places === undefined ? digits(value) : fixed(value, places));
  }
}

/** In the order of computation. */
const lines = [
  "gradient",
  "mean",
  "squares",
  "correctedMean",
  "correctedSquares",
  "change",
  "before",
  "after",
] as const;

type Line = (typeof lines)[number];

/** A number that may follow a sign or stand before a power. */
function bracket(value: number): string {
  const text = digits(value);
  return /^-|·/.test(text) ? `(${text})` : text;
}

function superscript(digits: string): string {
  return [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
