import { type Prose, element, token } from "../../parts/dom.js";
import { plain, signed } from "../../parts/numbers.js";
import { times } from "../../parts/times.js";
import { sentenceName } from "./common.js";

const decimals = 2;

/** What the choice of a place and two words is for. */
export const whatToFollow = "What to follow";

export function whereItLooks(index: number, asks: string, place: number): Prose {
  return [`${sentenceName(index)}: where `, token(asks), ` at place ${place} looks`];
}

export function whatSpeaks(first: string, second: string): Prose {
  return ["What speaks for ", token(first), " and what for ", token(second)];
}

/** The button, and what stands behind it. */
export const watchTravel = "Watch the values travel";
export const howTheyTravel = " from the value row, through the weight, into the sum.";

/** A part of the sum: the word that asks or its place, by the skip connection, or a place that is looked at. */
export type Source =
  | { kind: "token"; word: string }
  | { kind: "position"; place: number }
  | { kind: "look"; word: string; isItself: boolean };

/** Who speaks, in a table. */
export function sourceName(source: Source): Prose {
  if (source.kind === "token") return [token(source.word), " itself, by the skip connection"];
  if (source.kind === "position") return [`place ${source.place}, by the skip connection`];
  return [token(source.word), source.isItself ? ", looked at by itself" : ", looked at"];
}

/** Who speaks, as the beginning of a sentence. */
function speaker(source: Source): Prose {
  if (source.kind === "token") return [...sourceName(source), ","];
  if (source.kind === "position") return [`Place ${source.place}, by the skip connection,`];
  return [token(source.word)];
}

/** What a part says for a word: how much is taken of what there is to take, and what comes of it. */
export interface Spoken {
  source: Source;
  word: string;
  weight: number;
  says: number;
  difference: number;
}

export function spoken(parts: readonly Spoken[]): Prose {
  if (parts.length === 0) return ["Nothing speaks for either word yet."];
  return parts.flatMap(({ source, word, weight, says, difference }) => {
    const sum = signed(difference, decimals);
    const made =
      source.kind === "look" ? `${plain(weight, decimals)} × ${plain(says, decimals)} = ${sum}` : sum;
    return [...speaker(source), " says ", token(word), `: ${made}. `];
  });
}

/** A place with its weight and with how much of its value that carries. */
export interface Carried {
  word: string;
  weight: number;
  carries: number;
}

/** The place with the largest weight beside the one that carries most, which may be the same or carry as much. */
export function carries(strongest: Carried, fullest: Carried, relation: "same" | "alike" | "other"): Prose {
  const end = {
    same: [", more than any other."],
    alike: [", as much as ", token(fullest.word), "."],
    other: ["; ", token(fullest.word), ` carries more, ${plain(fullest.carries, 2)}.`],
  }[relation];
  return [
    token(strongest.word),
    ` has the largest weight here, ${plain(strongest.weight, 2)}, and carries ${plain(strongest.carries, 2)}`,
    ...end,
  ];
}

/** A word with its logit and its probability. */
export interface Word {
  word: string;
  logit: number;
  probability: number;
}

/** From the two logits to the two probabilities; `winner` is 0 or 1, or nothing where it could be either. */
export function outcome(
  [first, second]: readonly [Word, Word],
  difference: number,
  odds: number,
  winner: 0 | 1 | undefined,
): Prose {
  return [
    ...together(difference, winner === undefined ? undefined : [first, second][winner]?.word),
    " The logits are ",
    token(first.word),
    ` ${plain(first.logit, 2)} and `,
    token(second.word),
    ` ${plain(second.logit, 2)}; their softmax over all words gives `,
    token(first.word),
    ` ${plain(first.probability, 3)} and `,
    token(second.word),
    ` ${plain(second.probability, 3)}. `,
    ...(winner === undefined
      ? ["Both are as likely."]
      : likelier(winner === 0 ? [first, second] : [second, first], difference, odds)),
  ];
}

/** The sum in a sentence. */
function together(difference: number, winner: string | undefined): Prose {
  if (winner === undefined) return ["All parts add up to about nothing: it could be either."];
  return [`All parts add up to ${signed(difference, decimals)}: for `, token(winner), "."];
}

function likelier([winner, other]: readonly [Word, Word], difference: number, odds: number): Prose {
  return [
    token(winner.word),
    " is e",
    element("sup", {}, plain(Math.abs(difference), 2)),
    ` = ${times(odds)} times as likely as `,
    token(other.word),
    ".",
  ];
}
