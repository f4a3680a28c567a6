/** A knob that is other than in a preset: its label, and its value, or whether it is on where it can be only that. */
export interface Difference {
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
  const named = differences.map(({ label, value }) => {
    const name = label.toLowerCase();
    if (typeof value === "string") return `${name} ${value}`;
    return value ? name : `no ${name}`;
  });
  const last = named.at(-1) ?? "";
  const list = named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${last}` : last;
  return list ? ` with ${list}` : "";
}
