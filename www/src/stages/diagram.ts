import type { Corpus, Lab, Sentence } from "../../pkg/attention_lab.js";
import { type CanvasWatch, onPaper, surroundings } from "../parts/canvas.js";
import { element, setText, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import { shape } from "../parts/svg.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/stages.js";
import { arrows, path } from "./connectors.js";
import { type Tile, sizesOf } from "./tiles.js";

/** More rows than this are too low for words beside them. */
const mostWords = 24;

/** What is made of the tiles: tabs that a panel belongs to, or buttons of which one may be pressed. */
export interface Kind {
  /** Before a stage's name in the id of its tile. */
  prefix: string;
  /** The panel of the tabs; without one the tiles are buttons. */
  panel?: string;
}

/** All stages as small pictures with the arrows between them; one of them can be chosen. */
export class Diagram implements View {
  readonly #nodes: readonly Node[];
  readonly #list: HTMLElement;
  readonly #lines = shape("g");
  readonly #watch: CanvasWatch;
  readonly #chosen: (name: string | undefined) => void;
  readonly #isTabs: boolean;
  #sentence = 0;
  #vocabulary: readonly string[] = [];
  #shown: Sentence | undefined;
  #onPaper = false;
  /** The chosen tile. */
  #selected: number | undefined;

  constructor(
    root: HTMLElement,
    stages: readonly Tile[],
    kind: Kind,
    watch: CanvasWatch,
    chosen: (name: string | undefined) => void,
  ) {
    this.#watch = watch;
    this.#chosen = chosen;
    this.#isTabs = kind.panel !== undefined;
    this.#nodes = stages.map((stage) => node(stage, kind));
    this.#list = element(
      "div",
      { class: "stages", role: this.#isTabs ? "tablist" : "group", "aria-label": text.stages },
      ...this.#nodes.map(({ tab }) => tab),
    );
    root.replaceChildren(
      shape("svg", { class: "stage-arrows", "aria-hidden": "true" }, this.#lines),
      this.#list,
    );
    watch.add(root);
    // Other sizes of the model make other pictures, though the whole may stay as large as it was.
    const sizes = new ResizeObserver(() => this.#connect());
    for (const part of [this.#list, ...this.#nodes.map(({ tab }) => tab)]) sizes.observe(part);
    this.#list.addEventListener("click", ({ target }) => {
      const at = this.#nodes.findIndex(({ tab }) => target instanceof Element && tab.contains(target));
      if (at >= 0) this.select(!this.#isTabs && at === this.#selected ? undefined : at);
    });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#reach(0);
  }

  /** The tiles and their pictures, in the order of the stages. */
  get tiles(): readonly { stage: Tile; picture: HTMLElement }[] {
    return this.#nodes;
  }

  set sentence(sentence: number) {
    this.#sentence = sentence;
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#vocabulary = corpus.vocabulary;
    const sentence = corpus.sentences[this.#sentence];
    if (sentence && sentence !== this.#shown) this.#label(sentence);
    const sizes = sizesOf(lab, this.#sentence);
    for (const { stage, size, tab } of this.#nodes) {
      const [rows, columns] = [sizes.T, sizes[stage.columns]];
      setText(size, `${rows} × ${columns}`);
      tab.style.setProperty("--rows", String(rows));
      tab.style.setProperty("--columns", String(columns));
    }
    const off = new URLSearchParams(lab.settings()).get("skip") === "off";
    for (const line of this.#lines.children) {
      const skip = line.getAttribute("data-from") === "skip" || line.getAttribute("data-to") === "skip";
      line.classList.toggle("cut", off && skip);
    }
  }

  draw(lab: Lab): void {
    const root = this.#list.parentElement;
    if (!root || !this.#watch.isVisible(root)) return;
    // Tabs have their pictures on paper alone: on the screen the bench has them.
    if (this.#isTabs && !onPaper()) return void (this.#onPaper = false);
    if (onPaper() !== this.#onPaper) this.#connect();
    this.#onPaper = onPaper();
    const { pixelRatio, dark } = surroundings();
    for (const { stage, canvas } of this.#nodes) {
      lab.draw_stage_cells(canvas, this.#sentence, stage.name, pixelRatio, dark);
    }
    this.#chances(lab);
  }

  /** Chooses the tile at this place of the order; none lets go of the one that was chosen. */
  select(at: number | undefined): void {
    this.#selected = at;
    const name = this.#nodes[at ?? -1]?.stage.name;
    this.#nodes.forEach(({ tab }, index) => {
      tab.setAttribute(this.#isTabs ? "aria-selected" : "aria-pressed", String(index === at));
    });
    if (at !== undefined) this.#reach(at);
    for (const line of this.#lines.children) {
      line.classList.toggle("lit", line.getAttribute("data-to") === name);
    }
    this.#chosen(name);
  }

  /** Lets go of the chosen tile, and gives it the focus back. */
  close(): void {
    const chosen = this.#nodes[this.#selected ?? -1];
    this.select(undefined);
    chosen?.tab.focus();
  }

  /** The tab key comes to one tile; arrows lead to the others. */
  #reach(at: number): void {
    this.#nodes.forEach(({ tab }, index) => (tab.tabIndex = index === at ? 0 : -1));
  }

  /** As in every list of tabs: arrows go from one to the next, Home and End to the first and the last. */
  #key(event: KeyboardEvent): void {
    const last = this.#nodes.length - 1;
    const here = this.#nodes.findIndex(({ tab }) => tab.tabIndex === 0);
    const [after, before] = [here === last ? 0 : here + 1, here === 0 ? last : here - 1];
    const next = {
      ArrowRight: after,
      ArrowDown: after,
      ArrowLeft: before,
      ArrowUp: before,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // A tab is chosen by going to it; a button that is chosen stays so while others are passed.
    if (this.#isTabs) this.select(next);
    else this.#reach(next);
    this.#nodes[next]?.tab.focus();
  }

  /** The words beside the first picture, and beside the last what is asked for. */
  #label(sentence: Sentence): void {
    this.#shown = sentence;
    const { words, targets } = sentence;
    const list = (words: string[], more: () => Node_[]) =>
      words.map((word) => element("span", {}, token(word), ...more()));
    for (const { stage, words: slot } of this.#nodes) {
      slot.toggleAttribute("data-many", words.length > mostWords);
      if (stage.name === "input") slot.replaceChildren(...list(words, () => []));
      if (stage.name === "probabilities") {
        slot.replaceChildren(...list(targets, () => [" ", element("span", { class: "chance-number" })]));
      }
    }
  }

  #chances(lab: Lab): void {
    const slots = this.#list.querySelectorAll(".chance-number");
    const targets = this.#shown?.targets ?? [];
    const { columns, values } = lab.table(this.#sentence, "probabilities");
    slots.forEach((slot, place) => {
      const value = values[place * columns.length + this.#vocabulary.indexOf(targets[place] ?? "")] ?? NaN;
      setText(slot as HTMLElement, fixed(value, 2));
    });
  }

  #connect(): void {
    const origin = this.#list.getBoundingClientRect();
    // Not shown, as the bench on paper, it has no places.
    if (origin.width === 0) return;
    // Whether head.css has found room for all stages side by side.
    const sideBySide = getComputedStyle(this.#list).gridTemplateColumns.split(" ").length > 3;
    const place = (name: string) => {
      const found = this.#nodes.find(({ stage }) => stage.name === name);
      if (!found) return undefined;
      const picture = found.canvas.getBoundingClientRect();
      const { top, height, right } = found.tab.getBoundingClientRect();
      // Words may stand outside of their tab, to the left of its picture; those that are not shown stand nowhere.
      const boxes = [found.tab, ...found.words.children]
        .map((part) => part.getBoundingClientRect())
        .filter(({ width }) => width > 0);
      const left = Math.min(...boxes.map((box) => box.left));
      return { whole: new DOMRect(left, top, right - left, height), picture };
    };
    const lines = arrows.flatMap(({ from, to, wide, narrow }) => {
      const [start, end] = [place(from), place(to)];
      if (!start || !end) return [];
      const { way, tip } = path(sideBySide ? wide : narrow, start, end, origin);
      const line = shape(
        "g",
        { "data-from": from, "data-to": to },
        shape("path", { class: "way", d: way }),
        shape("path", { class: "tip", d: tip }),
      );
      const before = this.#lines.querySelector(`[data-from="${from}"][data-to="${to}"]`);
      line.setAttribute("class", before?.getAttribute("class") ?? "");
      line.classList.toggle("lit", to === this.#nodes[this.#selected ?? -1]?.stage.name);
      return [line];
    });
    this.#lines.replaceChildren(...lines);
  }
}

type Node_ = globalThis.Node | string;

interface Node {
  stage: Tile;
  picture: HTMLElement;
  tab: HTMLButtonElement;
  canvas: HTMLCanvasElement;
  size: HTMLElement;
  words: HTMLElement;
}

/** The letter at the end of a title can stand for it where there is no room. */
function title(text: string): HTMLElement {
  const [, name = text, letter] = /^(.* )(.)$/.exec(text) ?? [];
  return element(
    "span",
    { class: "stage-title" },
    ...(letter ? [element("span", { class: "stage-name" }, name), letter] : [name]),
  );
}

function node(stage: Tile, { prefix, panel }: Kind): Node {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const size = element("span", { class: "stage-shape" });
  const words = element("span", { class: "stage-words", "aria-hidden": "true" });
  const picture = element("span", { class: "stage-picture" }, words, canvas);
  const tab = element(
    "button",
    {
      type: "button",
      id: `${prefix}-${stage.name}`,
      class: "stage",
      "data-stage": stage.name,
      "data-columns": stage.columns,
      ...(panel ? { role: "tab", "aria-controls": panel } : { "aria-pressed": "false" }),
    },
    title(stage.title),
    picture,
    size,
  );
  return { stage, picture, tab, canvas, size, words };
}
