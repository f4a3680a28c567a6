import { type Prose, element, token } from "../../parts/dom.js";
import { fixed } from "../../parts/numbers.js";
import { duration, timeLeft } from "./bar.js";
import * as common from "./common.js";

export const stop = "Stop";
/** Who computes nets and seeds. */
const here = "trained on this machine’s CPU";
const onCpu = `${here}.`;

/** A guess that is none, as of a run gone wrong. */
export const noNumber = "no number";
/** Of a guess, behind it. */
export const right = ` ${common.right}`;
export const wrong = ` ${common.wrong}`;

/** Where a place looks, and what is answered. */
export function looksAndAnswers(
  asking: string,
  looks: readonly { word: string; weight: number }[],
  answers: readonly Node[],
): Prose {
  const given = looks.map(({ word, weight }) => ["gives ", token(word), ` ${fixed(weight, 2)}`]);
  const answered = answers.flatMap((answer, index) => (index > 0 ? [", ", answer] : [answer]));
  return [token(asking), " ", ...common.and(given), " of its look. It answers ", ...answered, "."];
}

/** The twelve nets. */
export const nets = {
  train: "Train the twelve",
  trainAgain: "Train them again",
  training: (net: number, all: number) => `training net ${net} of ${all}`,
  trained: (some: number, all: number) => `${some} of ${all} trained`,
  ofAnotherRun: (seed: string) => `These are of another run, seed ${seed}.`,
  allTrained: (seed: string) => `All from seed ${seed}, ${onCpu}`,
};

/** The twelve nets from many seeds. */
export const netSeeds = {
  /** `guess` is how long it would take, in milliseconds, if that is known. */
  run: (seeds: number, guess: number) =>
    [`Try ${seeds} seeds of each`, ...(guess > 0 ? [duration(guess)] : [])].join(", "),
  trained: (some: number, all: number, rest: number) =>
    [`trained ${some} of ${all} runs`, ...(rest > 1500 ? [timeLeft(rest)] : [])].join(", "),
  stopped: (some: number, all: number) => `Stopped after ${some} of ${all} runs.`,
  allTrained: (seeds: number, all: number, took: number) =>
    `Seeds 1 to ${seeds} of each: ${all} runs, ${here} in ${(took / 1000).toFixed(1)} s.`,
};

/** In how many of its runs a net gets every answer right: short for eyes, whole for ears. */
export function solved(right: number, over: number): Prose {
  return [
    element("b", {}, `${right} of ${over}`),
    " seeds",
    element("span", { class: "visually-hidden" }, " get every answer right, this one has "),
  ];
}

/** Which of the two switches are on. */
export const switches = {
  both: "position and skip",
  position: "position, no skip",
  skip: "skip, no position",
  neither: "neither",
};

/** Of the net that is open. */
export const present = "this run";

/** Before the word that tells a sentence apart, over its picture. */
export const withWord = "with ";

export function headSize(size: string): string {
  return `head size ${size}`;
}

/** Before what is said of a net. */
export function netName(size: string, switches: string): string {
  return `Head size ${size}, ${switches}: `;
}

export function netSettings(size: string, position: string, skip: string): string {
  return `Head size ${size}, position ${position}, skip ${skip}: `;
}

/** The mean loss of a net, and how many answers are right where there are more than the two that are shown. */
export function netLoss(mean: number, right: number, asked: number): Prose {
  const all = asked > 2 ? `, ${right} of ${asked} right` : "";
  return [element("span", { class: "visually-hidden" }, "mean "), `loss ${fixed(mean, 3)}${all}`];
}

/** Bars of singular values. */
export const spectrum = {
  ofRun: (size: string) => `This run, ${headSize(size)}`,
  ofNet: (size: string) => `Head size ${size}, trained`,
  list: (title: string) => `Singular values. ${title}`,
};

export function aboveZero(size: string, rank: number, all: number): string {
  const reason = rank < all ? "no more than the head size" : "all that there can be, whatever the head size";
  return `With ${headSize(size)}, ${rank} of ${all} are above 0: ${reason}.`;
}

/** Many seeds. */
export const seeds = {
  run: (count: number) => `Try ${count} seeds`,
  plot: "A dot for each seed; arrow keys go from dot to dot",
  some: (some: number, all: number) => `${some} of ${all} seeds`,
  trained: (some: number, all: number, rest: number) =>
    [`trained ${seeds.some(some, all)}`, ...(rest > 1500 ? [timeLeft(rest)] : [])].join(", "),
  ofOtherSettings: (size: string) => `These are of other settings, ${headSize(size)}.`,
  stopped: (some: number, all: number, size: string) =>
    `${seeds.some(some, all)}, ${headSize(size)}, ${onCpu}`,
  /** `took` is the time in milliseconds. */
  allTrained: (unsolved: number, all: number, size: string, took: number) => {
    const found =
      unsolved === 0
        ? `All ${all} heads get every answer right.`
        : `${unsolved} of ${all} heads never learn it: they have an answer wrong.`;
    return `${found} Head size ${size}, ${here} in ${(took / 1000).toFixed(1)} s.`;
  },
  everyRun: "Every run as a table",
  seed: (seed: string) => `Seed ${seed}`,
};

/** An axis of the plot. */
export function weightThat(asking: string, word: string): Prose {
  return ["weight that ", token(asking), " gives ", token(word)];
}

export function dot(
  seed: string,
  asking: string,
  looks: readonly { word: string; weight: number }[],
  answers: readonly { guess: string; right: boolean }[],
): string {
  const given = looks.map(({ word, weight }) => `${word} ${fixed(weight, 2)}`).join(" and ");
  const answered = answers.map((answer) => `${answer.guess}${answer.right ? right : wrong}`).join(", ");
  return `${seeds.seed(seed)}: ${asking} gives ${given}; ${answered}`;
}

/** What the colours of the dots mean. */
export const legend = { all: "both answers right", some: "one right", none: "none right" };

/** Runs by where a place looks and by which answers are right. */
export const tally = {
  looksAt: "looks most at",
  bothRight: "both right",
  oneRight: "one right",
  noneRight: "none",
  all: "All",
  caption: (asking: string): Prose => [
    "Runs, by where ",
    token(asking),
    " looks and which answers are right",
  ],
  both: (words: readonly string[]): Prose => ["both, ", ...common.andWords(words)],
  one: "one of them",
  neither: "neither, but another word",
};

/** Runs by how many of all asked answers are right. */
export const rightAnswers = {
  caption: "Runs, by how many of all asked answers are right",
  answers: "answers right",
  runs: "runs",
  of: (some: number, all: number) => `${some} of ${all}`,
};

/** Every run. */
export const runs = {
  run: "Run",
  after: (word: string): Prose => ["after ", token(word)],
  weightOn: (word: string): Prose => ["weight on ", token(word)],
};
