import type { Found } from "../../pkg-cells/cells.js";
import type { Corpus } from "../../pkg/attention_lab.js";
import type { cells, options } from "../text/en/guided.js";
import { tensors } from "../text/en/cells.js";
import { type Course, means } from "./course.js";
import starts from "./starts.json";
import type { Outcome } from "./trial.js";

/**
 * What each cell begins with: the part, what stands there, and what shall; where nothing is named, all after the comment.
 */
type Change = readonly [part: string, from: string, to: string];
const changes = starts as unknown as Record<keyof typeof cells, Change[]>;

/** What was seen once a cell was loaded. */
export interface Seen {
  found: Found;
  /** Of those that are trained at once. */
  outcome?: Outcome | undefined;
  corpus: Corpus;
}

/** A cell to be worked through: its start, what is predicted of it, and when it is done. No result is written down here. */
export interface GuidedCell {
  name: keyof typeof cells;
  /** Where to look first. */
  part: string;
  /** Whether what differs from the shipped text is not to be seen. */
  hidden?: boolean;
  /** Whether it is trained as soon as it is loaded. */
  trains?: boolean;
  /** What there is to choose from, and which of them it is. */
  options: readonly (keyof typeof options)[];
  answer: (seen: Seen) => keyof typeof options;
  /** When it is done, for those in which something is left to do. */
  goal?: (found: Found) => boolean;
}

const isOff = ({ slopes }: Found, tensor: string) =>
  slopes.some((slope) => slope.tensor === tensor && !slope.isOk);
const hasNewForward = ({ changes }: Found) => changes.some(({ difference }) => difference !== 0);
/** The backward is mended, and the idea is still there. */
const mended = (found: Found) => found.isGood && hasNewForward(found);

/** Which gradients are off. */
function off({ found }: Seen) {
  const [queries, values] = [
    isOff(found, tensors.query) || isOff(found, tensors.key),
    isOff(found, tensors.value),
  ];
  if (queries && values) return "allOff";
  return queries ? "queriesOff" : values ? "valuesOff" : "noneOff";
}
const gradients = ["noneOff", "queriesOff", "valuesOff", "allOff"] as const;

/** How many answers of a course are right. */
export function rightAnswers({ answers }: Pick<Course, "answers">): number {
  return answers.filter(({ guess, target }) => guess === target).length;
}

function right({ outcome }: Seen) {
  const { answers } = outcome?.yours ?? { answers: [] };
  const right = rightAnswers({ answers });
  return right === answers.length ? "allRight" : right === 0 ? "noneRight" : "someRight";
}
const answers = ["allRight", "someRight", "noneRight"] as const;

/** The mean losses of the last epoch: by the shipped shaders, and by those of the reader. */
export function lastLosses({ shipped, yours }: Outcome, corpus: Corpus): [number, number] {
  const last = (losses: Float32Array) => means(losses, corpus.sentences.length).at(-1) ?? NaN;
  return [last(shipped.losses), last(yours.losses)];
}

/** Losses that are nearer than this are the same. */
const near = 0.01;

function loss({ outcome, corpus }: Seen) {
  if (!outcome) return "same";
  const [shipped, yours] = lastLosses(outcome, corpus);
  if (Math.abs(yours - shipped) < near) return "same";
  return yours < shipped ? "lower" : "higher";
}
const losses = ["lower", "same", "higher"] as const;

function beside({ outcome, corpus }: Seen) {
  const [, yours] = outcome ? lastLosses(outcome, corpus) : [NaN, NaN];
  return yours < corpus.floor - near ? "below" : yours > corpus.floor + near ? "above" : "atFloor";
}

export const guided: readonly GuidedCell[] = [
  {
    name: "scaleForward",
    part: "3_scores_forward",
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "scaleAway",
    part: "3_scores_forward",
    trains: true,
    options: losses,
    answer: loss,
  },
  {
    name: "temperature",
    part: "4_attention_forward",
    options: ["halfSlope", "rightSlope", "twiceSlope"],
    answer: ({ found }) => {
      const slope = found.slopes.find(({ tensor }) => tensor === tensors.query);
      if (!slope || slope.isOk) return "rightSlope";
      return slope.difference < 0.75 * slope.largest ? "halfSlope" : "twiceSlope";
    },
    goal: mended,
  },
  {
    name: "relu",
    part: "4_attention_forward",
    trains: true,
    options: answers,
    answer: right,
  },
  {
    name: "noMask",
    part: "3_scores_forward",
    trains: true,
    options: ["atFloor", "below", "above"],
    answer: beside,
  },
  {
    name: "distance",
    part: "3_scores_forward",
    trains: true,
    options: ["noneOff", "queriesOff", "allOff"],
    answer: off,
  },
  {
    name: "secondSkip",
    part: "6_logits_forward",
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "tied",
    part: "2_project_forward",
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "squared",
    part: "7_probabilities_forward",
    trains: true,
    options: answers,
    answer: right,
  },
  {
    name: "tenTimes",
    part: "7_probabilities_backward",
    trains: true,
    options: losses,
    answer: loss,
  },
  {
    name: "planted",
    part: "7_probabilities_backward",
    hidden: true,
    options: gradients,
    answer: off,
    goal: ({ isGood }) => isGood,
  },
  {
    name: "empty",
    part: "4_attention_backward",
    hidden: true,
    options: gradients,
    answer: off,
    goal: ({ isGood }) => isGood,
  },
];

/** The texts that a cell begins with. */
export function startOf({ name }: GuidedCell, shipped: (part: string) => string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [part, from, to] of changes[name]) {
    const text = texts.get(part) ?? shipped(part);
    if (!text.includes(from)) throw new Error(`${part} has no "${from}"`);
    // Of what is written anew only the formula stays.
    texts.set(part, from === "" ? text.slice(0, text.indexOf("fn ")) + to : text.replace(from, () => to));
  }
  return texts;
}
