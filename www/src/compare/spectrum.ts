import type { Lab, StudyRun } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import { setting } from "../session/run.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/compare.js";
import type { Nets } from "./nets.js";

/** The singular values of what makes the scores: of the present run and, beside it, of the nets with its switches. */
export class Spectrum implements View {
  readonly #nets: Nets;
  readonly #now = new Bars();
  readonly #beside = element("div", { class: "spectra-beside" });
  readonly #sentence = element("p", { class: "spectrum-sentence" });
  #settings = "";

  constructor(root: HTMLElement, nets: Nets) {
    this.#nets = nets;
    root.replaceChildren(element("div", { class: "spectra" }, this.#now.root, this.#beside), this.#sentence);
    nets.listen(() => this.#compare());
  }

  open(lab: Lab): void {
    this.#settings = lab.settings();
    this.#compare();
  }

  settle(lab: Lab): void {
    const values = [...lab.query_key_values()];
    const rank = lab.query_key_rank();
    const headSize = setting(this.#settings, "head-size");
    this.#now.show(text.spectrum.ofRun(headSize), values, rank);
    setText(this.#sentence, text.aboveZero(headSize, rank, values.length));
  }

  #compare(): void {
    const shared = (found: StudyRun) =>
      ["position", "skip"].every((key) => setting(found.settings, key) === setting(this.#settings, key));
    const bars = this.#nets.results.filter(shared).map(({ settings, singularValues, rank }) => {
      const one = new Bars();
      one.show(text.spectrum.ofNet(setting(settings, "head-size")), singularValues, rank);
      return one.root;
    });
    this.#beside.replaceChildren(...bars);
  }
}

/** More bars than this are too thin for numbers above them. */
const mostNumbered = 10;

/** A bar for each singular value, its number above it. */
class Bars {
  readonly root = element("figure", { class: "spectrum" });
  readonly #caption = element("figcaption");
  readonly #list = element("ol", { class: "spectrum-bars" });

  constructor() {
    this.root.append(this.#list, this.#caption);
  }

  show(title: string, values: readonly number[], rank: number): void {
    setText(this.#caption, title);
    this.#list.setAttribute("aria-label", text.spectrum.list(title));
    if (this.#list.children.length !== values.length)
      this.#list.replaceChildren(...values.map(() => element("li", {}, element("span"))));
    this.#list.toggleAttribute("data-many", values.length > mostNumbered);
    const most = Math.max(...values);
    values.forEach((value, index) => {
      const bar = this.#list.children[index];
      if (!(bar instanceof HTMLElement) || !bar.firstElementChild) return;
      setText(bar.firstElementChild, index < rank ? fixed(value, value < 0.1 ? 3 : 2) : "0");
      bar.style.setProperty("--height", String(most > 0 ? value / most : 0));
    });
  }
}
