import type { Lab } from "../../pkg/attention_lab.js";

/**
 * The one Lab of the page. While one of its promises is pending the Lab is borrowed and any other call would fail,
 * so whoever wants it takes a turn, and turns run one after another in the order in which they were asked for.
 */
export class Turns {
  readonly #lab: Lab;
  #last: Promise<unknown> = Promise.resolve();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  take<T>(work: (lab: Lab) => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(() => work(this.#lab));
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
