import { type Prose, element, token } from "../../parts/dom.js";
import { count, fixed } from "../../parts/numbers.js";
import { right, sentenceName, wrong } from "./common.js";

export const whichPass = "Pass";
export const isEdited = "edited";
export const file = (part: string) => `shaders/${part}.wgsl`;
export const editorLabel = (part: string) => `Code of shaders/${part}.wgsl`;
export const keys =
  "In the editor, Tab indents: press Escape and then Tab to leave it. Ctrl-Z or ⌘-Z undoes, also after you have looked at another pass.";
export const copyLink = "Copy link with these edits";
export const reset = {
  part: "Take back",
  partLabel: (part: string) => `Take back all edits of ${part}`,
  all: "Take back all edits",
};

/** The tensors' names in weight files. */
export const tensors = {
  token: "Xembed.weight",
  position: "Pos_Embed.weight",
  query: "Qmat.weight",
  key: "Kmat.weight",
  value: "Vmat.weight",
};

/** The same as formulas have them. */
const letters: Record<string, string> = {
  [tensors.token]: "the token embedding",
  [tensors.position]: "the position embedding",
  [tensors.query]: "Wq",
  [tensors.key]: "Wk",
  [tensors.value]: "Wv",
};
export const tensorName = (tensor: string) => letters[tensor] ?? tensor;

/** A number by its power of ten where it is small: 0.05, 5e-11. */
export function short(number: number): string {
  if (Number.isNaN(number)) return "not a number";
  if (!Number.isFinite(number)) return "without a limit";
  if (number === 0) return "0";
  return number >= 0.001 && number < 1000 ? String(Number(number.toPrecision(2))) : number.toExponential(1);
}

function listed(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

const are = (items: readonly string[]) => (items.length === 1 ? "is" : "are");

/** Of a tensor: its name, the largest difference, the largest slope. */
export interface Off {
  tensor: string;
  difference: number;
  largest: number;
}

/** What the checks say. */
export const verdict = {
  checking: "Checking …",
  shipped: (most: number) =>
    `As shipped: the backward is the slope of the forward, in every tensor. The largest difference of a gradient and a slope is ${short(most)}.`,
  good: (most: number, forward: "same" | "changed") =>
    `${
      forward === "same"
        ? "The forward gives the numbers that it was shipped with, and your"
        : "The forward has changed, and your"
    } backward is its slope in every tensor: the largest difference is ${short(most)}.`,
  off: (off: readonly Off[], right: readonly string[]) => {
    const [first, ...others] = off.map(
      ({ tensor, difference, largest }) => `${tensor} is off by ${short(difference)} of ${short(largest)}`,
    );
    const rest = others.length > 0 ? `, ${listed(others)}` : "";
    const ok = right.length > 0 ? `; ${listed(right)} ${are(right)} right` : "";
    return `Your backward is no longer the slope of your forward: ${first}${rest}${ok}.`;
  },
  order: (parts: readonly string[]) =>
    `The numbers of ${listed(parts)} depend on the order in which lanes compute: an output must not read another one of its own pass.`,
  some: (looked: number, all: number) => `${count(looked)} of ${count(all)} sentences were looked at.`,
  time: (milliseconds: number) => `Checked in ${count(Math.max(1, Math.round(milliseconds)))} ms.`,
  table: "Tensor by tensor",
  caption: "Each gradient of the backward beside the slope of the loss, at the starting weights, in f64",
  columns: ["Gradient of", "Differs by", "Of at most", ""],
  ok: "right",
  notOk: "off",
  picture: (tensor: string, row: number, column: number) =>
    `Where the gradient of ${tensor} is off: the darker, the more; most in row ${row}, column ${column}.`,
  whereOff: (tensor: string) => `Where ${tensor} is off`,
  changed: "What changed in the forward",
  changedCaption: "Each matrix of the forward beside the shipped one, at the starting weights",
  changedColumns: ["Matrix", "Differs by", "Of at most"],
  loss: "loss",
};

/** What is wrong at a place of a part, and what to do. */
export const fault = {
  at: (part: string, line: number) => `${part}, line ${line}: `,
  goTo: "Go to it",
  nothingRuns: "Until it is mended, the last results stay.",
  ran: "It stopped when it ran: ",
  hints: [
    [/no definition in scope/, "Declare it first, or correct its name."],
    [/is missing: write/, "Without it the other parts do not fit together."],
    [/must be written as/, "Other parts call it so."],
    [/out of bounds/, "Look at how the index is made, and at how far the loop goes."],
    [/without an end/, "Look at the condition of the loop, and whether its variable moves."],
    [/barrier is missing/, "Put workgroupBarrier(); between the two, or take the edit back."],
    [/barrier/, "Put it where every lane comes by."],
    [/driver/, "Bindings are what the page fills and reads: they stay as they are."],
    [/expected/, "Look for a bracket or a semicolon that is missing just before it."],
    [/type|convert/i, "Numbers of one kind only: 1.0 is an f32, 1u a u32; f32(x) makes one of the other."],
  ] as readonly (readonly [RegExp, string])[],
};

export const noWorker =
  "The translator did not start: look at the connection and load the page again. In a closed frame a browser does not start it: open the page in a tab of its own.";
export const workerBroke =
  "The translator broke down and will start again: take the last edit back and try again.";
export const failed = (message: string) => `This cannot be done: ${message}.`;

const ended = (loss: number) => (Number.isNaN(loss) ? "no number" : fixed(loss, 4));

/** Training with the shaders as they are edited. */
export const run = {
  heading: "Train with it",
  run: "Run",
  byDifferences: "Run with gradients by finite differences",
  inPage: "Run it in the page",
  isInPage: (parts: readonly string[]) =>
    parts.length === 0
      ? "The page trains by the shipped shaders now."
      : `The page trains with your ${listed(parts)} now: all its pictures and numbers are of that run.`,
  toBench: "See it at the bench",
  notInPage: "The run of the page is as it was: what is wrong stands above.",
  stop: "Stop",
  about:
    "Run trains along your backward, right or wrong, beside the page; “Run it in the page” makes it the run that the whole page shows. Finite differences need no backward: each gradient is measured by two forward passes, so each step takes many times as long.",
  starting: "Translating …",
  progress: (step: number, steps: number, seconds: number) =>
    `Step ${count(step)} of ${count(steps)}${seconds >= 2 ? `, about ${duration(seconds)} more` : ""}.`,
  stopped: (step: number) => `Stopped at step ${count(step)}.`,
  done: (step: number, milliseconds: number) => `${count(step)} steps in ${duration(milliseconds / 1000)}.`,
  slower: (factor: number) =>
    `A step took ${count(Math.round(factor))} times as long as one along the shipped backward.`,
  asShipped: "By the shipped shaders, no part of them edited.",
  shaders: "shaders",
  withYour: (parts: readonly string[], byDifferences: boolean) =>
    `With your ${listed(parts)}, along ${byDifferences ? "finite differences of your forward" : "your backward"}.`,
  unsafe: "The numbers overflowed: the loss is no number any more.",
  answers: "The answers",
  answersCaption: "What the head says, by the shipped shaders and by yours",
  answersColumns: ["Read so far", "Right word", "Shipped", "Yours"],
  answer: (guess: string, chance: number): Prose =>
    guess === "" ? ["no number"] : [token(guess), ` ${fixed(chance, 2)}`],
  right,
  wrong,
  losses: "The losses",
  lossesCaption: "Loss by epoch, before the step",
  lossColumn: (index: number, whose: "shipped" | "yours") => `${sentenceName(index)}, ${whose}`,
  epoch: "Epoch",
  everyLoss: "All logged losses, side by side",
  curve: (shipped: number, yours: number) =>
    `Mean loss over the epochs. By the shipped shaders it ends at ${ended(shipped)}, by yours at ${ended(yours)}.`,
  shipped: "shipped",
  yours: "yours",
  meanLoss: "Mean loss",
  beforeTheEdit: "The shipped run is being trained beside it.",
};

/** A time for people. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${fixed(seconds, 2)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} minutes`;
}

export const quoted = (part: string) => `${part}.wgsl`;
export const word = (target: string) => token(target);

/** The words up to a place. */
export function readSoFar(words: readonly string[]): Node {
  return element("span", {}, ...words.flatMap((word) => [token(word), " "]));
}
