/** Who computes: the text of the device field and of the address. */
export const BACKENDS = ["auto", "gpu", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** Two sentences that are compared, counted from 0. */
export type TwoSentences = readonly [number, number];

/** A run as it is asked for. */
export interface Run {
  /** The sentences in their text form. */
  readonly words: string;
  /** All settings in their text form. */
  readonly settings: string;
  readonly backend: Backend;
  /** The edited shaders: names of parts, each with its text behind it. None where all are as they are shipped. */
  readonly edits?: readonly string[] | undefined;
}

/** Computes by edited shaders, in a worker: numbers and counts for numbers. */
export type Ask = (what: string, numbers: Float32Array, counts: Float64Array) => Promise<Float32Array>;

/** The parts that a run has edited. */
export function editedParts({ edits = [] }: Pick<Run, "edits">): string[] {
  return edits.filter((_, index) => index % 2 === 0);
}

/** Whether two runs have the same shaders. */
export function hasSameEdits(
  { edits: a = [] }: Pick<Run, "edits">,
  { edits: b = [] }: Pick<Run, "edits">,
): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

export function isBackend(text: string): text is Backend {
  return (BACKENDS as readonly string[]).includes(text);
}

export function isSame(a: Run, b: Run): boolean {
  const isSame = a.words === b.words && a.settings === b.settings && a.backend === b.backend;
  return isSame && hasSameEdits(a, b);
}

/** One setting of a run. */
export function setting(settings: string, key: string): string {
  return new URLSearchParams(settings).get(key) ?? "";
}

/** All but some settings: what two runs must share to be compared. */
export function others(settings: string, ...keys: string[]): string {
  const rest = new URLSearchParams(settings);
  for (const key of keys) rest.delete(key);
  return rest.toString();
}
