// Translates, checks and trains edited shaders, beside the page: nothing that a reader writes can hold the page up.

import init, { type Head, type Refused, Workshop } from "../../pkg-cells/cells.js";
import { nextMessage } from "../session/frame.js";
import { Slices } from "../session/slices.js";
import type { Reply, Request } from "./protocol.js";

/** How long one piece of work may take, in milliseconds, before something else is heard. */
const slice = 30;

const opened = init().then(() => new Workshop());
opened.catch(breakDown);
/** The engine of the run that is open in the page, and which run that is. */
let head: { of: string; engine: Head } | undefined;
const stopped = new Set<number>();
let lastCheck = 0;

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.kind === "stop") stopped.add(data.id);
  else
    void answer(data).catch((error: unknown) => {
      // Of a module that has broken down nobody knows what it would say next.
      if (error instanceof WebAssembly.RuntimeError) breakDown(error);
      else say({ id: data.id, ...failure(error) });
    });
});

/** Tells the page, which starts another worker when it next needs one. */
function breakDown(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}

function say(reply: Reply, transfer: Transferable[] = []): void {
  postMessage(reply, { transfer });
}

function failure(
  error: unknown,
): { kind: "refused"; refused: Refused } | { kind: "failed"; message: string } {
  if (typeof error === "object" && error !== null && "faults" in error) {
    return { kind: "refused", refused: error as Refused };
  }
  return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
}

async function answer(request: Exclude<Request, { kind: "stop" }>): Promise<void> {
  const workshop = await opened;
  if (request.kind === "train") return train(workshop, request);
  if (request.kind === "answer") return answerEngine(workshop, request);
  if (request.kind === "texts" || request.kind === "written") {
    const { id, kind, edits } = request;
    return say({ id, kind: "edits", edits: workshop[kind](edits) });
  }
  lastCheck = request.id;
  // Whoever types asks again and again: only the last question is worth an answer.
  await nextMessage();
  await check(workshop, request);
}

function answerEngine(workshop: Workshop, request: Request & { kind: "answer" }): void {
  const { id, settings, words, edits, question } = request;
  const of = JSON.stringify([settings, words, edits]);
  if (head?.of !== of) {
    const engine = workshop.head(settings, words, edits);
    head?.engine.free();
    head = { of, engine };
  }
  const numbers = question
    ? head.engine.answer(question.what, question.numbers, question.counts)
    : new Float32Array();
  say({ id, kind: "answer", numbers }, [numbers.buffer]);
}

async function check(
  workshop: Workshop,
  { id, settings, words, edits }: Request & { kind: "check" },
): Promise<void> {
  if (id !== lastCheck) return say({ id, kind: "passed-over" });
  const check = workshop.check(settings, words, edits);
  const slices = new Slices(64, slice);
  try {
    while (measured(slices, () => check.go_on(slices.amount))) {
      await nextMessage();
      if (id !== lastCheck) {
        check.free();
        return say({ id, kind: "passed-over" });
      }
    }
  } catch (error) {
    check.free();
    throw error;
  }
  say({ id, kind: "found", found: check.end() });
}

async function train(workshop: Workshop, request: Request & { kind: "train" }): Promise<void> {
  const { id, settings, words, edits, byDifferences, sentences, places } = request;
  const training = workshop.train(settings, words, edits, byDifferences);
  const slices = new Slices(byDifferences ? 1 : 64, slice);
  let milliseconds = 0;
  try {
    while (training.step < training.steps && !stopped.has(id)) {
      const since = performance.now();
      const losses = measured(slices, () => training.go_on(slices.amount));
      milliseconds += performance.now() - since;
      say({ id, kind: "losses", losses, steps: training.steps }, [losses.buffer]);
      await nextMessage();
    }
    const answers = training.answers(Uint32Array.from(sentences), Uint32Array.from(places));
    say({ id, kind: "trained", answers, milliseconds });
  } finally {
    stopped.delete(id);
    training.free();
  }
}

/** Does a piece of work whose amount was `slices`'. */
function measured<T>(slices: Slices, work: () => T): T {
  const since = performance.now();
  const done = work();
  slices.took(performance.now() - since);
  return done;
}
