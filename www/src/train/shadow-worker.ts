// Trains a run once more in f64, beside the page.

import init, { Beside } from "../../pkg-taken/taken.js";

/** A run as far as it was trained: its settings and sentences in their text forms, and its numbers. */
export interface Asked {
  settings: string;
  words: string;
  /** The first step of each learning rate and the rate, one pair behind the other. */
  rates: Float64Array;
  losses: Float32Array;
  traces: Float32Array;
}

/** How many decimals every device shows; -1 where not even the number before the point is settled. */
export interface Settled {
  sentence: string;
  /** Of the losses of each complete epoch. */
  epochs: Int8Array;
  /** Of each kind of matrix. */
  matrices: readonly { name: string; decimals: number }[];
}

export type Said = { step: number } | Settled | { problem: string };

/** Steps between two words of how far it is. */
const piece = 256;

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  compare(data).catch((error: unknown) => {
    postMessage({ problem: error instanceof Error ? error.message : String(error) } satisfies Said);
  });
});

async function compare({ settings, words, rates, losses, traces }: Asked): Promise<void> {
  await init();
  const beside = new Beside(settings, words, rates);
  for (let step = 0; step < losses.length;) {
    const steps = Math.min(piece, losses.length - step);
    beside.advance(steps);
    step += steps;
    postMessage({ step } satisfies Said);
  }
  const settled = beside.settled(losses, traces);
  const { sentence, epochs, matrices, decimals } = settled;
  const named = matrices.map((name, at) => ({ name, decimals: decimals[at] ?? -1 }));
  postMessage({ sentence, epochs, matrices: named } satisfies Said);
  settled.free();
  beside.free();
}
