/** How much work to do at once, so that it lasts about as long as a slice. */
export class Slices {
  amount: number;
  readonly #slice: number;

  /** `slice` is in milliseconds; `amount` is where it begins. */
  constructor(amount: number, slice: number) {
    this.amount = amount;
    this.#slice = slice;
  }

  /** The present amount took so long. */
  took(milliseconds: number): void {
    // Not by more than this at once: a clock may be coarse, and the first turns are slower than those to come.
    const factor = Math.min(4, Math.max(0.25, this.#slice / Math.max(milliseconds, 0.1)));
    this.amount = Math.max(1, Math.round(this.amount * factor));
  }
}
