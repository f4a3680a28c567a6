import type { Corpus, Explanation, Lab } from "../../pkg/attention_lab.js";
import { Choice } from "../common/choice.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { comparedIn } from "../parts/compared.js";
import { element } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import type { Spotlight } from "../parts/spot.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/follow.js";
import { FollowFigure, type FigureParts } from "./figure.js";
import { reach } from "./split.js";

/** Longer sentences have the whole width each, one below the other. */
const mostBeside = 6;

/** How one place comes to its prediction, in both compared sentences. */
export class Follow implements View {
  readonly #root: HTMLElement;
  readonly #parts: FigureParts;
  readonly #watch: CanvasWatch;
  readonly #choice: Choice;
  readonly #both = element("div", { class: "follow-both" });
  #figures: readonly FollowFigure[] = [];
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement, focus: Focus, spotlight: Spotlight, watch: CanvasWatch, session: Session) {
    this.#root = root;
    this.#watch = watch;
    this.#parts = { focus, spotlight, again: () => void session.take((lab) => this.settle(lab)) };
    this.#choice = new Choice(focus, "follow", text.whatToFollow);
    root.replaceChildren(this.#choice.root, this.#both);
    focus.listen(() => {
      this.#choice.show();
      for (const figure of this.#figures) figure.close();
      this.#parts.again();
    });
    watch.add(root);
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#parts.focus.open(corpus);
    if (corpus !== this.#corpus) {
      this.#corpus = corpus;
      const compared = comparedIn(corpus.pair);
      const length = Math.max(...compared.map((index) => corpus.sentences[index]?.words.length ?? 0));
      this.#both.toggleAttribute("data-beside", compared.length > 1 && length <= mostBeside);
      this.#figures = compared.map((sentence) => new FollowFigure(sentence, this.#parts));
      this.#both.replaceChildren(...this.#figures.map(({ root }) => root));
      this.#choice.open(corpus);
    }
    const headSize = new URLSearchParams(lab.settings()).get("head-size") ?? "";
    for (const figure of this.#figures) figure.open(headSize);
  }

  draw(lab: Lab): void {
    if (this.#watch.isVisible(this.#root)) this.#each(lab, (figure, found, ends) => figure.draw(found, ends));
  }

  settle(lab: Lab): void {
    this.#each(lab, (figure, found, ends) => figure.settle(lab, found, ends));
  }

  /** What both sentences come to has one scale. */
  #each(
    lab: Lab,
    show: (figure: FollowFigure, found: Explanation, ends: readonly [number, number]) => void,
  ): void {
    const all = this.#figures.map((figure) => ({ figure, found: figure.explain(lab) }));
    const ends = reach(all.map(({ found }) => found));
    for (const { figure, found } of all) show(figure, found, ends);
  }
}
