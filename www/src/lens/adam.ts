import type { Arithmetic } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import { digits, name as named } from "./picked.js";

/** Adam's arithmetic for one parameter, a line for each number that it makes. */
export class Adam {
  readonly root = element("table", { class: "data adam" });
  readonly #caption = element("caption");
  readonly #lines = new Map<string, { formula: HTMLElement; value: HTMLElement }>();

  constructor() {
    const rows = lines.map(([name, meaning]) => {
      const [formula, value] = [element("td", { class: "formula" }), element("td", { class: "value" })];
      this.#lines.set(name, { formula, value });
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
          ...["Number", "From", "Value"].map((head) => element("th", { scope: "col" }, head)),
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
    setText(this.#caption, `Adam’s arithmetic for ${name}, step ${t}`);
    const power = (beta: number) => `(1 - ${beta}${superscript(t)})`;
    this.#line("g", "from the backward pass", g);
    this.#line("m", `${beta1} × ${bracket(mBefore)} + (1 - ${beta1}) × ${bracket(g)}`, m);
    this.#line("v", `${beta2} × ${bracket(vBefore)} + (1 - ${beta2}) × ${bracket(g)}²`, v);
    this.#line("m̂", `${digits(m)} / ${power(beta1)} = ${digits(m)} / ${digits(mCorrection)}`, mHat);
    this.#line("v̂", `${digits(v)} / ${power(beta2)} = ${digits(v)} / ${digits(vCorrection)}`, vHat);
    this.#line(
      "step",
      `-${learningRate} × ${bracket(mHat)} / (√${bracket(vHat)} + ${digits(epsilon)})`,
      change,
    );
    this.#line("old", "the parameter before the step", before, 7);
    this.#line("new", `${fixed(before, 7)} ${change < 0 ? "-" : "+"} ${digits(Math.abs(change))}`, after, 7);
  }

  #line(name: string, formula: string, value: number, places?: number): void {
    const line = this.#lines.get(name);
    if (!line) return;
    setText(line.formula, formula);
    setText(line.value, places === undefined ? digits(value) : fixed(value, places));
  }
}

const lines = [
  ["g", "gradient"],
  ["m", "mean of the gradients so far"],
  ["v", "mean of their squares"],
  ["m̂", "m, corrected because it began at 0"],
  ["v̂", "v, corrected in the same way"],
  ["step", "against the mean, whatever its size"],
  ["old", "parameter"],
  ["new", "parameter"],
] as const;

/** A number that may follow a sign or stand before a power. */
function bracket(value: number): string {
  const text = digits(value);
  return /^-|·/.test(text) ? `(${text})` : text;
}

function superscript(digits: string): string {
  return [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
