import { type Colours, type Corpus, type Lab, Subject } from "../../pkg/attention_lab.js";
import { type CanvasWatch, type Surroundings, onPaper } from "../parts/canvas.js";
import { element, prose, sentence as sentenceOf, token } from "../parts/dom.js";
import type { Spot, Spotlight } from "../parts/spot.js";
import { type Cell, CellGrid } from "./grid.js";
import { type Kind, type Lit, type Part, kinds, litBy } from "./list.js";
import { cellText } from "../parts/matrix.js";
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
  readonly #kind: Kind;
  readonly #sentence: number;
  readonly #minus: number | undefined;
  readonly #words: string[];
  readonly #vocabulary: string[];
  readonly #decimals: number;
  readonly #masked: readonly boolean[];
  readonly #alone: string;
  readonly #canvas = element("canvas", { "aria-hidden": "true" });
  readonly #marks = {
    row: element("div", { class: "mark" }),
    column: element("div", { class: "mark" }),
    cell: element("div", { class: "mark cell" }),
  };
  readonly #readout = element("p", { class: "readout" });
  readonly #grid: CellGrid;
  readonly #sheet: HTMLElement;
  #columns: string[];
  #values: Float32Array = new Float32Array();
  #narrowest = 0;
  #drawn = "";
  #cells: Grid | undefined;
  #strips: HTMLCanvasElement[] = [];
  #lit: Lit | undefined;
  #said = "";

  constructor(lab: Lab, corpus: Corpus, studio: Studio, figure: string, sentence: number, minus?: number) {
    const kind = kinds[figure];
    if (!kind) throw new Error(`The page has no words for the figure "${figure}".`);
    this.#studio = studio;
    this.#kind = kind;
    this.#sentence = sentence;
    this.#minus = minus;
    this.#words = wordsOf(corpus, sentence, minus);
    this.#vocabulary = corpus.vocabulary;
    this.subject = new Subject(figure, sentence, minus);
    const { rows, columns, decimals, masked, rowAxis, columnAxis, alone } = lab.labels(this.subject);
    this.#alone = alone;
    this.#columns = columns;
    this.#decimals = decimals;
    this.#masked = masked;
    this.#grid = new CellGrid({
      say: (cell) => this.#say(cell).map(plain).join(""),
      enter: (cell) => {
        this.#scrollTo(cell);
        studio.spotlight.hover(this.#spot(cell));
      },
      leave: () => studio.spotlight.hover(undefined),
      press: (cell) => this.#pin(cell),
    });
    const what =
      minus === undefined
        ? [`sentence ${sentence + 1}, `, sentenceOf(this.#words)]
        : [`sentence ${sentence + 1} minus sentence ${minus + 1}`];
    this.#grid.name([`${kind.title}, `, ...what, `. Row: ${rowAxis}; column: ${columnAxis}.`], rows);
    this.#sheet = element(
      "div",
      { class: "sheet" },
      this.#canvas,
      ...Object.values(this.#marks),
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
      caption(sentence, minus, this.#words),
      this.frame,
      this.#readout,
    );
    this.#point();
    this.frame.addEventListener("scroll", () => this.#hint(), { passive: true });
    studio.watch.add(this.frame);
  }

  free(): void {
    this.#studio.watch.remove(this.frame);
    this.subject.free();
  }

  get visible(): boolean {
    return this.#studio.watch.isVisible(this.frame) || !this.#cells;
  }

  /** Takes the numbers of the moment; true if they are others than before. */
  take(lab: Lab): boolean {
    const values = lab.numbers(this.subject);
    const before = this.#values;
    if (values.length === before.length && values.every((value, at) => Object.is(value, before[at])))
      return false;
    this.#values = values;
    const columns = values.length / this.#words.length;
    // Only the numbers of a query or key change with the head size, and they are named by their index.
    if (columns !== this.#columns.length) {
      this.#columns = Array.from({ length: columns }, (_, index) => String(index));
      this.#narrowest = 0;
    }
    return true;
  }

  /** How much larger than the crate's own sizes it may be drawn and still fit its place. */
  room(lab: Lab): number {
    this.#narrowest ||= lab.narrowest(this.subject, this.#studio.colours);
    return this.#studio.watch.width(this.frame) / this.#narrowest;
  }

  draw(lab: Lab, { pixelRatio, dark, zoom }: Surroundings): void {
    const room = Math.floor(this.#studio.watch.width(this.frame) / zoom);
    // On paper nothing can be pointed at, so every number is to be read.
    const numbers = onPaper() && this.#kind.columns === "component" ? this.#columns.length * legible : 0;
    const width = Math.max(room, this.#narrowest, numbers);
    const sizes = lab.draw(this.#canvas, this.subject, this.#studio.colours, width, pixelRatio * zoom, dark);
    const [height = 0, left = 0, top = 0, right = 0, bottom = 0] = [...sizes].map((size) => size * zoom);
    const shown = this.#studio.watch.width(this.frame);
    const drawn = [width, ...sizes, zoom, shown, this.#columns.length].join(" ");
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#sheet.style.width = this.#canvas.style.width = `${width * zoom}px`;
      this.#canvas.style.height = `${height}px`;
      const across = (right - left) / this.#columns.length;
      const down = (bottom - top) / this.#words.length;
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
    const columns = this.#cells && { ...this.#cells, count: this.#columns.length };
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
    this.#grid.show(this.#columns, this.#values, this.#masked, this.#decimals);
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

  #point(): void {
    const { spotlight } = this.#studio;
    let last: Cell | undefined;
    const hover = (cell: Cell | undefined) => {
      if (cell?.row === last?.row && cell?.column === last?.column) return;
      last = cell;
      spotlight.hover(cell && this.#spot(cell));
    };
    this.#sheet.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") hover(this.#under(event));
    });
    this.#sheet.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType !== "touch") hover(undefined);
      last = undefined;
    });
    this.#sheet.addEventListener("click", (event) => {
      const cell = this.#under(event);
      if (!cell) return;
      this.#pin(cell);
      // The arrow keys go on from here.
      if (spotlight.pinned) this.#grid.focus(cell);
    });
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
    const { left, top, across, down } = this.#cells;
    const sheet = this.#sheet.getBoundingClientRect();
    const column = Math.floor((clientX - sheet.left - left) / across);
    const row = Math.floor((clientY - sheet.top - top) / down);
    const inside = row >= 0 && row < this.#words.length && column >= 0 && column < this.#columns.length;
    return inside ? { row, column } : undefined;
  }

  #place(): void {
    if (!this.#cells) return;
    const { left, top, across, down } = this.#cells;
    const row = within(this.#lit?.row, this.#words.length);
    const column = within(this.#lit?.column, this.#columns.length);
    const all = { from: 0, count: 1 };
    const put = (mark: HTMLElement, rows: Span | undefined, columns: Span | undefined) => {
      mark.hidden = !rows || !columns;
      if (!rows || !columns) return;
      mark.style.left = `${left + columns.from * across}px`;
      mark.style.top = `${top + rows.from * down}px`;
      mark.style.width = `${columns.count * across - gap}px`;
      mark.style.height = `${rows.count * down - gap}px`;
    };
    const rows = row === undefined ? undefined : { from: row, count: 1 };
    const columns = column === undefined ? undefined : { from: column, count: 1 };
    put(this.#marks.row, rows, { ...all, count: this.#columns.length });
    put(this.#marks.column, { ...all, count: this.#words.length }, columns);
    put(this.#marks.cell, rows, columns);
  }

  /** Says what is lit up, below the picture. */
  #tell(): void {
    const row = within(this.#lit?.row, this.#words.length);
    const column = within(this.#lit?.column, this.#columns.length);
    const parts = row === undefined || column === undefined ? [] : this.#say({ row, column });
    const said = parts.map(plain).join("");
    if (said === this.#said) return;
    this.#said = said;
    this.#readout.replaceChildren(...parts.flatMap(coloured));
  }

  #say({ row, column }: Cell): Part[] {
    const at = row * this.#columns.length + column;
    const value = this.#values[at] ?? NaN;
    const asked: Part = { word: this.#words[row] ?? "" };
    const names = { place: this.#words, word: this.#vocabulary, component: undefined }[this.#kind.columns];
    const other: Part = names ? { word: names[column] ?? "" } : String(column);
    if (this.#masked[at]) return [asked, " may not look at ", other, ": masked"];
    const number = cellText(value, this.#decimals, false);
    const difference = this.#minus !== undefined;
    const says = this.#kind.says(asked, other, value < 0 && !difference && Number(number) !== 0);
    if (!difference) return [...says, `: ${number}`, ...this.#reason(row)];
    if (Number.isNaN(value)) return [...says, `: ${number}`];
    const more = value < 0 ? this.#minus : this.#sentence;
    if (Number(number) === 0) return [...says, `: ${number}, the same in both`];
    return [...says, `: ${value > 0 ? "+" : ""}${number}, more in ${(more ?? 0) + 1}`];
  }

  /** Why a row has but one number. */
  #reason(row: number): Part[] {
    const begin = row * this.#columns.length;
    const [first, ...others] = this.#masked.slice(begin, begin + this.#columns.length);
    const alone = !first && others.every(Boolean);
    return alone && this.#alone ? [`; ${this.#alone}`] : [];
  }

  /** A wide picture scrolls in its frame: the cell that the keyboard goes to shall be in sight, up and down too. */
  #scrollTo({ row, column }: Cell): void {
    if (!this.#cells) return;
    const { left, top, across, down } = this.#cells;
    const { scrollLeft, clientWidth } = this.frame;
    const from = left + column * across;
    if (from < scrollLeft + left || from + across > scrollLeft + clientWidth) {
      this.frame.scrollLeft = from - clientWidth / 2;
    }
    const y = this.#sheet.getBoundingClientRect().top + top + row * down;
    const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    if (y < covered || y + down > innerHeight) scrollBy({ top: y - innerHeight / 2 });
  }
}

/** Between cells, in CSS pixels. */
const gap = 2;
/** A column that is as wide as this has room for its numbers. */
const legible = 42;

/** Where the cells are, in CSS pixels from the corner of the sheet, and how large each is. */
interface Grid {
  left: number;
  top: number;
  across: number;
  down: number;
}

interface Span {
  from: number;
  count: number;
}

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

/** The words of a sentence; of two, both where they differ. */
function wordsOf({ sentences }: Corpus, sentence: number, minus: number | undefined): string[] {
  const words = sentences[sentence]?.words ?? [];
  if (minus === undefined) return words;
  const other = sentences[minus]?.words ?? [];
  return words.map((word, place) => (word === other[place] ? word : `${word}/${other[place]}`));
}

function caption(sentence: number, minus: number | undefined, words: readonly string[]): HTMLElement {
  const number = (index: number) => `Sentence ${index + 1}`;
  if (minus === undefined) return element("figcaption", {}, `${number(sentence)}: `, sentenceOf(words));
  return element(
    "figcaption",
    {},
    "Difference: ",
    element("span", { class: "more" }, `more in ${sentence + 1}`),
    " or ",
    element("span", { class: "less" }, `more in ${minus + 1}`),
  );
}

function plain(part: Part): string {
  return typeof part === "string" ? part : part.word;
}

function coloured(part: Part): (Node | string)[] {
  if (typeof part === "string") return prose([part]);
  return part.word.split("/").flatMap((word, index) => (index ? ["/", token(word)] : [token(word)]));
}
