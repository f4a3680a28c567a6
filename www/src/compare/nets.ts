import { type Corpus, type Lab, Study, type StudyRun } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { element, inPlain, setText, token } from "../parts/dom.js";
import { answer, inWords, resultsFrom } from "./result.js";
import { others, setting } from "../session/run.js";
import { NetSeeds } from "./net-seeds.js";
import { Runner } from "../session/runner.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/compare.js";
import { type Words, pairOf, words } from "./words.js";

/** What the twelve nets differ in. */
const varied = ["head-size", "position", "skip"];
const headSizes = ["10", "20", "40"];
const switches = [
  { position: "on", skip: "on", label: text.switches.both },
  { position: "on", skip: "off", label: text.switches.position },
  { position: "off", skip: "on", label: text.switches.skip },
  { position: "off", skip: "off", label: text.switches.neither },
];
/** A device that would need longer than this, in milliseconds, waits to be asked. */
const quick = 2500;
/** The first pieces pay for warming up: after so many milliseconds it is asked how long the rest would take. */
const patience = 300;

/** The notebook's twelve experiments from one seed, side by side. */
export class Nets implements View {
  readonly #watch: CanvasWatch;
  readonly #session: Session;
  readonly #runner = new Runner(() => this.#progress());
  readonly #button = element("button", { type: "button", class: "act" }, text.nets.train);
  readonly #state = element("p", { class: "study-state", role: "status" });
  readonly #grid = element("div", { class: "nets-grid" });
  readonly #readout = element("p", { class: "readout", "aria-hidden": "true" });
  readonly #seeds: NetSeeds;
  readonly #listeners: (() => void)[] = [];
  #tiles: Tile[] = [];
  #results: StudyRun[] = [];
  #corpus: Corpus | undefined;
  #words: Words = { asking: [], telling: [], rows: [] };
  #settings = "";
  /** What the nets that are shown, or being trained, share. */
  #shown = "";
  /** The settings under which they were trained. */
  #trained = "";
  #near = false;
  #asked = false;
  #drawn = "";

  constructor(root: HTMLElement, watch: CanvasWatch, session: Session) {
    this.#watch = watch;
    this.#session = session;
    this.#seeds = new NetSeeds(session, varied, () => this.#tiles.forEach((tile) => this.#showTile(tile)));
    root.replaceChildren(
      element("div", { class: "study-bar" }, this.#button, this.#state),
      this.#seeds.root,
      this.#grid,
      this.#readout,
    );
    this.#button.addEventListener("click", () => {
      this.#asked = true;
      if (this.#runner.running) this.#runner.stop();
      else void this.#start(true);
    });
    watch.add(this.#grid);
    new IntersectionObserver(([entry]) => {
      this.#near = entry?.isIntersecting === true;
      void this.#startUnasked();
    }).observe(this.#grid);
  }

  /** What came of the nets so far, if they belong to the present run. */
  get results(): readonly StudyRun[] {
    return this.#fits ? this.#results : [];
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#settings = lab.settings();
    if (corpus !== this.#corpus) {
      this.#corpus = corpus;
      this.#words = words(corpus);
      this.#build();
    }
    if (!this.#fits) this.#runner.stop();
    this.#seeds.open(this.#settings);
    this.#show();
    void this.#startUnasked();
  }

  draw(): void {
    if (!this.#watch.isVisible(this.#grid)) return;
    const { pixelRatio, dark } = surroundings();
    const look = `${pixelRatio} ${dark} ${this.#watch.width(this.#grid)}`;
    if (look !== this.#drawn) for (const tile of this.#tiles) tile.drawn = false;
    this.#drawn = look;
    this.#drawTiles();
  }

  get #fits(): boolean {
    return this.#shown === this.#shared();
  }

  /** What twelve nets of the present run would share: the words and the pair too. */
  #shared(): string {
    const { pair } = this.#session.corpus;
    return [others(this.#settings, ...varied), pair.sentences, this.#session.wanted.words].join("\n");
  }

  #build(): void {
    this.#tiles = [];
    const rows = switches.map(({ label, ...toggles }) =>
      element(
        "div",
        { class: "nets-row", role: "group", "aria-label": label },
        element("p", { class: "nets-label" }, label),
        ...headSizes.map((headSize) => this.#tile({ "head-size": headSize, ...toggles }, label)),
      ),
    );
    const { telling } = this.#words;
    const heads = headSizes.map((size) =>
      element(
        "p",
        { class: "nets-head" },
        element("b", {}, text.headSize(size)),
        ...telling.map((word) => element("span", {}, text.withWord, token(word))),
      ),
    );
    this.#grid.replaceChildren(
      element("div", { class: "nets-row nets-heads", "aria-hidden": "true" }, element("p"), ...heads),
      ...rows,
    );
  }

  #tile(values: Record<string, string>, label: string): HTMLElement {
    const maps = this.#words.asking.map((_, index) => {
      const canvas = element("canvas", { class: "net-map" });
      const { asking, all } = this.#words.rows[index] ?? { asking: 0, all: 1 };
      const row = element("span", { class: "net-row" });
      row.style.top = `${(100 * asking) / all}%`;
      row.style.height = `${100 / all}%`;
      const said = element("span", { class: "net-answer" });
      return {
        canvas,
        said,
        root: element(
          "span",
          { class: "net-sentence" },
          element("span", { class: "net-frame" }, canvas, row),
          said,
        ),
      };
    });
    const seeds = element("span", { class: "net-seeds" });
    const loss = element("span", { class: "net-loss" });
    const button = element(
      "button",
      { type: "button", class: "net", disabled: "" },
      element("span", { class: "visually-hidden" }, text.netName(values["head-size"] ?? "", label)),
      element("span", { class: "net-now" }, text.present),
      ...maps.map(({ root }) => root),
      seeds,
      loss,
    );
    const tile: Tile = { button, values, maps, seeds, loss, drawn: false };
    button.addEventListener("click", () => {
      const found = this.#resultOf(values);
      if (found) void this.#session.show(found.settings);
    });
    for (const event of ["pointerenter", "focus"]) button.addEventListener(event, () => this.#say(tile));
    this.#tiles.push(tile);
    return button;
  }

  async #startUnasked(): Promise<void> {
    if (this.#near && !this.#fits && !this.#runner.running) await this.#start(this.#asked);
  }

  /** Trains the twelve; unless they were asked for, only where it takes no time worth speaking of. */
  async #start(asked: boolean): Promise<void> {
    this.#shown = this.#shared();
    this.#trained = this.#settings;
    this.#results = [];
    for (const tile of this.#tiles) tile.drawn = false;
    const { words } = this.#session.wanted;
    const done = this.#runner.run(Study.compared(this.#settings, words, pairOf(this.#session)), words);
    if (!asked) setTimeout(() => this.#spare(), patience);
    if (await done) this.#seeds.offer(this.#runner.pace * (this.#runner.study?.total_steps() ?? NaN));
  }

  /** Stops what nobody has asked for and would take long; for a while nobody knows how long. */
  #spare(): void {
    const { running, rest } = this.#runner;
    if (!running || this.#asked) return;
    if (Number.isNaN(rest)) setTimeout(() => this.#spare(), patience);
    else if (rest > quick) this.#runner.stop();
  }

  #progress(): void {
    const { study, running } = this.#runner;
    if (!study) return;
    this.#results.push(...resultsFrom(study, this.#results.length));
    setText(this.#button, running ? text.stop : study.is_over() ? text.nets.trainAgain : text.nets.train);
    this.#show();
    this.#drawTiles();
    for (const listener of this.#listeners) listener();
  }

  #show(): void {
    const { study, running } = this.#runner;
    const seed = setting(this.#trained || this.#settings, "seed");
    const over = this.#results.length === this.#tiles.length;
    this.#grid.classList.toggle("stale", !this.#fits && this.#results.length > 0);
    this.#button.hidden = over && this.#fits && !running;
    const [trained, all] = [this.#results.length, this.#tiles.length];
    if (!study) setText(this.#state, "");
    else if (running) setText(this.#state, text.nets.training(trained + 1, all));
    else if (!this.#fits) setText(this.#state, text.nets.ofAnotherRun(seed));
    else if (over) setText(this.#state, text.nets.allTrained(seed));
    else setText(this.#state, text.nets.trained(trained, all));
    for (const tile of this.#tiles) this.#showTile(tile);
  }

  #showTile({ button, values, maps, seeds, loss }: Tile): void {
    const found = this.#resultOf(values);
    const count = this.#seeds.countOf(values);
    const solved = count && count.over > 0 ? text.solved(count.right, count.over) : [];
    if (inPlain(solved) !== seeds.textContent) seeds.replaceChildren(...solved);
    seeds.style.setProperty("--right", String(count ? count.right / Math.max(1, count.over) : 0));
    button.disabled = !found;
    const now = found?.settings === this.#settings;
    if (now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const shown = found ? JSON.stringify([found.settings, found.meanLoss]) : "";
    if (button.dataset["shown"] === shown) return;
    button.dataset["shown"] = shown;
    maps.forEach(({ said }, index) =>
      said.replaceChildren(
        ...(found ? [answer(found.guesses[index] ?? "", found.right[index] === true)] : []),
      ),
    );
    loss.replaceChildren(...(found ? text.netLoss(found.meanLoss, found.allRight, found.asked) : []));
    // As long as the loss, with the floor below which no model comes as its dark part.
    loss.style.setProperty("--loss", String(found ? Math.min(1, found.meanLoss) : 0));
    loss.style.setProperty("--floor", String(this.#corpus?.floor ?? 0));
  }

  #drawTiles(): void {
    const { study } = this.#runner;
    if (!study || !this.#watch.isVisible(this.#grid)) return;
    const { pixelRatio, dark } = surroundings();
    for (const tile of this.#tiles) {
      const index = this.#results.findIndex((found) => matches(found, tile.values));
      if (tile.drawn || index < 0) continue;
      tile.drawn = true;
      tile.maps.forEach(({ canvas }, sentence) => {
        if (canvas.clientWidth > 0)
          study.draw(canvas, index, this.#corpus?.pair.sentences[sentence] ?? 0, pixelRatio, dark);
      });
    }
  }

  #resultOf(values: Record<string, string>): StudyRun | undefined {
    return this.#results.find((found) => matches(found, values));
  }

  #say({ values }: Tile): void {
    const found = this.#resultOf(values);
    if (!found) return;
    const { "head-size": size = "", position = "", skip = "" } = values;
    const what = text.netSettings(size, position, skip);
    this.#readout.replaceChildren(what, ...inWords(found, this.#words.asking[0] ?? "", this.#words.telling));
  }
}

interface Tile {
  button: HTMLButtonElement;
  values: Record<string, string>;
  maps: { canvas: HTMLCanvasElement; said: HTMLElement; root: HTMLElement }[];
  seeds: HTMLElement;
  loss: HTMLElement;
  drawn: boolean;
}

function matches({ settings }: StudyRun, values: Record<string, string>): boolean {
  return Object.entries(values).every(([key, value]) => setting(settings, key) === value);
}
