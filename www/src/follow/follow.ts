import type { Corpus, Explanation, Lab } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { type Prose, element, prose } from "../parts/dom.js";
import { logits } from "../text/en/follow-tables.js";
import * as text from "../text/en/follow.js";
import { Chain } from "./chain.js";
import type { Session } from "../session/session.js";
import type { Spotlight } from "../parts/spot.js";
import type { View } from "../session/view.js";
import { Choice } from "../common/choice.js";
import type { Focus } from "../parts/focus.js";
import { logitTable } from "./logits.js";
import { Products } from "./products.js";
import { carries, outcome, says } from "./says.js";
import { Split } from "./split.js";
import { travel } from "./travel.js";

/** How one place comes to its prediction: from query and key to the two logits, and the sum that they are. */
export class Follow implements View {
  readonly #root: HTMLElement;
  readonly #focus: Focus;
  readonly #watch: CanvasWatch;
  readonly #choice: Choice;
  readonly #chain: Chain;
  readonly #products = new Products();
  readonly #split = new Split();
  readonly #chainTitle = element("h3");
  readonly #splitTitle = element("h3");
  readonly #carries = element("p", { class: "says" });
  readonly #says = element("p", { class: "says spoken" });
  readonly #outcome = element("p", { class: "outcome" });
  readonly #logits = element("table", { class: "data" });
  #corpus: Corpus | undefined;
  #words: readonly string[] = [];
  #pair: [string, string] = ["", ""];
  #headSize = "";
  #openLook: number | undefined;
  #texts = "";

  constructor(root: HTMLElement, focus: Focus, spotlight: Spotlight, watch: CanvasWatch, session: Session) {
    this.#root = root;
    this.#focus = focus;
    this.#watch = watch;
    this.#choice = new Choice(focus, "follow", text.whatToFollow);
    const again = () => void session.take((lab) => this.settle(lab));
    this.#chain = new Chain((place) => {
      this.#openLook = this.#openLook === place ? undefined : place;
      again();
    });
    const animate = element("button", { type: "button", class: "try travel" }, text.watchTravel);
    animate.addEventListener("click", () => travel(figure, this.#chain, this.#split, this.#words));
    const frame = element("div", { class: "frame" }, this.#chain.root);
    const figure = element(
      "div",
      { class: "follow-figure" },
      this.#chainTitle,
      frame,
      this.#products.root,
      this.#carries,
      this.#splitTitle,
      this.#split.root,
      this.#says,
      this.#outcome,
      element("p", { class: "says" }, animate, text.howTheyTravel),
      element("details", {}, element("summary", {}, logits.summary), this.#logits),
    );
    root.replaceChildren(this.#choice.root, figure);
    // Pointing at a column lights up the same look in every other picture.
    figure.addEventListener("pointerover", ({ target }) => {
      const cell = target instanceof Element ? target.closest("td, th") : null;
      const index =
        cell instanceof HTMLTableCellElement && this.#chain.root.contains(cell) ? cell.cellIndex - 1 : -1;
      const { sentence, place: row } = focus.chosen;
      spotlight.hover(index < 0 ? undefined : { sentence, row, column: { kind: "place", index } });
    });
    figure.addEventListener("pointerleave", () => spotlight.hover(undefined));
    focus.listen(() => {
      this.#choice.show();
      this.#openLook = undefined;
      again();
    });
    watch.add(root);
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#focus.open(corpus);
    this.#headSize = new URLSearchParams(lab.settings()).get("head-size") ?? "";
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#openLook = undefined;
    this.#choice.open(corpus);
  }

  draw(lab: Lab): void {
    if (this.#watch.isVisible(this.#root)) this.#numbers(lab);
  }

  settle(lab: Lab): void {
    const found = this.#numbers(lab);
    const { sentence, place } = this.#focus.chosen;
    const asks = this.#words[place] ?? "";
    this.#titles(asks, place);
    const lookedAt = this.#openLook;
    this.#chain.open(lookedAt);
    if (lookedAt === undefined) this.#products.close();
    else {
      const products = lab.score_products(sentence, place, lookedAt);
      const score = found.scores[lookedAt] ?? NaN;
      this.#products.show(products, asks, this.#words[lookedAt] ?? "", score, this.#headSize);
    }
    const looks = this.#words.slice(0, place + 1);
    this.#say(this.#carries, carries(found, looks));
    this.#say(this.#says, says(found.parts, this.#words, place, this.#pair));
    this.#say(this.#outcome, outcome(found, this.#pair));
    this.#logits.replaceChildren(...logitTable(found, this.#words, place, this.#pair));
  }

  /** What every frame of training changes. */
  #numbers(lab: Lab): Explanation {
    const { sentence, place, words } = this.#focus.chosen;
    const found = lab.explain(sentence, place, ...words);
    this.#words = this.#focus.words(sentence);
    this.#pair = this.#focus.pair;
    const looks = this.#words.slice(0, place + 1);
    this.#chain.build(looks, this.#words[place] ?? "", ...this.#pair, this.#headSize);
    this.#chain.show(found, looks, this.#pair);
    const sources = found.parts.map((part) => part.source);
    this.#split.build(sources, this.#words, place, this.#pair);
    this.#split.show(found, this.#pair);
    return found;
  }

  #titles(asks: string, place: number): void {
    const texts = [asks, place, ...this.#pair].join(" ");
    if (texts === this.#texts) return;
    this.#texts = texts;
    this.#chainTitle.replaceChildren(...text.whereItLooks(asks, place));
    this.#splitTitle.replaceChildren(...text.whatSpeaks(...this.#pair));
  }

  /** Replaces a sentence only where it reads differently: no needless work for browser or screen reader. */
  #say(target: HTMLElement, parts: Prose): void {
    const made = element("p", {}, ...prose(parts));
    if (made.textContent !== target.textContent) target.replaceChildren(...made.childNodes);
  }
}
