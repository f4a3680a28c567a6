import type { Corpus, Explanation, Lab } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { element, prose, token } from "../parts/dom.js";
import { differ, isNothing, plain, signed } from "../parts/numbers.js";
import { Chain } from "./chain.js";
import type { Session } from "../session/session.js";
import type { Spotlight } from "../parts/spot.js";
import type { View } from "../session/view.js";
import { Choice } from "../parts/choice.js";
import type { Focus } from "../parts/focus.js";
import { Products } from "./products.js";
import { says, together } from "./says.js";
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
    this.#choice = new Choice(focus, "What to follow");
    const again = () => void session.take((lab) => this.settle(lab));
    this.#chain = new Chain((place) => {
      this.#openLook = this.#openLook === place ? undefined : place;
      again();
    });
    const animate = element("button", { type: "button", class: "try travel" }, "Watch the values travel");
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
      element("p", { class: "says" }, animate, " from the value row, through the weight, into the sum."),
      element("details", {}, element("summary", {}, "Both logits, part by part"), this.#logits),
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
    const [first, second] = this.#pair;
    this.#chainTitle.replaceChildren("Where ", token(asks), ` at place ${place} looks, and what it finds`);
    this.#splitTitle.replaceChildren("What speaks for ", token(first), " and what for ", token(second));
  }

  /** Replaces a sentence only where it reads differently: no needless work for browser or screen reader. */
  #say(target: HTMLElement, parts: (Node | string)[]): void {
    const made = element("p", {}, ...prose(parts));
    if (made.textContent !== target.textContent) target.replaceChildren(...made.childNodes);
  }
}

/** The strongest look beside the one that carries most. */
function carries(found: Explanation, looks: readonly string[]): (Node | string)[] {
  const strongest = indexOfLargest(found.weights);
  const fullest = indexOfLargest(found.carries);
  const say = (place: number) => plain(found.carries[place] ?? NaN, 2);
  const why =
    "A weight says how much of a value is taken, not how much there is to take: a large one may carry nothing. ";
  const weight = plain(found.weights[strongest] ?? NaN, 2);
  const here = [
    token(looks[strongest] ?? ""),
    ` has the largest weight here, ${weight}, and carries ${say(strongest)}`,
  ];
  if (strongest === fullest) return [why, ...here, ", more than any other."];
  if (!differ(found.carries[strongest] ?? NaN, found.carries[fullest] ?? NaN, 2))
    return [why, ...here, ", as much as ", token(looks[fullest] ?? ""), "."];
  return [why, ...here, "; ", token(looks[fullest] ?? ""), ` carries more, ${say(fullest)}.`];
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce(
    (largest, value, index) => (value > (values[largest] ?? -Infinity) ? index : largest),
    0,
  );
}

/** From the two logits to the two probabilities. */
function outcome(found: Explanation, pair: readonly [string, string]): (Node | string)[] {
  const [first, second] = pair;
  const number = (list: readonly number[], index: number, decimals: number) =>
    plain(list[index] ?? NaN, decimals);
  return [
    ...together(found.difference, pair),
    " The logits are ",
    token(first),
    ` ${number(found.logits, 0, 2)} and `,
    token(second),
    ` ${number(found.logits, 1, 2)}; their softmax over all words gives `,
    token(first),
    ` ${number(found.probabilities, 0, 3)} and `,
    token(second),
    ` ${number(found.probabilities, 1, 3)}. `,
    ...(isNothing(found.difference, 2) ? ["Both are as likely."] : likelier(found, pair)),
  ];
}

function likelier(found: Explanation, [first, second]: readonly [string, string]): (Node | string)[] {
  return [
    token(found.difference < 0 ? second : first),
    ` is e`,
    element("sup", {}, plain(Math.abs(found.difference), 2)),
    ` = ${times(found.odds)} times as likely as `,
    token(found.difference < 0 ? first : second),
    ".",
  ];
}

function times(odds: number): string {
  if (odds >= 1e6) return odds.toExponential(1).replace("e+", " × 10^");
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(odds);
}

function logitTable(
  found: Explanation,
  words: readonly string[],
  place: number,
  pair: readonly [string, string],
): HTMLElement[] {
  const [first, second] = pair;
  const cell = (text: string) => element("td", {}, text);
  const row = (name: (Node | string)[], a: number, b: number, difference: number) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, ...name),
      cell(signed(a, 4)),
      cell(signed(b, 4)),
      cell(signed(difference, 4)),
    );
  const name = ({ source }: Explanation["parts"][number]): (Node | string)[] => {
    if (source === "token") return ["embedding of ", token(words[place] ?? "")];
    if (source === "position") return [`embedding of place ${place}`];
    return ["look at ", token(words[source] ?? "")];
  };
  const [a = NaN, b = NaN] = found.logits;
  return [
    element("caption", {}, "What each part adds to the two logits"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td"),
        element("th", { scope: "col" }, token(first)),
        element("th", { scope: "col" }, token(second)),
        element("th", { scope: "col" }, "difference"),
      ),
    ),
    element(
      "tbody",
      {},
      ...found.parts.map((part) => row(name(part), part.first, part.second, part.difference)),
    ),
    element("tfoot", {}, row(["logit"], a, b, found.difference)),
  ];
}
