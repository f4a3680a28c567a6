import { type Corpus, type Lab, Study, type StudyRun } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { grid, legend } from "./plot.js";
import { inWords, looks, resultsFrom } from "./result.js";
import { rightTable, runsTable, tallyTable } from "./tables.js";
import { others, setting } from "../session/run.js";
import { Runner } from "../session/runner.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/compare.js";
import { type Words, pairOf, words } from "./words.js";

const counts = [20, 200];
/** From this near on, in CSS pixels, the pointer means a dot. */
const reach = 40;

/** The same run from many seeds: a dot a run, where `the` looks by whether the answers are right. */
export class Seeds implements View {
  readonly #session: Session;
  readonly #runner = new Runner(() => this.#progress());
  readonly #buttons = counts.map((count) =>
    element("button", { type: "button", class: "act" }, text.seeds.run(count)),
  );
  readonly #stop = element("button", { type: "button", class: "act", hidden: "" }, text.stop);
  readonly #state = element("p", { class: "study-state", role: "status" });
  readonly #plot = element("div", {
    class: "seed-plot",
    role: "group",
    "aria-label": text.seeds.plot,
  });
  readonly #across = element("p", { class: "axis across" });
  readonly #upward = element("p", { class: "axis upward" });
  readonly #figure = element("div", { class: "seed-figure" }, this.#upward, this.#plot, this.#across);
  readonly #legend = legend();
  /** How many of all answers are right, where there are more than those of the pair. */
  readonly #allRight = element("table", { class: "data seed-counts" });
  readonly #readout = element("p", { class: "readout", "aria-hidden": "true" });
  readonly #table = element("table", { class: "data seed-counts" });
  readonly #all = element("table", { class: "data" });
  readonly #details = element(
    "details",
    { hidden: "" },
    element("summary", {}, text.seeds.everyRun),
    this.#all,
  );
  #dots: HTMLButtonElement[] = [];
  #results: StudyRun[] = [];
  #corpus: Corpus | undefined;
  #words: Words = { asking: [], telling: [], rows: [] };
  #settings = "";
  #shown = "";
  #trained = "";

  constructor(root: HTMLElement, session: Session) {
    this.#session = session;
    root.replaceChildren(
      element("div", { class: "study-bar" }, ...this.#buttons, this.#stop, this.#state),
      element(
        "div",
        { class: "seeds-body" },
        this.#figure,
        element("div", { class: "seed-text" }, this.#legend, this.#readout, this.#table, this.#allRight),
      ),
      this.#details,
    );
    this.#buttons.forEach((button, index) =>
      button.addEventListener("click", () => void this.run(counts[index] ?? 0)),
    );
    this.#stop.addEventListener("click", () => this.#runner.stop());
    this.#details.addEventListener("toggle", () => this.#fillTable());
    this.#plot.addEventListener("keydown", (event) => this.#walk(event));
    // Dots may lie close together: the nearest one is meant, not only the one that is hit.
    this.#plot.addEventListener("pointermove", (event) => this.#say(this.#nearest(event)));
    this.#plot.addEventListener("click", (event) => {
      const found =
        event.detail === 0 ? this.#dots.indexOf(event.target as HTMLButtonElement) : this.#nearest(event);
      void this.#open(found);
    });
    this.#plot.append(...grid());
  }

  /** Runs the seeds from 1 to `count` under the present settings; the results once all are there, or none. */
  async run(count: number): Promise<readonly StudyRun[] | undefined> {
    this.#shown = this.#shared();
    this.#trained = this.#settings;
    this.#results = [];
    for (const dot of this.#dots) dot.remove();
    this.#dots = [];
    this.#readout.replaceChildren();
    const { words } = this.#session.wanted;
    const study = Study.of_seeds(this.#settings, words, pairOf(this.#session), 1, count);
    const over = await this.#runner.run(study, words);
    return over ? this.#results : undefined;
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#settings = lab.settings();
    if (corpus !== this.#corpus) {
      const next = words(corpus);
      this.#corpus = corpus;
      this.#words = next;
      const [asking = ""] = next.asking;
      this.#figure.hidden = next.telling.length < 2;
      this.#across.replaceChildren(...text.weightThat(asking, next.telling[0] ?? ""));
      this.#upward.replaceChildren(...text.weightThat(asking, next.telling[1] ?? ""));
    }
    this.#show();
  }

  /** What the seeds of the present run would share: the words and the pair too. */
  #shared(): string {
    const { pair } = this.#session.corpus;
    return [others(this.#settings, "seed"), pair.sentences, this.#session.wanted.words].join("\n");
  }

  #progress(): void {
    const { study, running } = this.#runner;
    if (!study) return;
    const from = this.#results.length;
    this.#results.push(...resultsFrom(study, from));
    for (const found of this.#results.slice(from)) this.#addDot(found);
    if (this.#results.length > from || !running) this.#count(study);
    this.#show();
    if (!running) this.#fillTable();
  }

  #count(study: Study): void {
    const isPair = this.#words.telling.length === 2;
    this.#table.replaceChildren(...(isPair ? tallyTable(study, this.#words) : []));
    const isMore = !isPair || (this.#corpus?.sentences.length ?? 0) > 2;
    this.#allRight.replaceChildren(...(isMore ? rightTable(this.#results) : []));
  }

  #show(): void {
    const { study, running } = this.#runner;
    const fits = this.#shown === this.#shared();
    this.#stop.hidden = !running;
    for (const button of this.#buttons) button.hidden = running;
    this.#plot.classList.toggle("stale", !fits && this.#results.length > 0);
    const [trained, all] = [this.#results.length, study?.runs() ?? 0];
    const headSize = setting(this.#trained, "head-size");
    if (!study) setText(this.#state, "");
    else if (running) setText(this.#state, text.seeds.trained(trained, all, this.#runner.rest));
    else if (!fits) setText(this.#state, text.seeds.ofOtherSettings(headSize));
    else if (trained < all) setText(this.#state, text.seeds.stopped(trained, all, headSize));
    else setText(this.#state, text.seeds.allTrained(this.#unsolved(), all, headSize, this.#runner.took));
    this.#dots.forEach((dot, index) => {
      const now = this.#results[index]?.settings === this.#settings;
      if (now) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
    });
    this.#details.hidden = running || this.#results.length === 0;
  }

  /** How many of the runs have an answer wrong. */
  #unsolved(): number {
    return this.#results.filter(({ allRight, asked }) => allRight < asked).length;
  }

  #addDot(found: StudyRun): void {
    const { asking, telling } = this.#words;
    const seed = setting(found.settings, "seed");
    const answers = found.guesses.map((guess, index) => ({ guess, right: found.right[index] === true }));
    const dot = element("button", {
      type: "button",
      class: "dot",
      "data-answers": answersOf(found),
      "aria-label": text.dot(seed, asking[0] ?? "", looks(found, telling), answers),
      tabindex: this.#dots.length === 0 ? "0" : "-1",
    });
    const [x = NaN, y = NaN] = found.stretched;
    dot.style.left = `${100 * (Number.isFinite(x) ? x : 0)}%`;
    dot.style.bottom = `${100 * (Number.isFinite(y) ? y : 0)}%`;
    const index = this.#dots.push(dot) - 1;
    dot.addEventListener("focus", () => this.#say(index));
    this.#plot.append(dot);
  }

  #fillTable(): void {
    if (!this.#details.open) return;
    const open = (found: StudyRun) => void this.#session.show(found.settings);
    this.#all.replaceChildren(...runsTable(this.#results, this.#words, open));
  }

  #walk(event: KeyboardEvent): void {
    const now = this.#dots.indexOf(document.activeElement as HTMLButtonElement);
    const last = this.#dots.length - 1;
    const steps: Record<string, number> = {
      ArrowRight: now + 1,
      ArrowDown: now + 1,
      ArrowLeft: now - 1,
      ArrowUp: now - 1,
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    if (next === undefined || now < 0) return;
    event.preventDefault();
    const dot = this.#dots[Math.max(0, Math.min(last, next))];
    this.#dots[now]?.setAttribute("tabindex", "-1");
    dot?.setAttribute("tabindex", "0");
    dot?.focus();
  }

  #nearest({ clientX, clientY }: PointerEvent | MouseEvent): number {
    let [best, nearest] = [-1, reach];
    this.#dots.forEach((dot, index) => {
      const { left, top, width, height } = dot.getBoundingClientRect();
      const distance = Math.hypot(clientX - left - width / 2, clientY - top - height / 2);
      if (distance < nearest) [best, nearest] = [index, distance];
    });
    return best;
  }

  #say(index: number): void {
    const found = this.#results[index];
    this.#dots.forEach((dot, at) => dot.classList.toggle("meant", at === index));
    if (!found) return;
    const seed = setting(found.settings, "seed");
    this.#readout.replaceChildren(
      element("b", {}, `${text.seeds.seed(seed)}. `),
      ...inWords(found, this.#words.asking[0] ?? "", this.#words.telling),
    );
  }

  async #open(index: number): Promise<void> {
    const found = this.#results[index];
    if (found) await this.#session.show(found.settings);
  }
}

/** Whether all answers are right, some or none. */
function answersOf({ right }: StudyRun): string {
  const wrong = right.filter((is) => !is).length;
  return wrong === 0 ? "all" : wrong < right.length ? "some" : "none";
}
