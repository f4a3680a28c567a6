/** How long a slice of training may keep the page from answering. */
const sliceMilliseconds = 10;
/** How many frames a run takes at the pace for watching: about six seconds. */
const framesToWatch = 360;

/** How many steps to train before the next picture. */
export class Pace {
  /** Whether the run is slowed down so that an eye can follow it. */
  watching = true;
  #steps = 1;

  next(totalSteps: number): number {
    const most = this.watching ? Math.max(1, Math.ceil(totalSteps / framesToWatch)) : Infinity;
    return Math.min(this.#steps, most);
  }

  /** Learns from a slice; grows at most twofold, because the first slices also pay for what is set up once. */
  measured(steps: number, milliseconds: number): void {
    const factor = Math.min(2, sliceMilliseconds / Math.max(milliseconds, 0.1));
    const wanted = Math.max(1, Math.ceil(steps * factor));
    // A slice that was held back, by the pace or by the end of the run, says nothing against longer ones.
    this.#steps = factor > 1 ? Math.max(this.#steps, wanted) : wanted;
  }
}
