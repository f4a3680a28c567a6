/** How long a slice of training may take where the device answers at once: it leaves a frame room for the pictures. */
const shortSlice = 10;
/** And where every answer takes longer: all else would go into waiting and drawing. */
const longSlice = 30;
const slicesPerAnswer = 3;
/**
 * Where an answer alone takes longer than that, as in Firefox, which looks for answers of a GPU every 100 ms, a slice
 * computes about as long as its answer takes: short slices would make nothing smooth, and thousands of them a run.
 */
const slicesPerLongAnswer = 2;
/** A slice after a stop of the page shall not make up for it. */
const longestFrame = 100;
/** The timers of a hidden page go once a second. */
const longestHiddenFrame = 1100;

/** How fast training goes where it is slowed down for the eye. */
interface Tempo {
  /** How long a whole run takes. */
  run: number;
  /** Unless it is so short that this many steps a second take less. */
  leastSteps: number;
}

const toWatch: Tempo = { run: 6000, leastSteps: 60 };
const tempos: Partial<Record<Speed, Tempo>> = {
  slow: { run: 60_000, leastSteps: 6 },
  watch: toWatch,
  // What is there at once need not be played; whoever plays it all the same wants to see it.
  live: toWatch,
};

/** Slow motion; so that an eye can follow; as fast as the page stays smooth; or at once, for every new run. */
export type Speed = "slow" | "watch" | "full" | "live";

/** How many steps to train before the next picture. All times are in milliseconds. */
export class Pace {
  speed: Speed = "watch";
  /** The fewest steps of a slice. */
  least = 1;
  readonly #now: () => number;
  #steps = 1;
  #start = 0;
  /** What a tempo has not yet had of its steps. */
  #owed = 0;
  /** The shortest slice so far: what the device takes to answer at all. */
  #answer = Infinity;

  /** `now` is the clock. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Training begins, or goes on after a pause: nothing is owed for what was before. */
  begin(): void {
    this.#start = this.#now();
    this.#owed = 0;
  }

  /** Whether training is slowed down for the eye. */
  isSlowed(hurry: boolean): boolean {
    return !hurry && tempos[this.speed] !== undefined;
  }

  /**
   * The steps of the slice that starts now, by the speed or, in a hurry, as many as the page stays smooth with.
   * `hidden`: nobody sees the page, and its frames come seldom.
   */
  next(totalSteps: number, { hurry = false, hidden = false } = {}): number {
    const now = this.#now();
    const longAnswer = Number.isFinite(this.#answer) ? slicesPerLongAnswer * this.#answer : 0;
    const frame = Math.min(
      now - this.#start,
      hidden ? longestHiddenFrame : Math.max(longestFrame, longAnswer),
    );
    this.#start = now;
    const tempo = hurry ? undefined : tempos[this.speed];
    if (!tempo) return this.#steps;
    this.#owed += Math.max(totalSteps / tempo.run, tempo.leastSteps / 1000) * frame;
    const steps = Math.min(this.#steps, Math.floor(this.#owed));
    // What the device cannot keep up with is not owed for ever.
    this.#owed = Math.min(this.#owed - steps, 1);
    return steps;
  }

  /** Learns from the slice that ends now; grows at most twofold, for the first slices also pay for setting up. */
  trained(steps: number): void {
    const time = Math.max(this.#now() - this.#start, 0.1);
    this.#answer = Math.min(this.#answer, time);
    const smooth = Math.min(Math.max(slicesPerAnswer * this.#answer, shortSlice), longSlice);
    const wanted = Math.max(smooth, slicesPerLongAnswer * this.#answer);
    const factor = Math.min(2, wanted / time);
    const next = Math.max(this.least, Math.ceil(steps * factor));
    // A slice that was held back, by the pace or by the end of the run, says nothing against longer ones.
    this.#steps = factor > 1 ? Math.max(this.#steps, next) : next;
  }

  /** Forgets what was learned: another device takes another time. */
  reset(): void {
    this.#steps = 1;
    this.#answer = Infinity;
  }

  /** Another model takes another time too, but a slice of it can begin nearly as long. */
  renew(): void {
    this.#steps = Math.max(1, Math.floor(this.#steps / 2));
  }
}
