import type { Corpus, Gpu, Lab } from "../../pkg/attention_lab.js";
import { nextFrame, nextTask } from "./frame.js";
import type { Backend, Run, Translated } from "./run.js";
import { type Turns, message } from "./turns.js";
import type { Pace } from "./pace.js";
import type { Views } from "./view.js";

export type State = "untrained" | "training" | "playingBack" | "lookingBack" | "paused" | "finished";

/** What the player tells the page. */
export interface Listener {
  state(state: State, lab: Lab): void;
  /** All views have settled: whoever reads the page now reads this state's numbers. */
  settled(state: State, lab: Lab): void;
  /** Another device may compute from now on; `lost` if the one before was lost. */
  device(lab: Lab, lost: boolean): void;
  /** Something failed; an empty text takes the last failure back. */
  failure(text: string): void;
}

/** What is trained, and who could compute it at once. */
interface Task {
  readonly corpus: Corpus;
  now(run: Run): Backend;
  /** The run is about to be left, to another one or to its start; what this gives back is called once it is. */
  leaving(lab: Lab): Promise<() => void>;
  /** Who computes a run by its edited shaders; nobody where it has none. */
  translate(run: Run): Promise<Translated | undefined>;
  /** A run was opened; gives back what is learned by it. */
  opened(lab: Lab, run: Run): Corpus;
}

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const settleEvery = 500;
const mostRecoveries = 5;
/** How long one turn may go on training before the page must be drawn: below what a hand on a slider would notice. */
const longestTurn = 42;
/** A hand on a slider waits for the end of a run: of so many turns none but the last is drawn. */
const unseenTurns = 3;
/** A worker computes so many steps in a moment; how long its answer takes depends on what else the browser has to do. */
const leastOfCells = 64;
/** How long a GPU may take to answer a page that has come back from the browser's memory. */
const patience = 2000;

/**
 * Plays, steps, rewinds, looks back and opens runs: every act of the page on the Lab, one turn each. All acts start
 * from the step that is shown: what was already trained is shown again, and only from its end on is trained.
 */
export class Player {
  readonly #turns: Turns;
  readonly #views: Views;
  readonly #pace: Pace;
  readonly #listener: Listener;
  readonly #task: Task;
  #gpu: Gpu | undefined;
  /** The play that is going on; a pause takes it away, and the loop that holds it ends. */
  #play: { hurry: boolean } | undefined;
  /** The step that the reader has last asked to see, until it is being worked out. */
  #wanted: number | undefined;
  #settled = 0;
  #recoveries = 0;

  constructor(turns: Turns, views: Views, pace: Pace, listener: Listener, task: Task) {
    this.#turns = turns;
    this.#views = views;
    this.#pace = pace;
    this.#listener = listener;
    this.#task = task;
  }

  get playing(): boolean {
    return this.#play !== undefined;
  }

  /** The step that the reader has asked to see and does not see yet. */
  get wanted(): number | undefined {
    return this.#wanted;
  }

  async toggle(): Promise<void> {
    if (this.playing) await this.pause();
    else await this.play();
  }

  /** Goes on from what is shown; at the end of the run it begins again. */
  async play(): Promise<void> {
    if (this.playing) return;
    await this.#run({ hurry: false }, async (lab) => {
      if (lab.shown_step() >= lab.total_steps()) await this.#rewind(lab);
    });
  }

  /** Shows the end of the run, and trains what is left of it as fast as the page stays smooth. */
  async toEnd(): Promise<void> {
    await this.#run({ hurry: true }, (lab) => lab.scrub(lab.step()));
  }

  async pause(): Promise<void> {
    this.#play = undefined;
    await this.#act(() => undefined);
  }

  /** One step; where it is trained, by the drive that reads the gradients back. */
  async step(): Promise<void> {
    this.#play = undefined;
    await this.#act(async (lab) => {
      const shown = lab.shown_step();
      if (shown < lab.step()) await this.#surviving(lab, () => lab.scrub(shown + 1));
      else if (shown < lab.total_steps()) await this.#surviving(lab, () => lab.step_by_hand());
    });
  }

  /** A step with every sentence, from whichever is next. */
  async epoch(): Promise<void> {
    this.#play = undefined;
    await this.#act(async (lab) => {
      const end = Math.min(lab.shown_step() + this.#task.corpus.sentences.length, lab.total_steps());
      // In two parts where the first of them has been trained already and the last has not.
      while (lab.shown_step() < end) await this.#goOn(lab, end - lab.shown_step());
    });
  }

  async rewind(): Promise<void> {
    this.#play = undefined;
    await this.#act((lab) => this.#rewind(lab));
  }

  /** Shows the run as it was after `step` steps. While one step is worked out, only the last of all wishes is kept. */
  async lookAt(step: number): Promise<void> {
    this.#play = undefined;
    const waiting = this.#wanted !== undefined;
    this.#wanted = step;
    if (waiting) return;
    await this.#act(async (lab) => {
      const wanted = this.#wanted ?? step;
      this.#wanted = undefined;
      await this.#surviving(lab, () => lab.scrub(wanted));
    });
  }

  /**
   * Another run in the same Lab; if the one before was being trained, this one is trained too. False if it failed.
   * `goOn`: if only the learning rate differs, the run that has begun goes on with it. `live`: its end is shown.
   */
  async open(run: Run, { goOn = false, live = false } = {}): Promise<boolean> {
    let rest = false;
    let edited: Translated | undefined;
    try {
      edited = await this.#task.translate(run);
    } catch (error) {
      this.#listener.failure(message(error));
      return false;
    }
    const opened = await this.#turn(async (lab) => {
      if (goOn && lab.change_learning_rate(run.settings)) return;
      const { settings, words } = run;
      const backend = this.#task.now(run);
      const left = await this.#task.leaving(lab);
      await lab.reopen(settings, words, backend, edited?.texts ?? [], edited?.ask);
      left();
      this.#recoveries = 0;
      this.#pace.renew();
      this.#views.open(lab, this.#task.opened(lab, run));
      this.#device(lab);
      if (live) rest = await this.#trainAtOnce(lab);
    });
    if (!opened) return false;
    // In a task of its own, and not before the frame that shows it: training and drawing together would take long.
    await nextFrame();
    if (rest && !this.playing) rest = await this.#goOnUnseen();
    if (rest && !this.playing) void this.toEnd();
    else await this.#act(() => undefined);
    return true;
  }

  /**
   * The search for a GPU is over: what it has found goes on where the run stands, if `backend` would have it. Else the
   * CPU engine goes on, and the reason is what this returns.
   */
  async takeOver(found: Gpu, backend: Backend): Promise<string> {
    let problem = "";
    await this.#attempt(async (lab) => {
      try {
        await lab.take_over(found, backend);
      } catch (error) {
        problem = message(error);
        await lab.take_over(found, "auto");
      }
      this.#pace.reset();
      this.#device(lab);
      this.#settle(lab);
    });
    return problem;
  }

  /**
   * The page comes back from the browser's memory. What a GPU was asked before may stay unanswered for ever: then it
   * counts as lost.
   */
  async comeBack(): Promise<void> {
    const giveUp = setTimeout(() => this.#gpu?.give_up(), patience);
    // Until the fields have been given back: see frame/fields.ts.
    await nextTask();
    await this.#attempt((lab) => {
      this.#views.open(lab, this.#task.corpus);
      this.#settle(lab);
    });
    clearTimeout(giveUp);
  }

  /** Shows the run that is open to views that have not seen it yet. */
  async show(): Promise<void> {
    await this.#attempt((lab) => {
      this.#device(lab);
      this.#settle(lab);
    });
  }

  /** What is learned is looked at in another way: the run goes on where it stands. */
  async showAnew(change: (lab: Lab) => Corpus): Promise<void> {
    await this.#attempt((lab) => {
      this.#views.open(lab, change(lab));
      this.#settle(lab);
    });
  }

  /** Trains up to a step and shows it, in turns between which the page can do everything else. */
  async reach(step: number): Promise<void> {
    const play = (this.#play = { hurry: true });
    this.#pace.begin();
    let shown = 0;
    while (this.#play === play && shown < step) {
      await this.#attempt(async (lab) => {
        const steps = Math.min(this.#pace.next(lab.total_steps(), play), step - lab.shown_step());
        await this.#goOn(lab, steps);
        this.#pace.trained(steps);
        shown = lab.shown_step();
        this.#views.draw(lab);
      });
      await nextFrame();
    }
    if (this.#play === play) await this.pause();
  }

  /** Draws again, because the surroundings of the pictures have changed. */
  async redraw(): Promise<void> {
    await this.#turns.take((lab) => this.#views.draw(lab));
  }

  async #run(play: { hurry: boolean }, first: (lab: Lab) => Promise<void>): Promise<void> {
    this.#play = play;
    await this.#act(async (lab) => {
      await this.#surviving(lab, () => first(lab));
      if (lab.shown_step() >= lab.total_steps()) this.#play = undefined;
    });
    this.#pace.begin();
    while (this.#play === play) {
      // A hidden page has no frames to wait for.
      await (document.hidden && !this.#pace.isSlowed(play.hurry) ? nextTask() : nextFrame());
      await this.#turns.take((lab) => this.#slice(lab, play)).catch((error) => this.#stop(error));
    }
  }

  async #rewind(lab: Lab): Promise<void> {
    const left = await this.#task.leaving(lab);
    await lab.rewind();
    left();
  }

  /** A turn that ends with everything shown. False if it failed. */
  #act(work: (lab: Lab) => void | Promise<void>): Promise<boolean> {
    return this.#turn(async (lab) => {
      await work(lab);
      this.#settle(lab);
    });
  }

  /** A turn that a person has asked for: what failed before is said no longer. */
  #turn(work: (lab: Lab) => Promise<void>): Promise<boolean> {
    return this.#attempt((lab) => {
      this.#listener.failure("");
      return work(lab);
    });
  }

  async #attempt(work: (lab: Lab) => void | Promise<void>): Promise<boolean> {
    try {
      await this.#turns.take(work);
      return true;
    } catch (error) {
      await this.#stop(error);
      return false;
    }
  }

  async #slice(lab: Lab, play: { hurry: boolean }): Promise<void> {
    if (this.#play !== play) return;
    const { hidden } = document;
    const steps = this.#pace.next(lab.total_steps(), { ...play, hidden });
    if (steps === 0) return;
    const before = lab.shown_step();
    await this.#goOn(lab, steps);
    this.#pace.trained(lab.shown_step() - before);
    this.#recoveries = 0;
    if (lab.shown_step() >= lab.total_steps()) this.#play = undefined;
    const due = performance.now() - this.#settled >= settleEvery;
    if (!this.playing || due) this.#settle(lab);
    // Where motion is to be kept down the pictures follow as slowly as the numbers do.
    else if (!reducedMotion.matches && !hidden) this.#views.draw(lab);
  }

  /** From what is shown: shows what has been trained, then trains. */
  async #goOn(lab: Lab, steps: number): Promise<void> {
    const shown = lab.shown_step();
    if (shown < lab.step()) await this.#surviving(lab, () => lab.scrub(Math.min(shown + steps, lab.step())));
    else await this.#surviving(lab, () => lab.advance(steps));
  }

  /** Goes on training in a few more turns, a frame between them; whether anything is left to train. */
  async #goOnUnseen(): Promise<boolean> {
    const play = (this.#play = { hurry: true });
    let rest = true;
    for (let turn = 1; rest && turn < unseenTurns; turn++) {
      const trained = await this.#attempt(async (lab) => {
        rest = this.#play === play && (await this.#trainAtOnce(lab));
      });
      rest &&= trained;
      await nextFrame();
    }
    if (this.#play === play) this.#play = undefined;
    return rest;
  }

  /** Trains within this turn, without drawing what is on the way; whether anything is left to train. */
  async #trainAtOnce(lab: Lab): Promise<boolean> {
    const end = performance.now() + longestTurn;
    let perStep = 0;
    while (lab.step() < lab.total_steps()) {
      const start = performance.now();
      const steps = Math.min(
        this.#pace.next(lab.total_steps(), { hurry: true }),
        lab.total_steps() - lab.step(),
      );
      if (start + steps * perStep >= end) return true;
      await this.#surviving(lab, () => lab.advance(steps));
      this.#pace.trained(steps);
      perStep = (performance.now() - start) / steps;
    }
    return false;
  }

  /** A device can be lost at any time: the Lab then goes on from its last good state, on another one. */
  async #surviving(lab: Lab, work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.#recoveries >= mostRecoveries) throw error;
        this.#recoveries += 1;
        await lab.recover();
        this.#pace.reset();
        this.#device(lab, { lost: true });
      }
    }
  }

  #device(lab: Lab, { lost = false } = {}): void {
    this.#pace.least = lab.device().engine === "cells" ? leastOfCells : 1;
    this.#gpu?.free();
    this.#gpu = lab.gpu();
    this.#listener.device(lab, lost);
  }

  #settle(lab: Lab): void {
    this.#settled = performance.now();
    this.#listener.state(this.#state(lab), lab);
    this.#views.show(lab, (lab) => {
      this.#listener.settled(this.#state(lab), lab);
      if (!this.playing && lab.losses().some((loss) => !Number.isFinite(loss)))
        void this.#sayWhereItOverflowed();
    });
  }

  /** To look for it, the past is trained again: only once there is something to look for. */
  async #sayWhereItOverflowed(): Promise<void> {
    const text = await this.#turns.take((lab) => lab.divergence()).catch(message);
    if (text) this.#listener.failure(text);
  }

  #state(lab: Lab): State {
    const past = lab.shown_step() < lab.step();
    if (this.playing) return past ? "playingBack" : "training";
    if (past) return "lookingBack";
    if (lab.step() === 0) return "untrained";
    return lab.step() >= lab.total_steps() ? "finished" : "paused";
  }

  async #stop(error: unknown): Promise<void> {
    this.#play = undefined;
    this.#listener.failure(message(error));
    await this.#turns
      .take((lab) => {
        this.#listener.state(this.#state(lab), lab);
        this.#listener.settled(this.#state(lab), lab);
      })
      .catch(() => undefined);
  }
}
