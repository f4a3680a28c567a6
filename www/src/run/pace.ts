/** How long a slice of training may take where the device answers at once. */
const shortSlice = 10;
/** And where every answer takes long, or only the end is to be seen: all else would go into waiting and drawing. */
const longSlice = 50;
const slicesPerAnswer = 3;
/** How long a whole run takes at the pace for watching. */
const runToWatch = 6000;
/** A slice after a pause shall not make up for the pause. */
const longestFrame = 100;

/** Slowed down so that an eye can follow; as fast as the page stays smooth; or at once, for every new run. */
export type Speed = "watch" | "full" | "live";

/** How many steps to train before the next picture. All times are in milliseconds. */
export class Pace {
  speed: Speed = "watch";
  #steps = 1;
  #start = 0;
  /** The shortest slice so far: what the device takes to answer at all. */
  #answer = Infinity;

  /** The steps of the slice that starts now. */
  next(totalSteps: number): number {
    const now = performance.now();
    const frame = Math.min(now - this.#start, longestFrame);
    this.#start = now;
    const most = this.speed === "watch" ? Math.ceil((totalSteps * frame) / runToWatch) : Infinity;
    return Math.max(1, Math.min(this.#steps, most));
  }

  /** Learns from the slice that ends now; grows at most twofold, for the first slices also pay for setting up. */
  trained(steps: number): void {
    const time = Math.max(performance.now() - this.#start, 0.1);
    this.#answer = Math.min(this.#answer, time);
    const short = this.speed === "live" ? longSlice : shortSlice;
    const wanted = Math.min(Math.max(slicesPerAnswer * this.#answer, short), longSlice);
    const factor = Math.min(2, wanted / time);
    const next = Math.max(1, Math.ceil(steps * factor));
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
    if (this.speed === "live") this.#steps = Math.max(1, Math.floor(this.#steps / 2));
    else this.reset();
  }
}
