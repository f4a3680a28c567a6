import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { nextTask } from "./frame.js";
import type { Turns } from "./turns.js";

/** A part of the page that shows the Lab. All three are called within a turn, so the Lab is free. */
export interface View {
  /**
   * Another run is open: shapes and names may be others than before. The corpus is the same object as long as its words
   * are the same. Called before `draw` and `settle`, and many times a second while a slider moves: elements that still
   * fit stay, and nothing is drawn here.
   */
  open?(lab: Lab, corpus: Corpus): void;
  /** Called for every frame of training, and whenever the surroundings have changed: draws only what can be seen. */
  draw?(lab: Lab): void;
  /**
   * The numbers as text, and the pictures that are out of sight. Called soon after the numbers have changed, in a
   * task that may be another view's too; at rest they are always right, during training they follow twice a second.
   */
  settle?(lab: Lab): void;
}

/** How long one task may go on settling, in milliseconds; a view that has begun always ends. */
const longestTask = 8;
/** While one change follows another this fast, as under a slider that is dragged, the frames come first, */
const quiet = 40;
/** but nothing waits longer than this. */
const longestWait = 400;

/**
 * All views of the page. What can be seen is drawn at once; the rest settles in tasks of its own, few milliseconds
 * each, so that ten sections never hold up a frame. Until all have settled, <main> has `data-settling`.
 */
export class Views {
  readonly #turns: Turns;
  readonly #views: View[] = [];
  /** What has not settled since the numbers changed; who has waited longest comes first. */
  readonly #due = new Set<View>();
  readonly #page = document.querySelector("main");
  #settled: (lab: Lab) => void = () => undefined;
  #shown = 0;
  #settling = false;

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** Views that come later show the run that is open. */
  add(lab: Lab, corpus: Corpus, ...views: View[]): void {
    this.#views.push(...views);
    for (const view of views) view.open?.(lab, corpus);
  }

  open(lab: Lab, corpus: Corpus): void {
    for (const view of this.#views) view.open?.(lab, corpus);
  }

  draw(lab: Lab): void {
    for (const view of this.#views) view.draw?.(lab);
  }

  /** Draws, and lets every view settle after this turn; `settled` is called once all have. */
  show(lab: Lab, settled: (lab: Lab) => void): void {
    this.draw(lab);
    this.#settled = settled;
    this.#shown = performance.now();
    for (const view of this.#views) if (view.settle) this.#due.add(view);
    void this.#settle();
  }

  async #settle(): Promise<void> {
    if (this.#settling) return;
    this.#settling = true;
    this.#page?.setAttribute("data-settling", "");
    const since = performance.now();
    for (let rest = true; rest;) {
      await nextTask();
      while (performance.now() - this.#shown < quiet && performance.now() - since < longestWait)
        await pause(quiet / 2);
      rest = await this.#turns.take((lab) => this.#settleSome(lab));
    }
    this.#page?.removeAttribute("data-settling");
    this.#settling = false;
  }

  /** Whether there is more to do. */
  #settleSome(lab: Lab): boolean {
    const end = performance.now() + longestTask;
    for (const view of this.#due) {
      this.#due.delete(view);
      try {
        view.settle?.(lab);
      } catch (error) {
        // One view that fails keeps nobody else from settling.
        reportError(error);
      }
      if (performance.now() >= end) break;
    }
    if (this.#due.size > 0) return true;
    this.#settled(lab);
    return false;
  }
}

function pause(delay: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delay));
}
