import type { Sentence } from "../../pkg/attention_lab.js";
import { directionOf, element, setWord, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { Spot } from "../parts/spot.js";
import { shape } from "../parts/svg.js";
import * as text from "../text/en/bench.js";

/** The width of an arc of weight 1, and how high arcs reach, in CSS pixels. */
const widest = 11;
const height = 62;
/** The lowest an arc may be, so that its weight can stand over it. */
const lowest = 20;
/** Above the middle of the highest arc, for half its width and its number. */
const highest = 22;
/** A smaller weight is printed as none, and has no arc. */
const smallest = 0.005;
/** A smaller one has an arc and no number: numbers over thin lines would hide each other. */
const worthPrinting = 0.05;
/** Nearer to each other than this, of two numbers only that of the larger weight is printed. */
const apart = { across: 30, down: 14 };

/** What a sentence tells of its words. */
export interface Pointing {
  hover(place: number | undefined): void;
  ask(place: number): void;
}

interface Arc {
  group: SVGGElement;
  line: SVGPathElement;
  /** The same arc as it will be. */
  later: SVGPathElement;
  number: SVGTextElement;
  /** Where the middle of its line is, and where its number begins. */
  top: number;
  middle: number;
}

/** One sentence: its words in a row, and arcs from the place that asks to those that it looks at, as wide as their weights. */
export class Arcs {
  readonly root: HTMLElement;
  readonly #sentence: number;
  readonly #words: readonly HTMLButtonElement[];
  readonly #arcs: readonly Arc[];
  #asking: number | undefined;

  constructor(index: number, { words }: Sentence, pointing: Pointing) {
    this.#sentence = index;
    this.#words = words.map((word, place) =>
      element(
        "button",
        { type: "button", class: "bench-word", "aria-pressed": "false", title: text.place(place) },
        token(word),
      ),
    );
    this.#arcs = words.map((word) => arc(word));
    const row = element(
      "div",
      { class: "bench-words", role: "group", "aria-label": text.words(index), dir: directionOf(words) },
      shape("svg", { class: "arcs", "aria-hidden": "true" }, ...this.#arcs.map(({ group }) => group)),
      ...this.#words,
    );
    this.root = element("div", { class: "bench-line" }, row);
    // The row is as wide as its words, whatever room there is; the frame is the room.
    const sizes = new ResizeObserver(() => this.#lay());
    sizes.observe(row);
    sizes.observe(this.root);
    const placeOf = ({ target }: Event) =>
      this.#words.findIndex((word) => target instanceof Node && word.contains(target));
    row.addEventListener("click", (event) => {
      const place = placeOf(event);
      if (place >= 0) pointing.ask(place);
    });
    const hover = (event: Event) => {
      const place = placeOf(event);
      pointing.hover(place < 0 ? undefined : place);
    };
    row.addEventListener("pointerover", (event) => event.pointerType !== "touch" && hover(event));
    row.addEventListener("pointerleave", () => pointing.hover(undefined));
  }

  /** Which place asks. */
  set asking(place: number) {
    if (place === this.#asking) return;
    this.#asking = place;
    this.#words.forEach((word, at) => word.setAttribute("aria-pressed", String(at === place)));
    this.#lay();
  }

  /** The attention weights that the place that asks gives to itself and to those before it. */
  show(weights: readonly number[]): void {
    this.#arcs.forEach(({ group, line, number, top }, place) => {
      const weight = weights[place] ?? 0;
      group.toggleAttribute("data-none", !(weight >= smallest));
      const width = Math.max(1, weight * widest);
      line.style.strokeWidth = `${width.toFixed(2)}px`;
      // Over the line, however thick it is.
      number.setAttribute("y", (top - width / 2 - 3).toFixed(1));
      line.style.strokeOpacity = (0.3 + 0.7 * Math.min(1, weight)).toFixed(3);
    });
    const printed = this.#printed(weights);
    this.#arcs.forEach((arc, place) => {
      const weight = printed.has(arc) ? fixed(weights[place] ?? 0, 2) : "";
      if (arc.number.textContent !== weight) arc.number.textContent = weight;
    });
  }

  /** The arcs whose numbers are printed: the widest first, and none over another. */
  #printed(weights: readonly number[]): ReadonlySet<Arc> {
    const order = [...this.#arcs.keys()]
      .filter((place) => (weights[place] ?? 0) >= worthPrinting)
      .toSorted((one, other) => (weights[other] ?? 0) - (weights[one] ?? 0));
    const printed = new Set<Arc>();
    for (const arc of order.map((place) => this.#arcs[place])) {
      const isNear = ({ middle, top }: Arc) =>
        arc && Math.abs(arc.middle - middle) < apart.across && Math.abs(arc.top - top) < apart.down;
      if (arc && ![...printed].some(isNear)) printed.add(arc);
    }
    return printed;
  }

  /** Draws faintly how wide the arcs will be; the bench shows it until the run has begun. */
  foresee(weights: readonly number[]): void {
    this.#arcs.forEach(({ group, later }, place) => {
      const weight = weights[place] ?? 0;
      group.toggleAttribute("data-later", weight >= worthPrinting);
      later.style.strokeWidth = `${(weight * widest).toFixed(2)}px`;
    });
  }

  /** Lights up what is pointed at. */
  light(spot: Spot | undefined): void {
    const here = spot?.sentence === this.#sentence ? spot : undefined;
    const looked = here?.column?.kind === "place" ? here.column.index : undefined;
    this.#words.forEach((word, place) => {
      word.toggleAttribute("data-lit", place === here?.row || place === looked);
    });
    this.#arcs.forEach(({ group }, place) => {
      group.toggleAttribute("data-lit", place === looked && here?.row === this.#asking);
    });
  }

  /** A sentence that is wider than its frame moves together; one too long for that has dots for what tells nothing apart. */
  #fit(): void {
    for (const fit of ["", "close", "dots"]) {
      this.root.dataset["fit"] = fit;
      if (!this.#isWide()) return;
    }
  }

  #isWide(): boolean {
    return this.root.scrollWidth > this.root.clientWidth + 1;
  }

  /** Arcs begin and end in the middle of their words, wherever these stand. */
  #lay(): void {
    this.#fit();
    const asking = this.#asking ?? 0;
    const from = this.#middle(asking);
    const farthest = Math.max(1, asking);
    this.#arcs.forEach((arc, place) => {
      const to = this.#middle(place);
      const distance = Math.abs(asking - place) / farthest;
      const isLoop = place === asking;
      arc.top = isLoop ? height - 31 : height - lowest - (height - lowest - highest) * distance;
      for (const line of [arc.line, arc.later])
        line.setAttribute("d", isLoop ? loop(from) : bow(from, to, arc.top));
      arc.middle = isLoop ? from + 24 : (from + to) / 2;
      arc.number.setAttribute("x", arc.middle.toFixed(1));
    });
    // Where dots were not enough, the place that asks is in view.
    if (this.#isWide()) this.root.scrollLeft = from - this.root.clientWidth / 2;
  }

  /** Where the middle of a word is. */
  #middle(place: number): number {
    const word = this.#words[place];
    return word ? word.offsetLeft + word.offsetWidth / 2 : 0;
  }
}

/** From one word to another, as high as `top` at its middle. */
function bow(from: number, to: number, top: number): string {
  // A cubic reaches three quarters of the way to its handles.
  const handle = (height - (height - top) / 0.75).toFixed(1);
  return `M${from.toFixed(1)} ${height}C${from.toFixed(1)} ${handle} ${to.toFixed(1)} ${handle} ${to.toFixed(1)} ${height}`;
}

/** From a word to itself. */
function loop(at: number): string {
  return `M${(at - 6).toFixed(1)} ${height}C${(at - 28).toFixed(1)} ${height - 42} ${(at + 28).toFixed(1)} ${height - 42} ${(at + 6).toFixed(1)} ${height}`;
}

function arc(word: string): Arc {
  const [later, line] = [shape("path", { class: "later" }), shape("path")];
  const number = shape("text", { translate: "no" });
  const group = shape("g", {}, later, line, number);
  setWord(group, word);
  return { group, line, later, number, top: 0, middle: 0 };
}
