import type { Study } from "../../pkg/attention_lab.js";
import { Cores } from "./cores.js";
import { nextTask } from "./frame.js";

/** How long a piece of a study may hold up the page, in milliseconds. */
const slice = 12;
const firstSteps = 50;
/** How long what is new waits to be shown, in milliseconds: a frame for each run would take the time of a core. */
const patience = 250;

/** Runs a study to its end: on all cores, or in pieces between which the page can do everything else. */
export class Runner {
  /** What was run last: it stays, for its pictures. */
  study: Study | undefined;
  readonly #changed: () => void;
  readonly #cores = new Cores();
  #work: symbol | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #began = 0;
  /** When the first results were there, and how many steps they were: until then the cores were only warming up. */
  #first: { time: number; step: number } | undefined;
  #took = 0;
  /** When the study was over. */
  #end: number | undefined;

  /** `changed` is called a few times a second, at the beginning, and at the end. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get running(): boolean {
    return this.#work !== undefined;
  }

  /** How long the rest takes at the pace so far, in milliseconds; not a number as long as nobody knows. */
  get rest(): number {
    const { study } = this;
    return study ? this.pace * (study.total_steps() - study.step()) : NaN;
  }

  /** How long a step takes, of whichever run on whichever core, in milliseconds; not a number as long as nobody knows. */
  get pace(): number {
    const [{ study }, first] = [this, this.#first];
    if (!study || !first || study.step() === first.step) return NaN;
    return ((this.#end ?? performance.now()) - first.time) / (study.step() - first.step);
  }

  /** How long the study took that was run last, in milliseconds. */
  get took(): number {
    return this.#took;
  }

  /**
   * Runs `study`, which learns `words`, in place of what was run before; without them on the page's own core alone.
   * False if it was stopped.
   */
  async run(study: Study, words?: string): Promise<boolean> {
    if (this.running) this.stop();
    this.study?.free();
    this.study = study;
    const work = Symbol("study");
    this.#work = work;
    this.#began = performance.now();
    this.#first = this.#end = undefined;
    this.#tellNow();
    const take = (parameters: Float32Array) => {
      if (this.#work !== work) return;
      study.take_in(parameters);
      this.#first ??= { time: performance.now(), step: study.step() };
      if (study.is_over()) this.#over();
      this.#tell();
    };
    if (words === undefined) return this.#inPieces(study, work);
    try {
      return await this.#cores.train(study.runs(), words, (run) => study.settings(run), take);
    } catch {
      // No workers here: the page's own core does it.
      return this.#inPieces(study, work);
    }
  }

  /** Stops where it is; what is over stays. */
  stop(): void {
    this.#work = undefined;
    this.#cores.stop();
    this.#tell();
  }

  async #inPieces(study: Study, work: symbol): Promise<boolean> {
    let steps = firstSteps;
    for (;;) {
      await nextTask();
      if (this.#work !== work) return false;
      const start = performance.now();
      study.advance(steps);
      this.#first ??= { time: performance.now(), step: study.step() };
      const time = Math.max(performance.now() - start, 0.1);
      steps = Math.max(1, Math.round(steps * Math.min(2, slice / time)));
      if (study.is_over()) this.#over();
      this.#tell();
      if (!this.running) return true;
    }
  }

  /** Says at once that it is over, and soon that there is something new. */
  #tell(): void {
    if (this.running) {
      this.#waiting ??= setTimeout(() => this.#tellNow(), patience);
      return;
    }
    this.#tellNow();
  }

  #tellNow(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#changed();
  }

  #over(): void {
    this.#work = undefined;
    this.#end = performance.now();
    this.#took = this.#end - this.#began;
  }
}
