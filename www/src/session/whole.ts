import { type Knob, type Preset, check_settings, knobs, presets } from "../../pkg/attention_lab.js";
import { type Difference, runName as named } from "../text/en/session.js";

/**
 * All settings of a run, from what it differs in from the notebook's: `head-size=40&skip=off`, or from that of a preset:
 * `preset=printed&seed=3`. What was open before does not matter.
 */
export function whole(values: string): string {
  const wanted = new URLSearchParams(values);
  const preset = known().presets.find(({ name }) => name === wanted.get("preset"));
  const settings = new URLSearchParams(preset?.settings ?? "");
  wanted.delete("preset");
  for (const [key, value] of wanted) settings.set(key, value);
  return check_settings(settings.toString());
}

/** What a run is called: the preset that it is nearest to, and all that it differs in. */
export function runName(settings: string): string {
  const [nearest] = known()
    .presets.map(({ name, settings: preset }) => ({ name, other: differences(settings, preset) }))
    .toSorted((one, another) => one.other.length - another.other.length);
  const { name, other } = nearest ?? { name: "", other: [] };
  return named(name, other);
}

/** What the first has otherwise than the second. */
function differences(settings: string, from: string): Difference[] {
  const [now, then] = [new URLSearchParams(settings), new URLSearchParams(from)];
  return known()
    .knobs.filter(({ key }) => now.get(key) !== then.get(key))
    .map(({ key, kind, label }) => {
      const value = now.get(key) ?? "";
      return { label, value: kind === "toggle" ? value === "on" : value };
    });
}

let found: { presets: Preset[]; knobs: Knob[] } | undefined;

/** Read once. */
function known(): NonNullable<typeof found> {
  found ??= { presets: presets(), knobs: knobs() };
  return found;
}
