import type { Answer } from "../../pkg-cells/cells.js";
import type { Corpus } from "../../pkg/attention_lab.js";
import { askedPlace, comparedIn } from "../parts/compared.js";
import type { Edited } from "./protocol.js";
import type { Training, Workshop } from "./workshop.js";

/** The run that is tried, as the page has it open. */
export interface Task {
  settings: string;
  words: string;
  corpus: Corpus;
}

/** How a run has gone: its losses by step, and its answers at the end. */
export interface Course {
  losses: Float32Array;
  answers: readonly Answer[];
  milliseconds: number;
  /** Whether it went to the end of the run. */
  isWhole: boolean;
}

/** A sentence, and the place of it that is asked. */
export interface Asked {
  sentence: number;
  place: number;
}

/** The compared sentences and the places whose answers matter. */
export function asked({ pair }: Corpus): Asked[] {
  return comparedIn(pair).map((sentence) => ({
    sentence,
    place: askedPlace(pair, sentence),
  }));
}

/** Trains a course; `hear` is told how far it is. */
export function follow(
  workshop: Workshop,
  { settings, words, corpus }: Task,
  how: Pick<Edited, "edits"> & { byDifferences: boolean },
  hear: (step: number, steps: number) => void,
): { done: Promise<Course>; stop: Training["stop"] } {
  const pieces: Float32Array[] = [];
  let step = 0;
  let end = 0;
  const places = asked(corpus);
  const training = workshop.train(
    {
      settings,
      words,
      ...how,
      sentences: places.map(({ sentence }) => sentence),
      places: places.map(({ place }) => place),
    },
    (losses, steps) => {
      pieces.push(losses);
      step += losses.length;
      end = steps;
      hear(step, steps);
    },
  );
  const done = training.done.then(({ answers, milliseconds }) => ({
    losses: joined(pieces),
    answers,
    milliseconds,
    isWhole: step === end,
  }));
  return { done, stop: training.stop };
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The mean loss of each epoch that is complete. */
export function means(losses: Float32Array, sentences: number): number[] {
  const epochs = Math.floor(losses.length / sentences);
  return Array.from({ length: epochs }, (_, epoch) => {
    const all = losses.subarray(epoch * sentences, (epoch + 1) * sentences);
    return all.reduce((sum, loss) => sum + loss, 0) / sentences;
  });
}
