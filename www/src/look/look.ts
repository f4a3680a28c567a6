import { Colours, type Corpus, type Lab } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { byId, setText } from "../parts/dom.js";
import type { Focus } from "../parts/focus.js";
import type { Spotlight } from "../parts/spot.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { AskedRow } from "./asked-row.js";
import { foldRows } from "./fold.js";
import { Picture, type Studio } from "./picture.js";
import { comparedIn } from "../parts/compared.js";

/** The pictures of the section: each element with `data-figure` gets one for two sentences and their difference. */
export class Figures implements View {
  /** A view for each row of pictures, so that none takes long, and this one. */
  readonly views: readonly View[];
  readonly #rows: readonly FigureRow[];
  readonly #sizes: readonly HTMLElement[];
  readonly #studio: Studio;
  #corpus: Corpus | undefined;

  constructor(
    root: HTMLElement,
    watch: CanvasWatch,
    spotlight: Spotlight,
    focus: Focus,
    session: Session,
    redraw: () => void,
  ) {
    foldRows(root);
    const asked = [...root.querySelectorAll<HTMLElement>("[data-asked]")].map(
      (place) => new AskedRow(place, watch, spotlight, focus, session),
    );
    this.#studio = { watch, spotlight, colours: new Colours() };
    const places = [...root.querySelectorAll<HTMLElement>("[data-figure]")];
    this.#rows = places.map((place) => new FigureRow(place, this.#studio));
    for (const row of this.#rows) row.kin = this.#rows.filter(({ isLong }) => isLong === row.isLong);
    this.#sizes = [...root.querySelectorAll<HTMLElement>("[data-head-size]")];
    this.views = [this, ...asked, ...this.#rows];
    spotlight.listen((spot) => {
      const pinned = spot !== undefined && spot === spotlight.pinned;
      for (const row of this.#rows) row.light(spot, pinned);
    });
    document.addEventListener("keydown", ({ key, defaultPrevented }) => {
      if (key === "Escape" && !defaultPrevented && spotlight.pinned) spotlight.pin(undefined);
    });
    const again = () => {
      for (const row of this.#rows) row.recolour();
      redraw();
    };
    // The pictures are written in the page's font, which may arrive after them.
    void document.fonts.ready.then(again);
    const option = (id: string, set: (on: boolean) => void) => {
      const box = byId("input", id);
      const apply = () => {
        set(box.checked);
        again();
      };
      box.addEventListener("change", apply);
      // A browser may keep what was ticked before a reload.
      set(box.checked);
    };
    option("fit-colours", (on) => this.#studio.colours.set_fit(on));
    option("notebook-values", (on) => this.#studio.colours.set_notebook_values(on));
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#studio.colours.renew();
    const headSize = new URLSearchParams(lab.settings()).get("head-size") ?? "";
    for (const place of this.#sizes) setText(place, headSize);
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#studio.spotlight.pin(undefined);
    for (const row of this.#rows) row.build(lab, corpus);
  }
}

/** A matrix for two sentences and for the difference between them. */
class FigureRow implements View {
  readonly #root: HTMLElement;
  readonly #figure: string;
  readonly #studio: Studio;
  #pictures: Picture[] = [];
  /** The rows whose pictures begin at the same left edge, this one among them. */
  kin: readonly FigureRow[] = [this];
  #look = "";

  constructor(root: HTMLElement, studio: Studio) {
    this.#root = root;
    this.#figure = root.dataset["figure"] ?? "";
    this.#studio = studio;
  }

  /** The two sentences that are compared; one sentence, or two of different lengths, have no difference. */
  build(lab: Lab, corpus: Corpus): void {
    for (const picture of this.#pictures) picture.free();
    const make = (sentence: number, minus?: number) =>
      new Picture(lab, corpus, this.#studio, this.#figure, sentence, minus);
    const [one, other] = corpus.pair.sentences;
    const length = (sentence: number) => corpus.sentences[sentence]?.words.length;
    this.#pictures = comparedIn(corpus.pair).map((sentence) => make(sentence));
    if (one !== other && length(one) === length(other)) this.#pictures.push(make(one, other));
    this.#look = "";
    this.#root.replaceChildren(...this.#pictures.map(({ root }) => root));
  }

  draw(lab: Lab): void {
    if (this.#pictures.some((picture) => picture.visible)) this.#show(lab);
  }

  settle(lab: Lab): void {
    // Not at every frame, or the pictures would tremble.
    for (const picture of this.#pictures) picture.fit();
    this.#show(lab);
    for (const picture of this.#pictures) picture.settle();
  }

  light(...spot: Parameters<Picture["light"]>): void {
    for (const picture of this.#pictures) picture.light(...spot);
  }

  recolour(): void {
    this.#look = "";
    for (const picture of this.#pictures) picture.recolour();
  }

  /** Whether its pictures stand one below the other, each as wide as the page. */
  get isLong(): boolean {
    return this.#root.classList.contains("long");
  }

  /** Where the cells of its pictures would begin by their own labels. */
  #corners(lab: Lab, zoom: number): [number, number][] {
    return this.#pictures.map((picture) => picture.corner(lab, zoom));
  }

  /** Cells of the same place stand beside or below each other, however long the labels of each picture are. */
  #align(lab: Lab, zoom: number): void {
    const left = Math.max(...this.kin.flatMap((row) => row.#corners(lab, zoom)).map(([left]) => left));
    const top = Math.max(...this.#corners(lab, zoom).map(([, top]) => top));
    for (const { subject } of this.#pictures) subject.align(left, top);
  }

  #show(lab: Lab): void {
    const { colours, watch } = this.#studio;
    const last = this.#pictures.at(-1);
    if (!last) return;
    const others = this.#pictures.map((picture) => picture.take(lab));
    const widths = this.#pictures.map(({ frame }) => watch.width(frame)).join(" ");
    const room = Math.min(...this.#pictures.map((picture) => picture.room(lab)));
    const around = surroundings();
    const drawing = { ...around, zoom: fitting(around.zoom, room) };
    const look = [...Object.values(drawing), widths].join(" ");
    const other = look !== this.#look || others.includes(true);
    if (other) for (const picture of this.#pictures) picture.stale = true;
    if (look !== this.#look) this.#align(lab, drawing.zoom);
    this.#look = look;
    // Out of sight nothing is drawn: what comes into sight is drawn then.
    const due = this.#pictures.filter(({ stale, visible }) => stale && visible);
    if (other || due.length > 0) lab.cover(colours, last.subject);
    for (const picture of due) picture.draw(lab, drawing);
  }
}

/** Smaller than this a picture on a telephone could not be read any more; it is scrolled instead. */
const smallestZoom = 0.77;

/** As large as wanted where there is room; a little smaller than its own size where that shows it whole. */
function fitting(wanted: number, room: number): number {
  if (room >= 1) return Math.min(wanted, room);
  return room >= smallestZoom ? room : 1;
}
