import type { Explanation, Lab } from "../../pkg/attention_lab.js";
import { type Prose, element, prose } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import type { Spotlight } from "../parts/spot.js";
import { logits } from "../text/en/follow-tables.js";
import * as text from "../text/en/follow.js";
import { Chain } from "./chain.js";
import { logitTable } from "./logits.js";
import { Products } from "./products.js";
import { carries, outcome, says } from "./says.js";
import { Split } from "./split.js";
import { travel } from "./travel.js";

/** What the figures of both sentences share. */
export interface FigureParts {
  focus: Focus;
  spotlight: Spotlight;
  /** Shows the run that is open again. */
  again(): void;
}

/** How a place of one sentence comes to its prediction: from query and key to the two logits, and the sum that they are. */
export class FollowFigure {
  readonly root: HTMLElement;
  readonly #sentence: number;
  readonly #focus: Focus;
  readonly #chain: Chain;
  readonly #products = new Products();
  readonly #split = new Split();
  readonly #chainTitle = element("h3");
  readonly #splitTitle = element("h3");
  readonly #carries = element("p", { class: "says" });
  readonly #says = element("p", { class: "says spoken" });
  readonly #outcome = element("p", { class: "outcome" });
  readonly #logits = element("table", { class: "data" });
  #headSize = "";
  #openLook: number | undefined;
  #texts = "";

  constructor(sentence: number, { focus, spotlight, again }: FigureParts) {
    this.#sentence = sentence;
    this.#focus = focus;
    this.#chain = new Chain((place) => {
      this.#openLook = this.#openLook === place ? undefined : place;
      again();
    });
    const animate = element("button", { type: "button", class: "try travel" }, text.watchTravel);
    this.root = element(
      "div",
      { class: "follow-figure" },
      this.#chainTitle,
      element("div", { class: "frame" }, this.#chain.root),
      this.#products.root,
      this.#splitTitle,
      element("div", { class: "split-frame" }, this.#split.root),
      this.#says,
      element("p", { class: "says" }, animate, text.howTheyTravel),
      this.#outcome,
      this.#carries,
      element("details", {}, element("summary", {}, logits.summary), this.#logits),
    );
    animate.addEventListener("click", () => travel(this.root, this.#chain, this.#split, this.#words));
    // Pointing at a column lights up the same look in every other picture.
    this.root.addEventListener("pointerover", ({ target }) => {
      const cell = target instanceof Element ? target.closest("td, th") : null;
      const index =
        cell instanceof HTMLTableCellElement && this.#chain.root.contains(cell) ? cell.cellIndex - 1 : -1;
      const look = { sentence, row: this.#place, column: { kind: "place", index } as const };
      spotlight.hover(index < 0 ? undefined : look);
    });
    this.root.addEventListener("pointerleave", () => spotlight.hover(undefined));
  }

  /** Another run, with this head size. */
  open(headSize: string): void {
    this.#headSize = headSize;
  }

  /** Another place asks. */
  close(): void {
    this.#openLook = undefined;
  }

  settle(lab: Lab, found: Explanation, reach: readonly [number, number]): void {
    this.draw(found, reach);
    const [words, place, pair] = [this.#words, this.#place, this.#focus.pair];
    const asks = words[place] ?? "";
    this.#titles(asks, place);
    const lookedAt = this.#openLook;
    this.#chain.open(lookedAt);
    if (lookedAt === undefined) this.#products.close();
    else {
      const products = lab.score_products(this.#sentence, place, lookedAt);
      const score = found.scores[lookedAt] ?? NaN;
      this.#products.show(products, asks, words[lookedAt] ?? "", score, this.#headSize);
    }
    say(this.#carries, carries(found, words.slice(0, place + 1)));
    say(this.#says, says(found.parts, words, place, pair));
    say(this.#outcome, outcome(found, pair));
    this.#logits.replaceChildren(...logitTable(found, words, place, pair));
  }

  explain(lab: Lab): Explanation {
    return lab.explain(this.#sentence, this.#place, ...this.#focus.chosen.words);
  }

  /** What every frame of training changes. */
  draw(found: Explanation, reach: readonly [number, number]): void {
    const [words, place, pair] = [this.#words, this.#place, this.#focus.pair];
    const looks = words.slice(0, place + 1);
    this.#chain.build(looks, words[place] ?? "", ...pair, this.#headSize);
    this.#chain.show(found, looks, pair);
    const sources = found.parts.map((part) => part.source);
    this.#split.build(sources, words, place, pair);
    this.#split.show(found, pair, reach);
  }

  get #place(): number {
    return this.#focus.asking(this.#sentence);
  }

  get #words(): readonly string[] {
    return this.#focus.words(this.#sentence);
  }

  #titles(asks: string, place: number): void {
    const { pair } = this.#focus;
    const texts = [asks, place, ...pair].join(" ");
    if (texts === this.#texts) return;
    this.#texts = texts;
    this.#chainTitle.replaceChildren(...text.whereItLooks(this.#sentence, asks, place));
    this.#splitTitle.replaceChildren(...text.whatSpeaks(...pair));
  }
}

/** Replaces a sentence only where it reads differently: no needless work for browser or screen reader. */
function say(target: HTMLElement, parts: Prose): void {
  const made = element("p", {}, ...prose(parts));
  if (made.textContent !== target.textContent) target.replaceChildren(...made.childNodes);
}
