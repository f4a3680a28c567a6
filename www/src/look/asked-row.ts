import { type Corpus, type Lab, Subject, type Table } from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { comparedIn } from "../parts/compared.js";
import { element, setText, token } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import { difference, rowOf } from "../parts/numbers.js";
import { letKeysScroll } from "../parts/scrolling.js";
import type { Spotlight } from "../parts/spot.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { cellText } from "../text/en/common.js";
import * as text from "../text/en/look.js";
import { isFigure, kinds } from "./list.js";

/** A compared sentence: its matrix, and the weights that say which place is looked at most. */
interface Source {
  sentence: number;
  words: readonly string[];
  matrix: Subject;
  weights: Subject;
}

/**
 * Of a matrix the one row that matters: that of the place that asks, or of the place that this one looks at most, for both
 * sentences and their difference, cell below cell.
 */
export class AskedRow implements View {
  readonly #figure: text.Figure;
  readonly #table = element("table", { class: "data asked-row" });
  readonly #frame = element("div", { class: "frame" }, this.#table);
  readonly #watch: CanvasWatch;
  readonly #focus: Focus;
  #sources: readonly Source[] = [];
  #vocabulary: readonly string[] = [];
  #corpus: Corpus | undefined;
  #labels: Table | undefined;
  #shape = "";
  #cells: HTMLElement[][] = [];

  constructor(root: HTMLElement, watch: CanvasWatch, spotlight: Spotlight, focus: Focus, session: Session) {
    const figure = root.dataset["asked"] ?? "";
    if (!isFigure(figure)) throw new Error(`The page has no words for the figure "${figure}".`);
    this.#figure = figure;
    this.#watch = watch;
    this.#focus = focus;
    root.replaceChildren(this.#frame);
    watch.add(this.#frame);
    letKeysScroll(this.#frame, this.#table);
    focus.listen(() => void session.take((lab) => this.#show(lab)));
    this.#table.addEventListener("pointerover", ({ target }) => {
      const cell = target instanceof Element ? target.closest("td") : null;
      const at = this.#cells.findIndex((row) => cell && row.includes(cell));
      const index = cell ? (this.#cells[at]?.indexOf(cell) ?? -1) : -1;
      // The difference is that of both: it lights up the first.
      const source = this.#sources[at] ?? this.#sources[0];
      if (!source || index < 0) return spotlight.hover(undefined);
      const column = { kind: kinds[figure].columns, index };
      spotlight.hover({ sentence: source.sentence, row: this.#place(source), column });
    });
    this.#table.addEventListener("pointerleave", () => spotlight.hover(undefined));
  }

  open(lab: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#shape = "";
    for (const { matrix, weights } of this.#sources) {
      matrix.free();
      weights.free();
    }
    this.#vocabulary = corpus.vocabulary;
    this.#sources = comparedIn(corpus.pair).map((sentence) => ({
      sentence,
      words: corpus.sentences[sentence]?.words ?? [],
      matrix: new Subject(this.#figure, sentence),
      weights: new Subject("attention", sentence),
    }));
    const [first] = this.#sources;
    this.#labels = first && lab.labels(first.matrix);
  }

  draw(lab: Lab): void {
    if (this.#watch.isVisible(this.#frame)) this.#show(lab);
  }

  settle(lab: Lab): void {
    this.#show(lab);
  }

  #show(lab: Lab): void {
    for (const { matrix, weights } of this.#sources) {
      lab.take(matrix);
      if (!this.#isOfAsking) lab.take(weights);
    }
    const { decimals = 2 } = this.#labels ?? {};
    const rows = this.#sources.map((source) => {
      const row = rowOf(source.matrix, this.#place(source));
      // Places that come later have no number.
      return kinds[this.#figure].columns === "place" ? row.slice(0, this.#asks(source) + 1) : row;
    });
    const [one, other] = rows;
    const isPair = one !== undefined && other !== undefined && one.length === other.length;
    const all = isPair
      ? [...rows, one.map((value, at) => difference(value, other[at] ?? NaN, decimals))]
      : rows;
    this.#build(all.map(({ length }) => length));
    const largest = Math.max(...rows.flat().map(Math.abs).filter(Number.isFinite), 1e-9);
    const isShare = this.#figure === "probabilities" || this.#figure === "attention";
    all.forEach((row, at) =>
      row.forEach((value, column) => {
        const cell = this.#cells[at]?.[column];
        if (!cell) return;
        setText(cell, cellText(value, decimals, false));
        const share = Math.min(1, Math.abs(value) / (isShare ? 1 : largest));
        cell.style.setProperty("--tint", Number.isFinite(share) ? share.toFixed(3) : "0");
        cell.toggleAttribute("data-against", value < 0);
      }),
    );
  }

  /** Builds the rows anew where their words or lengths are others, or the sentences. */
  #build(lengths: readonly number[]): void {
    const named = this.#sources.map((source) => [
      source.words[this.#asks(source)],
      source.words[this.#place(source)],
    ]);
    const shape = JSON.stringify([lengths, named]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    const most = Math.max(0, ...lengths);
    this.#cells = lengths.map((length) => Array.from({ length }, () => element("td")));
    const heads = Array.from({ length: most }, (_, column) =>
      element("th", { scope: "col" }, ...this.#column(column)),
    );
    const [asks = ""] = named[0] ?? [];
    const names = lengths.map((_, at) => {
      const source = this.#sources[at];
      return source ? text.rowOf(source.sentence, named[at]?.[1] ?? "") : [text.difference];
    });
    this.#table.replaceChildren(
      element("caption", {}, ...text.askedRow[this.#figure](asks)),
      element("thead", {}, element("tr", {}, element("td"), ...heads)),
      element(
        "tbody",
        {},
        ...this.#cells.map((cells, at) =>
          element("tr", {}, element("th", { scope: "row" }, ...(names[at] ?? [])), ...cells),
        ),
      ),
    );
  }

  /** What a column stands for: a place by its words, of both sentences where they differ. */
  #column(index: number): (Node | string)[] {
    const { columns } = kinds[this.#figure];
    if (columns === "component") return [String(index)];
    if (columns === "word") return [token(this.#vocabulary[index] ?? "")];
    const words = new Set(this.#sources.flatMap(({ words }) => words[index] ?? []));
    return [...words].flatMap((word, at) => (at ? ["/", token(word)] : [token(word)]));
  }

  /** Whether the row is that of the place that asks, whatever it looks at. */
  get #isOfAsking(): boolean {
    return kinds[this.#figure].rows === "asks";
  }

  #asks({ sentence }: Source): number {
    return this.#focus.asking(sentence);
  }

  /** The place whose row is shown: the one that asks, or the one that it looks at most. */
  #place(source: Source): number {
    const asks = this.#asks(source);
    if (this.#isOfAsking) return asks;
    const weights = rowOf(source.weights, asks).slice(0, asks + 1);
    return Math.max(0, weights.indexOf(Math.max(...weights)));
  }
}
