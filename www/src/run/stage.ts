import type { Lab } from "../../pkg/attention_lab.js";

/** What a part of the page may ask of the one run. */
export interface Stage {
  /** Sets some knobs, `seed=3&skip=off`, and trains that run to its end. False if it did not get there. */
  show(values: string): Promise<boolean>;
  /** Trains the present run to its end. False if it did not get there. */
  finish(): Promise<boolean>;
  /** A turn with the Lab. */
  take<T>(work: (lab: Lab) => T | Promise<T>): Promise<T>;
}
