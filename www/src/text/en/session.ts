/** A knob that is other than in a preset or another run: its label, and its value, or whether it is on where it can be only that. */
export interface Difference {
  key: string;
  label: string;
  value: string | boolean;
}

/** What a run of the notebook's sentences is called: the preset that it is nearest to, and all that it differs in. */
export function runName(preset: string, differences: readonly Difference[]): string {
  return `the ${preset} run${withAll(differences)}`;
}

/** What a run of other sentences is called: the set they are from, if any, and all that it differs in from the notebook. */
export function otherRunName(set: string | undefined, differences: readonly Difference[]): string {
  return `the run of ${set === undefined ? "your sentences" : `“${set}”`}${withAll(differences)}`;
}

function withAll(differences: readonly Difference[]): string {
  const list = listed(named(differences));
  return list ? ` with ${list}` : "";
}

/** Each difference by itself. */
export function named(differences: readonly Difference[]): string[] {
  return differences.map(({ label, value }) => {
    const name = label.toLowerCase();
    if (typeof value === "string") return `${name} ${value}`;
    return value ? name : `no ${name}`;
  });
}

/** Several things, the last one after an "and". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
