import { type Prose, element, sentence } from "../../parts/dom.js";
import { count } from "../../parts/numbers.js";
import { axes, inSentence, notInUse, targetChance } from "./common.js";

export const takeStep = "Take this step";

/** The step that would be taken next; after the last one it only could be. */
export function whichStep(
  step: number,
  steps: number,
  isOver: boolean,
  index: number,
  words: readonly string[],
): Prose {
  return [
    element("b", {}, isOver ? "The run is at its end" : `Step ${count(step)}`),
    isOver
      ? `; one more step, with ${inSentence(index)}, would do this: `
      : ` of ${count(steps)}, with ${inSentence(index)}: `,
    sentence(words),
  ];
}

export const forward = {
  title: "Forward: how wrong is it?",
  says: "The sentence goes through the head. At each place the loss is the negative logarithm of the probability that the right word got.",
};

export const backward = {
  title: "Backward: which way is better?",
  says: "It begins at the logits: the probability of each word, minus 1 for the right word, shared out over the places. Purple (below 0): the loss falls if this logit rises. From here the shaders go back through every stage and leave one gradient for each parameter.",
};

export const adam = {
  title: "Adam: how far?",
  says: "Each cell is a parameter. Its gradient says how fast the loss grows if it grows. Adam keeps a running mean of the gradients and of their size, and steps against the mean, divided by the size: parameters with small gradients move as far as those with large ones. In the very first step mean and size are the same, so all that have a gradient move by just the learning rate. Choose a parameter to see its arithmetic.",
};

/** The loss, place by place. */
export const losses = {
  caption: "Loss place by place",
  after: "After",
  comes: "comes",
  chance: targetChance,
  loss: "−ln p",
  mean: "Loss: the mean over the places",
};

/** The table of where the way back begins. */
export const derivative = `Derivative of the loss by the logits. ${axes("place", "word")}`;

/** What a tensor is called here, by its name in the model; `short` where it stands in a sentence. */
export const tensors = {
  token: { title: "Token embedding", short: "Token embedding" },
  position: { title: "Position embedding", short: "Position embedding" },
  query: { title: "Wq, makes queries", short: "Wq" },
  key: { title: "Wk, makes keys", short: "Wk" },
  value: { title: "Wv, makes values", short: "Wv" },
};

/** What a row stands for. */
export const rows = {
  word: (name: string) => name,
  place: (name: string) => `place ${name}`,
  component: (name: string) => `component ${name}`,
};

/** What the pictures of a tensor show of each parameter; the names are the crate's. */
export const sides = {
  weight: "parameter",
  gradient: "gradient g",
  mean: "mean m̂",
  size: "size √v̂",
  change: "step",
};

export function shape(rows: number, columns: number, isInUse: boolean): string {
  return ` ${rows} × ${columns}${isInUse ? "" : `, ${notInUse}: no gradient, no step`}`;
}

export function chooseIn(tensor: string, rows: number, columns: number): string {
  return `${tensor}, ${rows} by ${columns}: arrow keys choose a parameter`;
}

/** The largest number of a picture; what has no sign begins at 0. */
export function end(largest: string, hasSign: boolean): string {
  return `${hasSign ? "±" : "to"} ${largest}`;
}

/** Chooses a parameter by name. */
export const picker = { tensor: "Parameter of", row: "Row", column: "Column" };

export function parameter(tensor: string, row: string | number, column: string | number): string {
  return `${tensor}, row ${row}, column ${column}`;
}

/** Adam's arithmetic: what each number is called, and what it is. */
export const lines = {
  gradient: { name: "g", meaning: "gradient" },
  mean: { name: "m", meaning: "mean of the gradients so far" },
  squares: { name: "v", meaning: "mean of their squares" },
  correctedMean: { name: "m̂", meaning: "m, corrected because it began at 0" },
  correctedSquares: { name: "v̂", meaning: "v, corrected in the same way" },
  change: { name: "step", meaning: "against the mean, whatever its size" },
  before: { name: "old", meaning: "parameter" },
  after: { name: "new", meaning: "parameter" },
};

export const fromBackward = "from the backward pass";
export const beforeStep = "the parameter before the step";

export const arithmetic = { number: "Number", from: "From", value: "Value" };

export function arithmeticOf(parameter: string, step: string): string {
  return `Adam’s arithmetic for ${parameter}, step ${step}`;
}
