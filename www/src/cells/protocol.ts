import type { Answer, Found, Refused } from "../../pkg-cells/cells.js";

/** A run as its text forms say it, with the parts that are edited: each name with its text behind it. */
export interface Edited {
  settings: string;
  words: string;
  edits: string[];
}

/** What is asked of the worker. */
export type Request =
  /** The names of edited parts, each with its text behind it, of edits as they stand in a link. */
  | { kind: "texts"; id: number; edits: string[] }
  /** The other way round. */
  | { kind: "written"; id: number; edits: string[] }
  /** Is the backward the slope of the forward? A later one takes the place of one that is under way. */
  | ({ kind: "check"; id: number } & Edited)
  /** Train to the end of the run; then say how some sentences stand, each at a place. */
  | ({
      kind: "train";
      id: number;
      byDifferences: boolean;
      sentences: readonly number[];
      places: readonly number[];
    } & Edited)
  /** What the engine of the run that is open in the page asks; nothing but whether the shaders are good, to begin with. */
  | ({
      kind: "answer";
      id: number;
      question: { what: string; numbers: Float32Array; counts: Float64Array } | undefined;
    } & Edited)
  /** End a training where it is. */
  | { kind: "stop"; id: number };

/** What the worker says, each about the request with this number. */
export type Reply = { id: number } & (
  | { kind: "found"; found: Found }
  | { kind: "answer"; numbers: Float32Array }
  | { kind: "edits"; edits: string[] }
  | { kind: "refused"; refused: Refused }
  /** What no shader is to blame for. */
  | { kind: "failed"; message: string }
  /** A later check has taken its place. */
  | { kind: "passed-over" }
  /** The losses of the steps since the last time. */
  | { kind: "losses"; losses: Float32Array; steps: number }
  /** To its end, or to where it was stopped. `milliseconds` were computed. */
  | { kind: "trained"; answers: Answer[]; milliseconds: number }
);
