import { type Colours, type Corpus, type Lab, Subject } from "../../pkg/attention_lab.js";
import { type CanvasWatch, type Surroundings, onPaper } from "../parts/canvas.js";
import { element, prose, token } from "../parts/dom.js";
import type { Spot, Spotlight } from "../parts/spot.js";
import * as text from "../text/en/look.js";
import { type Cells, cellAt, scrollTo } from "./cells.js";
import { CellGrid } from "./grid.js";
import type { Cell } from "../parts/pointing.js";
import { type FigureKind, type Lit, isFigure, kinds, litBy } from "./list.js";
import { Marks } from "./marks.js";
import { Numbers } from "./numbers.js";
import { followPointer } from "../parts/pointing.js";
import { strips } from "./strips.js";

/** What all pictures need. */
export interface Studio {
  watch: CanvasWatch;
  spotlight: Spotlight;
  colours: Colours;
}

/** One matrix of one sentence, or of one sentence minus another: the drawing, what lights up on it, and its numbers. */
export class Picture {
  readonly root: HTMLElement;
  readonly subject: Subject;
  readonly frame: HTMLElement;
  /** Whether what is drawn is no longer what it should be. */
  stale = true;
  readonly #studio: Studio;
  readonly #kind: FigureKind;
  readonly #sentence: number;
  readonly #numbers: Numbers;
  readonly #canvas = element("canvas", { "aria-hidden": "true" });
  readonly #marks = new Marks();
  readonly #readout = element("p", { class: "readout" });
  readonly #grid: CellGrid;
  readonly #sheet: HTMLElement;
  #narrowest = 0;
  /** How wide its place was when it was drawn; folded away it has no width. */
  #shown = 0;
  #drawn = "";
  #cells: Cells | undefined;
  #strips: HTMLCanvasElement[] = [];
  #lit: Lit | undefined;
  #said = "";

  constructor(lab: Lab, corpus: Corpus, studio: Studio, figure: string, sentence: number, minus?: number) {
    if (!isFigure(figure)) throw new Error(`The page has no words for the figure "${figure}".`);
    this.#studio = studio;
    this.#kind = kinds[figure];
    this.#sentence = sentence;
    this.subject = new Subject(figure, sentence, minus);
    const labels = lab.labels(this.subject);
    this.#numbers = new Numbers(labels, corpus, this.subject, { figure, sentence, minus });
    const { words } = this.#numbers;
    this.#grid = new CellGrid({
      text: (cell) => this.#numbers.text(cell),
      say: (cell) => this.#numbers.say(cell).map(text.plain).join(""),
      enter: (cell) => {
        if (this.#cells) scrollTo(cell, this.#cells, this.frame, this.#sheet);
        studio.spotlight.hover(this.#spot(cell));
      },
      leave: () => studio.spotlight.hover(undefined),
      press: (cell) => this.#pin(cell),
    });
    this.#grid.name(
      text.tableName(figure, sentence, minus, words, labels.rowAxis, labels.columnAxis),
      labels.rows,
    );
    this.#sheet = element(
      "div",
      { class: "sheet" },
      this.#canvas,
      ...this.#marks.all,
      element("div", { class: "visually-hidden" }, this.#grid.root),
    );
    this.frame = element("div", { class: "frame" }, this.#sheet);
    this.root = element(
      "figure",
      {
        class: "picture",
        "data-figure": figure,
        "data-sentence": minus === undefined ? String(sentence) : "-",
      },
      element("figcaption", {}, ...text.caption(figure, sentence, minus, words)),
      this.frame,
      this.#readout,
    );
    followPointer(this.#sheet, {
      under: (event) => this.#under(event),
      hover: (cell) => studio.spotlight.hover(cell && this.#spot(cell)),
      press: (cell) => {
        this.#pin(cell);
        // The arrow keys go on from here.
        if (studio.spotlight.pinned) this.#grid.focus(cell);
      },
    });
    this.frame.addEventListener("scroll", () => this.#hint(), { passive: true });
    studio.watch.add(this.frame);
  }

  free(): void {
    this.#studio.watch.remove(this.frame);
    this.subject.free();
  }

  /** Whether it is to be drawn: in sight, or in another width than it was, so that nothing moves once it comes into sight. */
  get visible(): boolean {
    const { watch } = this.#studio;
    const width = watch.width(this.frame);
    return watch.isVisible(this.frame) || (width > 0 && width !== this.#shown);
  }

  /** Takes the numbers of the moment; true if they are others than before. */
  take(lab: Lab): boolean {
    const { columns } = this.#numbers.size;
    const changed = this.#numbers.take(lab);
    if (this.#numbers.size.columns !== columns) this.#narrowest = 0;
    this.#grid.change(changed);
    return changed.length > 0;
  }

  /** How much larger than the crate's own sizes it may be drawn and still fit its place. */
  room(lab: Lab): number {
    this.#narrowest ||= lab.narrowest(this.subject, this.#studio.colours);
    return this.#studio.watch.width(this.frame) / this.#narrowest;
  }

  /** Where its cells begin by its own labels, to the right and down. */
  corner(lab: Lab, zoom: number): [number, number] {
    const width = this.#width(zoom);
    const [left = 0, top = 0] = lab.corner(this.subject, this.#studio.colours, width);
    return [left, top];
  }

  /** How wide it is drawn, in the crate's own sizes. */
  #width(zoom: number): number {
    const room = Math.floor(this.#studio.watch.width(this.frame) / zoom);
    // On paper nothing can be pointed at, so every number is to be read.
    const numbers =
      onPaper() && this.#kind.columns === "component" ? this.#numbers.columns.length * legible : 0;
    return Math.max(room, this.#narrowest, numbers);
  }

  draw(lab: Lab, { pixelRatio, dark, zoom }: Surroundings): void {
    const width = this.#width(zoom);
    const sizes = lab.draw(this.#canvas, this.subject, this.#studio.colours, width, pixelRatio * zoom, dark);
    const [height = 0, left = 0, top = 0, right = 0, bottom = 0] = [...sizes].map((size) => size * zoom);
    const shown = (this.#shown = this.#studio.watch.width(this.frame));
    const drawn = [width, ...sizes, zoom, shown, this.#numbers.columns.length].join(" ");
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#sheet.style.width = this.#canvas.style.width = `${width * zoom}px`;
      this.#canvas.style.height = `${height}px`;
      const across = (right - left) / this.#numbers.columns.length;
      const down = (bottom - top) / this.#numbers.words.length;
      this.#cells = { left, top, across, down };
      this.#place();
      this.#hint();
    }
    this.#cut(width * zoom);
    this.stale = false;
    this.#tell();
  }

  /** On paper nothing scrolls: what is too wide is cut into pieces. */
  #cut(width: number): void {
    for (const strip of this.#strips) strip.remove();
    const columns = this.#cells && { ...this.#cells, count: this.#numbers.columns.length };
    this.#strips = onPaper() && columns ? strips(this.#canvas, width, this.frame.clientWidth, columns) : [];
    this.#sheet.toggleAttribute("data-cut", this.#strips.length > 0);
    this.#sheet.append(...this.#strips);
  }

  /** Whether more of it lies out of sight to the right: where no scroll bar shows, its edge fades. */
  #hint(): void {
    const rest = this.frame.scrollWidth - this.frame.clientWidth - this.frame.scrollLeft;
    this.frame.toggleAttribute("data-more", rest > 1);
  }

  settle(): void {
    this.#grid.show(this.#numbers.columns);
  }

  /** Forgets how narrow it may be: larger numbers than before may need more room. */
  fit(): void {
    this.#narrowest = 0;
  }

  /** Forgets all that is drawn. */
  recolour(): void {
    this.fit();
    this.subject.renew();
    this.stale = true;
  }

  light(spot: Spot | undefined, pinned: boolean): void {
    const lit = spot && litBy(spot, this.#kind);
    this.#sheet.toggleAttribute("data-pinned", pinned);
    if (lit?.row === this.#lit?.row && lit?.column === this.#lit?.column) return;
    this.#lit = lit;
    this.#place();
    this.#tell();
  }

  /** Holds the light on a cell; if it is held there already, lets it go. */
  #pin(cell: Cell): void {
    const { spotlight } = this.#studio;
    const spot = this.#spot(cell);
    spotlight.pin(isSame(spotlight.pinned, spot) ? undefined : spot);
  }

  #spot({ row, column }: Cell): Spot {
    return { sentence: this.#sentence, row, column: { kind: this.#kind.columns, index: column } };
  }

  #under({ clientX, clientY }: MouseEvent): Cell | undefined {
    if (!this.#cells) return undefined;
    const { left, top } = this.#sheet.getBoundingClientRect();
    return cellAt(this.#cells, this.#numbers.size, clientX - left, clientY - top);
  }

  /** What of the light falls on this picture. */
  get #inside(): Lit {
    const { rows, columns } = this.#numbers.size;
    return { row: within(this.#lit?.row, rows), column: within(this.#lit?.column, columns) };
  }

  #place(): void {
    if (this.#cells) this.#marks.place(this.#cells, this.#numbers.size, this.#inside);
  }

  /** Says what is lit up, below the picture. */
  #tell(): void {
    const { row, column } = this.#inside;
    const parts = row === undefined || column === undefined ? [] : this.#numbers.say({ row, column });
    const said = parts.map(text.plain).join("");
    if (said === this.#said) return;
    this.#said = said;
    this.#readout.replaceChildren(...parts.flatMap(coloured));
  }
}

/** A column that is as wide as this has room for its numbers. */
const legible = 42;

function within(index: number | undefined, count: number): number | undefined {
  return index !== undefined && index < count ? index : undefined;
}

function isSame(a: Spot | undefined, b: Spot): boolean {
  return (
    a?.sentence === b.sentence &&
    a.row === b.row &&
    a.column?.kind === b.column?.kind &&
    a.column?.index === b.column?.index
  );
}

function coloured(part: text.Said): (Node | string)[] {
  if (typeof part === "string") return prose([part]);
  return part.word.split("/").flatMap((word, index) => (index ? ["/", token(word)] : [token(word)]));
}
