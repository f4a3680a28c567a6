import type { Study } from "../../pkg/attention_lab.js";
import { nextTask } from "./frame.js";

/** How long a piece of a study may hold up the page, in milliseconds. */
const slice = 12;
const firstSteps = 50;

/** Runs a study to its end, in pieces between which the page can do everything else. */
export class Runner {
  /** What was run last: it stays, for its pictures. */
  study: Study | undefined;
  readonly #changed: () => void;
  #work: symbol | undefined;
  #pace = 0;

  /** `changed` is called after every piece, and at the end. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get running(): boolean {
    return this.#work !== undefined;
  }

  /** How long the rest would take, in milliseconds. */
  get rest(): number {
    return this.study ? (this.study.total_steps() - this.study.step()) * this.#pace : 0;
  }

  /** Runs `study` in place of what was run before. False if it was stopped. */
  async run(study: Study): Promise<boolean> {
    this.study?.free();
    this.study = study;
    const work = Symbol("study");
    this.#work = work;
    let steps = firstSteps;
    this.#changed();
    for (;;) {
      await nextTask();
      if (this.#work !== work) return false;
      const start = performance.now();
      const before = study.step();
      study.advance(steps);
      const time = Math.max(performance.now() - start, 0.1);
      this.#pace = time / Math.max(1, study.step() - before);
      steps = Math.max(1, Math.round(steps * Math.min(2, slice / time)));
      if (study.is_over()) this.#work = undefined;
      this.#changed();
      if (!this.running) return true;
    }
  }

  /** Stops where it is; what is over stays. */
  stop(): void {
    this.#work = undefined;
    this.#changed();
  }
}
