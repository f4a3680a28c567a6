import type { Lab } from "../../pkg/attention_lab.js";

/** What a part of the page may ask of the one run. */
export interface Stage {
  /** Opens the run with these settings, all of them, and trains it to its end. False if it did not get there. */
  show(settings: string): Promise<boolean>;
  /** Trains the present run to its end. False if it did not get there. */
  finish(): Promise<boolean>;
  /** A turn with the Lab. */
  take<T>(work: (lab: Lab) => T | Promise<T>): Promise<T>;
}
