import { type Corpus, type Lab, Subject } from "../../pkg/attention_lab.js";
import { Diagram } from "../stages/diagram.js";
import { allTiles } from "../stages/tiles.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { askedPlace, comparedIn } from "../parts/compared.js";
import { byId, element, setHues, setText } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import type { Spotlight } from "../parts/spot.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/bench.js";
import { Large } from "./large.js";
import { Lights } from "./lights.js";
import { Line } from "./line.js";

/** A compared sentence on the bench. */
interface Shown {
  line: Line;
  /** The attention weights of the sentence, and its probabilities. */
  weights: Subject;
  chances: Subject;
}

/**
 * The whole head at work on one screen: the compared sentences with arcs to where they look, the two answers, and the
 * matrices in between. The loss curve beside them is a view of its own.
 */
export class Bench implements View {
  readonly #root = byId("section", "bench");
  readonly #list = byId("div", "bench-sentences");
  readonly #caption = byId("p", "bench-caption");
  readonly #tiles = allTiles();
  readonly #diagram: Diagram;
  readonly #lights: Lights;
  readonly #large: Large;
  readonly #focus: Focus;
  readonly #spotlight: Spotlight;
  #lines: readonly Shown[] = [];
  #corpus: Corpus | undefined;
  #advice = "";

  constructor(watch: CanvasWatch, spotlight: Spotlight, focus: Focus, session: Session) {
    this.#focus = focus;
    this.#spotlight = spotlight;
    this.#large = new Large(watch, () => this.#diagram.close());
    const picture = element("div", { class: "stage-picture-frame" });
    this.#diagram = new Diagram(picture, this.#tiles, { prefix: "tile" }, watch, (name) => {
      this.#large.tile = this.#tiles.find((tile) => tile.name === name);
      this.#root.toggleAttribute("data-large", name !== undefined);
      void session.take((lab) => this.#again(lab));
    });
    this.#lights = new Lights(this.#diagram.tiles, spotlight);
    byId("div", "bench-head").replaceChildren(picture, this.#large.root);
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#large.isOpen) return;
      event.preventDefault();
      this.#diagram.close();
    });
    spotlight.listen((spot) => {
      for (const { line } of this.#lines) line.arcs.light(spot);
    });
    focus.listen(() => void session.take((lab) => this.#again(lab)));
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#focus.open(corpus);
    if (corpus !== this.#corpus) this.#build(corpus);
    this.#corpus = corpus;
    const { sentence } = this.#focus.chosen;
    const shown = this.#lines.some(({ line }) => line.sentence === sentence)
      ? sentence
      : corpus.pair.sentences[0];
    this.#diagram.sentence = this.#large.sentence = shown;
    this.#lights.open(lab, shown);
    this.#diagram.open(lab, corpus);
    this.#large.open(lab, corpus);
    for (const { line } of this.#lines) {
      line.open(corpus, this.#focus.asking(line.sentence), this.#focus.chosen.words);
      line.root.toggleAttribute("data-shown", line.sentence === shown);
      line.root.title = line.sentence === shown ? text.shown(shown) : "";
    }
  }

  draw(lab: Lab): void {
    const corpus = this.#corpus;
    if (!corpus) return;
    if (lab.step() > 0 && this.#root.hasAttribute("data-foreseen")) this.#forget();
    const areRight = this.#lines.map(({ line, weights, chances }) => {
      lab.take(weights);
      lab.take(chances);
      return line.show(corpus, weights, chances);
    });
    this.#advise(lab.step() === lab.total_steps() && areRight.includes(false), corpus);
    this.#diagram.draw(lab);
    this.#large.draw(lab);
  }

  settle(lab: Lab): void {
    this.#large.settle(lab);
  }

  /** Shows, faintly and until the run has begun, where another Lab has come to look. */
  foresee(lab: Lab): void {
    for (const { line, weights } of this.#lines) {
      lab.take(weights);
      line.foresee(weights);
    }
    this.#root.setAttribute("data-foreseen", "");
    setText(this.#caption, text.foreseen);
  }

  #build(corpus: Corpus): void {
    const hues = corpus.vocabulary.map((word, id) => [word, corpus.hues[id]] as const);
    setHues(new Map(hues.flatMap(([word, hue]) => (hue === undefined ? [] : [[word, hue] as const]))));
    for (const subject of this.#lines.flatMap(({ weights, chances }) => [weights, chances])) subject.free();
    this.#lines = comparedIn(corpus.pair).flatMap((index) => {
      const sentence = corpus.sentences[index];
      if (!sentence) return [];
      const line = new Line(index, sentence, {
        hover: (place) =>
          this.#spotlight.hover(place === undefined ? undefined : { sentence: index, row: place }),
        ask: (place) => this.#focus.set({ sentence: index, place }),
      });
      return [
        { line, weights: new Subject("attention", index), chances: new Subject("probabilities", index) },
      ];
    });
    this.#list.replaceChildren(...this.#lines.map(({ line }) => line.root));
  }

  /** Whoever stands before a trained head that is wrong where it could be right is told what to try. */
  #advise(isWrong: boolean, { pair }: Corpus): void {
    const asks = ({ line }: Shown) => line.asking === askedPlace(pair, line.sentence);
    const canKnow = pair.tellingPlace !== undefined && this.#lines.every(asks);
    const advice = isWrong && canKnow ? text.notFound : "";
    // The caption is also the opening's: it is touched only where there is something new to say.
    if (advice === this.#advice) return;
    this.#advice = advice;
    setText(this.#caption, advice);
  }

  #forget(): void {
    this.#root.removeAttribute("data-foreseen");
    setText(this.#caption, "");
  }

  #again(lab: Lab): void {
    if (this.#corpus) this.open(lab, this.#corpus);
    this.draw(lab);
    this.settle(lab);
  }
}
