import type { Lab } from "../../pkg/attention_lab.js";
import type { Address } from "./address.js";
import { type Turns, message } from "./lab.js";
import type { Pace } from "./pace.js";
import type { Views } from "../view.js";

export type State = "untrained" | "training" | "paused" | "finished";

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

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const settleEvery = 500;
const mostRecoveries = 5;

/** Trains, steps, rewinds and opens runs: every act of the page on the Lab, one turn each. */
export class Player {
  readonly #turns: Turns;
  readonly #views: Views;
  readonly #pace: Pace;
  readonly #listener: Listener;
  readonly #corpus: string;
  /** The play that is going on; a pause takes it away, and the loop that holds it ends. */
  #play: symbol | undefined;
  #settled = 0;
  #recoveries = 0;

  constructor(turns: Turns, views: Views, pace: Pace, listener: Listener, corpus: string) {
    this.#turns = turns;
    this.#views = views;
    this.#pace = pace;
    this.#listener = listener;
    this.#corpus = corpus;
  }

  get playing(): boolean {
    return this.#play !== undefined;
  }

  async toggle(): Promise<void> {
    if (this.playing) await this.pause();
    else await this.play();
  }

  async play(): Promise<void> {
    if (this.playing) return;
    const play = Symbol("play");
    this.#play = play;
    await this.#act(async (lab) => {
      if (lab.step() >= lab.total_steps()) await lab.rewind();
    });
    while (this.#play === play) {
      await nextFrame();
      await this.#turns.take((lab) => this.#slice(lab, play)).catch((error) => this.#stop(error));
    }
  }

  /** Plays on to the end; unlike `play` it does not begin a finished run again. */
  async playOn(): Promise<void> {
    const finished = await this.#turns.take((lab) => lab.step() >= lab.total_steps());
    if (!finished) await this.play();
  }

  async pause(): Promise<void> {
    this.#play = undefined;
    await this.#act(() => undefined);
  }

  /** One step by the drive that reads the gradients back. */
  async step(): Promise<void> {
    this.#play = undefined;
    await this.#act(async (lab) => {
      if (lab.step() < lab.total_steps()) await this.#surviving(lab, () => lab.step_by_hand());
    });
  }

  async rewind(): Promise<void> {
    this.#play = undefined;
    await this.#act((lab) => lab.rewind());
  }

  /** A new run in the same Lab; if the one before was being trained, this one is trained too. False if it failed. */
  async open({ settings, backend }: Address): Promise<boolean> {
    return this.#act(async (lab) => {
      await lab.reopen(settings, this.#corpus, backend);
      this.#recoveries = 0;
      this.#pace.renew();
      this.#views.open(lab);
      this.#listener.device(lab, false);
    });
  }

  /** Shows the run that is open, for the first time. */
  async show(): Promise<void> {
    await this.#act(() => undefined);
  }

  /** Draws again, because the surroundings of the pictures have changed. */
  async redraw(): Promise<void> {
    await this.#turns.take((lab) => this.#views.draw(lab));
  }

  async #act(work: (lab: Lab) => void | Promise<void>): Promise<boolean> {
    try {
      await this.#turns.take(async (lab) => {
        this.#listener.failure("");
        await work(lab);
        this.#settle(lab);
      });
      return true;
    } catch (error) {
      await this.#stop(error);
      return false;
    }
  }

  async #slice(lab: Lab, play: symbol): Promise<void> {
    if (this.#play !== play) return;
    const steps = this.#pace.next(lab.total_steps());
    const before = lab.step();
    await this.#surviving(lab, () => lab.advance(steps));
    this.#pace.trained(lab.step() - before);
    this.#recoveries = 0;
    if (lab.step() >= lab.total_steps()) this.#play = undefined;
    const due = performance.now() - this.#settled >= settleEvery;
    if (!this.playing || due) this.#settle(lab);
    // Where motion is to be kept down the pictures follow as slowly as the numbers do.
    else if (!reducedMotion.matches) this.#views.draw(lab);
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
        this.#listener.device(lab, true);
      }
    }
  }

  #settle(lab: Lab): void {
    this.#settled = performance.now();
    this.#listener.state(this.#state(lab), lab);
    this.#views.show(lab, (lab) => this.#listener.settled(this.#state(lab), lab));
  }

  #state(lab: Lab): State {
    if (this.playing) return "training";
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

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}
