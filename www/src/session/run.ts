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
  /** The edited shaders, each as it stands in a link: `part:…`, its difference from the shipped one. None where there are none. */
  readonly edits?: readonly string[] | undefined;
}

/** The edited shaders of a run, ready to compute. */
export interface Translated {
  /** The names of the parts, each with its text behind it. */
  readonly texts: string[];
  /** Computes by them, in a worker: numbers and counts for numbers. */
  ask(what: string, numbers: Float32Array, counts: Float64Array): Promise<Float32Array>;
}

/** The parts that a run has edited. */
export function editedParts({ edits = [] }: Pick<Run, "edits">): string[] {
  return edits.map((edit) => edit.slice(0, edit.indexOf(":")));
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
