import { Lab } from "../../pkg/attention_lab.js";
import { setText } from "../parts/dom.js";
import { nextFrame, nextTask } from "../session/frame.js";
import type { Run } from "../session/run.js";
import { Slices } from "../session/slices.js";
import * as text from "../text/en/bench.js";
import type { Bench } from "./bench.js";
import type { Lent } from "./lent.js";

/** How long the run takes that is shown by itself, and how long its end stays, in milliseconds. */
const runs = 1100;
const rests = 350;
/** A model that is not done by then would not move smoothly: it is not shown by itself any longer. */
const longest = 4 * runs;

/** A run is seen in so many pictures at least. */
const leastFrames = 12;
/** However long the run is, no piece of it holds the page up for longer than about this, in milliseconds. */
const slice = 24;
const firstSteps = 64;

/** What the opening needs. */
export interface OpeningParts {
  run: Run;
  bench: Bench;
  /** What moves. */
  views: readonly Lent[];
  /** Says what is seen. */
  caption: HTMLElement;
  /** Draws the run that is open again. */
  redraw(): void;
}

/**
 * Trains the run once by itself, on a Lab of its own, and shows how attention forms; then the page stands before an
 * untrained head. A key or a click ends it. Who wants no motion sees what comes of it beside what there is.
 */
export async function playOpening({ run, bench, views, caption, redraw }: OpeningParts): Promise<void> {
  const { settings, words } = run;
  const demo = await Lab.open(settings, words, "cpu");
  let ended = false;
  const end = () => (ended = true);
  addEventListener("pointerdown", end, { capture: true, once: true });
  addEventListener("keydown", end, { capture: true, once: true });
  try {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      if (await trainUnseen(demo)) bench.foresee(demo);
      return;
    }
    for (const view of views) view.lend();
    const show = (share: number) => {
      for (const view of views) view.show(demo);
      setText(caption, text.opening(share));
    };
    const isOver = () => ended || document.hidden || views.some((view) => !view.isLent);
    if (await train(demo, show, isOver)) await pause(rests, isOver);
  } finally {
    removeEventListener("pointerdown", end, { capture: true });
    removeEventListener("keydown", end, { capture: true });
    if (views.some((view) => view.isLent)) setText(caption, "");
    for (const view of views) view.giveBack();
    demo.free();
    redraw();
  }
}

/** False if it was ended, or too slow to be looked at. */
async function train(demo: Lab, show: (share: number) => void, isOver: () => boolean): Promise<boolean> {
  const begin = performance.now();
  const total = demo.total_steps();
  const slices = new Slices(firstSteps, slice);
  while (demo.step() < total) {
    await nextFrame();
    if (isOver()) return false;
    const passed = performance.now() - begin;
    if (passed > longest) return false;
    const wanted = Math.ceil(total * Math.min(1, passed / runs));
    // Not more in a frame than so many frames as there should be need.
    const steps = Math.max(1, Math.min(wanted - demo.step(), Math.ceil(total / leastFrames)));
    await advance(demo, Math.min(steps, slices.amount), slices);
    show(demo.step() / total);
  }
  return true;
}

/** The same without a picture on the way. */
async function trainUnseen(demo: Lab): Promise<boolean> {
  const slices = new Slices(firstSteps, slice);
  for (let spent = 0; demo.step() < demo.total_steps();) {
    await nextTask();
    if (spent > longest) return false;
    spent += await advance(demo, slices.amount, slices);
  }
  return true;
}

/** How long it took. */
async function advance(demo: Lab, steps: number, slices: Slices): Promise<number> {
  const begin = performance.now();
  await demo.advance(steps);
  const took = performance.now() - begin;
  if (steps === slices.amount) slices.took(took);
  return took;
}

async function pause(time: number, isOver: () => boolean): Promise<void> {
  const until = performance.now() + time;
  while (performance.now() < until && !isOver()) await nextFrame();
}
