import {
  type Knob,
  type Preset,
  type Set as ShelfSet,
  check_settings,
  knobs,
  presets,
  shelf,
} from "../../pkg/attention_lab.js";
import * as text from "../text/en/session.js";
import { type Run, setting } from "./run.js";

/** What a run is apart from who computes it. */
type Whole = Pick<Run, "words" | "settings">;

/**
 * The notebook's words and all settings of a run, from what it differs in from the notebook's: `head-size=40&skip=off`,
 * or from that of a preset: `preset=printed&seed=3`. What was open before does not matter.
 */
export function whole(values: string): Whole {
  const wanted = new URLSearchParams(values);
  const preset = known().presets.find(({ name }) => name === wanted.get("preset"));
  const settings = new URLSearchParams(preset?.settings ?? "");
  wanted.delete("preset");
  for (const [key, value] of wanted) settings.set(key, value);
  return { words: notebookWords(), settings: check_settings(settings.toString()) };
}

/**
 * The same for the sentences that are open: with others than the notebook's, how long and how fast they are trained stays,
 * and there is no run that the notebook printed.
 */
export function wholeOf(open: Run, values: string): Whole {
  if (open.words === notebookWords()) return whole(values);
  const wanted = new URLSearchParams(values);
  wanted.delete("preset");
  for (const key of ["epochs", "learning-rate"])
    if (!wanted.has(key)) wanted.set(key, setting(open.settings, key));
  return { words: open.words, settings: check_settings(wanted.toString()) };
}

/** The notebook's sentences in their text form. */
export function notebookWords(): string {
  return known().sets[0]?.words ?? "";
}

/** The sets of the shelf, the notebook's first. */
export function sets(): readonly ShelfSet[] {
  return known().sets;
}

/** The set of the shelf that has these sentences. */
export function setOf(words: string): ShelfSet | undefined {
  return known().sets.find((set) => set.words === words);
}

/** What a run is called: its sentences, the preset that it is nearest to, and all that it differs in. */
export function runName({ words, settings }: Whole): string {
  const [nearest] = known()
    .presets.map(({ name, settings: preset }) => ({ name, other: differences(settings, preset) }))
    .toSorted((one, another) => one.other.length - another.other.length);
  if (words === notebookWords()) return text.runName(nearest?.name ?? "", nearest?.other ?? []);
  return text.otherRunName(setOf(words)?.title, differences(settings, whole("").settings));
}

/** What the first has otherwise than the second. */
export function differences(settings: string, from: string): text.Difference[] {
  const [now, then] = [new URLSearchParams(settings), new URLSearchParams(from)];
  return known()
    .knobs.filter(({ key }) => now.get(key) !== then.get(key))
    .map(({ key, kind, label }) => {
      const value = now.get(key) ?? "";
      return { key, label, value: kind === "toggle" ? value === "on" : value };
    });
}

let found: { presets: Preset[]; knobs: Knob[]; sets: ShelfSet[] } | undefined;

/** Read once. */
function known(): NonNullable<typeof found> {
  found ??= { presets: presets(), knobs: knobs(), sets: shelf() };
  return found;
}
