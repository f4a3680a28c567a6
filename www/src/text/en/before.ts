import { count, fixed } from "../../parts/numbers.js";
import { engines } from "./bar.js";
import { inSentence } from "./common.js";
import { type Difference, listed, named } from "./session.js";

/** What a run is called beside another: by all that it has otherwise, first what is no setting. */
export function runBeside(others: readonly string[], differences: readonly Difference[]): string {
  return listed([...others, ...named(differences)]) || "the same settings";
}

/** Whose shaders compute a run. */
export function shaders(edited: readonly string[]): string {
  return edited.length === 0 ? "the shipped shaders" : `your ${listed(edited)}`;
}

/** Sentences that no other run has, and that are no set of the shelf. */
export const otherSentences = "other sentences";
export function setName(title: string): string {
  return `the set “${title}”`;
}

/** The button: shows the run before, or the matrices of the present one again. */
export function compare(run: string): string {
  return `Compare with the run before: ${run}`;
}
export const back = "Back to the matrices";

/** Over the run that is compared with; while it is looked at, it may cease to be the last one. */
export function title(run: string, isLast: boolean): string {
  return `${isLast ? "The run before" : "An earlier run"}: ${run}`;
}
export function above(run: string): string {
  return `Above: this run, ${run}.`;
}
export const ownSentences = " Each run is shown with its own sentences.";
export const anotherRun = " The run before this one is now another: ";
export function instead(run: string): string {
  return `compare with ${run}`;
}

/** What the thin lines among the losses are. */
export function thin(run: string): string {
  return `thin: ${run}`;
}

/** The table of both runs. */
export const table = {
  caption: "Both runs in numbers",
  before: (isLast: boolean) => (isLast ? "run before" : "earlier run"),
  now: "this run",
  sentences: "sentences",
  shaders: "shaders",
  loss: (index: number) => `loss, ${inSentence(index)}`,
  mean: (sentences: number) => (sentences === 1 ? "loss" : `mean loss of all ${sentences}`),
  meanOfEach: "mean loss",
  floor: "floor of the mean",
  right: "answers right",
  step: "Adam step",
  computed: "computed",
};

export function onOff(value: string | boolean): string {
  return typeof value === "string" ? value : value ? "on" : "off";
}

/** Learning rates one after another. */
export function rates(all: readonly string[]): string {
  return all.join(", then ");
}

export function of(some: number, all: number): string {
  return `${count(some)} of ${count(all)}`;
}

export function loss(value: number): string {
  return fixed(value, 4);
}

export function computedOn(engine: "cpu" | "gpu"): string {
  return engines[engine];
}
