import { type Prose, inPlain, token } from "../../parts/dom.js";
import { count, fixed } from "../../parts/numbers.js";
import { andWords } from "./common.js";
import { rowName, rows, withWord } from "./questions.js";

/** Where no head can be certain: after this word come others, at so much of the mean loss. */
export function uncertain(word: string, next: readonly string[], cost: number): Prose {
  return [
    "After ",
    token(word),
    " come ",
    ...andWords(next),
    `. The best that a head can do there adds ${fixed(cost, 4)} to the mean loss: the floor.`,
  ];
}

/** Of each sentence the first guesses, and the probability of the right word. */
export function guesses(found: readonly { tells: string; words: readonly string[]; p: number }[]): Prose {
  return found.flatMap(({ tells, words, p }) => [
    ...withWord(tells),
    ": ",
    ...andWords(words),
    `; the right word has p = ${fixed(p, 3)}. `,
  ]);
}

/** Where a place looks most in a sentence: one word, or several that are printed alike. */
export interface LookedAt {
  tells: string;
  words: readonly string[];
  weight: number;
}

export function looks(found: readonly LookedAt[]): Prose {
  return found.flatMap(({ tells, words, weight }) => [
    ...withWord(tells),
    ": ",
    ...andWords(words),
    ` ${fixed(weight, 2)}. `,
  ]);
}

/** By how much each row differs; by nothing where it is the same. */
export function rowsDiffer(
  found: readonly { figure: keyof typeof rows; words: readonly string[]; by: number }[],
): Prose {
  return found.map(({ figure, words, by }) => {
    const { isPlural } = rows[figure];
    const name = inPlain(rowName(figure, words));
    return by > 0
      ? `The ${name} ${isPlural ? "differ" : "differs"}, by up to ${fixed(by, 2)}. `
      : `The ${name} ${isPlural ? "are" : "is"} the same. `;
  });
}

export function atEnd(loss: number, floor: number): Prose {
  return [`The mean loss is ${fixed(loss, 3)}, the floor ${fixed(floor, 3)}.`];
}

export function parameters(now: number, before: number): Prose {
  return [
    `It has ${count(now)}; with head size 20 it has ${count(before)}. Each step of H adds a row of E numbers to the queries and one to the keys.`,
  ];
}

export function smallHead(now: readonly LookedAt[], before: readonly LookedAt[]): Prose {
  return ["With head size 10: ", ...looks(now), `With head size 20: ${inPlain(looks(before))}`];
}

export function rank(rank: number, all: number): Prose {
  return [`${rank} of ${all}: the matrix has E rows and E columns, whatever the head size.`];
}

/** The answer to each sentence. */
export function answers(found: readonly { tells: string; guess: string; isRight: boolean }[]): Prose {
  return found.flatMap(({ tells, guess, isRight }) => [
    ...withWord(tells),
    ": ",
    token(guess),
    isRight ? ", right. " : ", wrong. ",
  ]);
}

export function seeds(right: number): Prose {
  return [
    `In ${right} of 20. The loss goes down in the others as well, but it stops where the head gives one answer to both sentences.`,
  ];
}

/** What a logit difference is made of. */
export function madeOf(sum: number, parts: readonly { name: Prose; difference: number }[]): Prose {
  const all = parts.map(({ name, difference }) => `${inPlain(name)} ${fixed(difference, 2)}`);
  return [`The logit difference ${fixed(sum, 2)} is made of: ${all.join(", ")}.`];
}

/** What was changed. */
export const changes = { cut: "With the cut", otherWord: "With the other word" };

/** Which of two words is the likelier after a change, if one is, and the first guess where it is neither. */
export function likelier(
  change: keyof typeof changes,
  winner: string | undefined,
  pair: readonly [string, string],
  differences: readonly [number, number],
  guess: string | undefined,
): Prose {
  const [before, after] = differences.map((value) => fixed(value, 2));
  return [
    `${changes[change]} it is `,
    winner === undefined ? "neither" : token(winner),
    ": the logit difference of ",
    ...andWords(pair),
    ` goes from ${before} to ${after}.`,
    ...(guess === undefined ? [] : [" The first guess of all words is now ", token(guess), "."]),
  ];
}

/** How the weights pick the prediction. */
export const lessons = {
  oneIsEnough:
    "One look-up is enough: where it finds nothing to look up, it gives the other answer by itself.",
  valueSpeaks: "The value of the word that it looks up speaks for the right one.",
  oneAnswer: "Without a look-up it gives one answer to both sentences.",
  lessButEnough:
    "What it takes from them is less than from another word, and yet enough to tell the sentences apart.",
};
