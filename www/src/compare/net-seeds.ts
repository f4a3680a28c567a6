import { Study } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { others, setting } from "../session/run.js";
import { Runner } from "../session/runner.js";
import type { Session } from "../session/session.js";
import * as text from "../text/en/compare.js";
import { pairOf } from "./words.js";

/** From how many seeds each net is trained, from 1 on. */
const seeds = 20;
/** A device that would need longer than this, in milliseconds, waits to be asked. */
const quick = 2500;

/** Of a net: how many of its seeds are over, and how many of these get every answer right. */
export interface Count {
  over: number;
  right: number;
}

/** Each of the twelve nets from many seeds, on all cores: how many get every answer right. */
export class NetSeeds {
  readonly root: HTMLElement;
  readonly #session: Session;
  /** What the nets differ in. */
  readonly #varied: readonly string[];
  readonly #changed: () => void;
  readonly #runner = new Runner(() => this.#progress());
  readonly #button = element("button", { type: "button", class: "act" });
  readonly #state = element("p", { class: "study-state", role: "status" });
  #settings = "";
  /** What the nets that are counted share. */
  #counted = "";
  /** The settings of each net, in the order of the plan, and its count. */
  #nets: string[] = [];
  #counts: Count[] = [];
  /** How long it would take, in milliseconds. */
  #guess = NaN;

  constructor(session: Session, varied: readonly string[], changed: () => void) {
    this.#session = session;
    this.#varied = varied;
    this.#changed = changed;
    this.root = element("div", { class: "study-bar net-seeds-bar" }, this.#button, this.#state);
    this.#button.addEventListener("click", () => {
      if (this.#runner.running) this.#runner.stop();
      else void this.#run();
    });
  }

  open(settings: string): void {
    this.#settings = settings;
    if (!this.#fits && this.#runner.running) this.#runner.stop();
    this.#show();
  }

  /** From one seed the twelve would take so many milliseconds: where many seeds take no time worth speaking of, they are tried. */
  offer(once: number): void {
    this.#guess = once * seeds;
    if (!this.#fits && !this.#runner.running && this.#guess <= quick) void this.#run();
    this.#show();
  }

  /** What came of the net with these settings, if it was counted for the present run. */
  countOf(values: Readonly<Record<string, string>>): Count | undefined {
    if (!this.#fits) return undefined;
    const at = this.#nets.findIndex((net) =>
      Object.entries(values).every(([key, value]) => setting(net, key) === value),
    );
    return this.#counts[at];
  }

  /** The seed of the present run does not matter: all are tried. */
  get #shared(): string {
    const { pair } = this.#session.corpus;
    const settings = others(this.#settings, "seed", ...this.#varied);
    return [settings, pair.sentences, this.#session.wanted.words].join("\n");
  }

  get #fits(): boolean {
    return this.#counted === this.#shared;
  }

  async #run(): Promise<void> {
    this.#counted = this.#shared;
    this.#counts = [];
    const { words } = this.#session.wanted;
    const study = Study.compared_over_seeds(this.#settings, words, pairOf(this.#session), seeds);
    this.#nets = Array.from({ length: study.runs() / seeds }, (_, net) => study.settings(net * seeds));
    await this.#runner.run(study, words);
  }

  #progress(): void {
    const { study } = this.#runner;
    if (!study) return;
    const counts = study.solved();
    this.#counts = this.#nets.map((_, net) => ({
      over: counts[2 * net] ?? 0,
      right: counts[2 * net + 1] ?? 0,
    }));
    this.#show();
    this.#changed();
  }

  #show(): void {
    const { study, running, rest, took } = this.#runner;
    const over = this.#counts.reduce((sum, count) => sum + count.over, 0);
    const all = this.#nets.length * seeds;
    const isWhole = this.#fits && all > 0 && over === all;
    this.#button.hidden = isWhole;
    setText(this.#button, running ? text.stop : text.netSeeds.run(seeds, this.#guess));
    if (!study || !this.#fits) setText(this.#state, "");
    else if (running) setText(this.#state, text.netSeeds.trained(over, all, rest));
    else if (isWhole) setText(this.#state, text.netSeeds.allTrained(seeds, all, took));
    else setText(this.#state, text.netSeeds.stopped(over, all));
  }
}
