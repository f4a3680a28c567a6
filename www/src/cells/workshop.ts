import type { Answer, Found, Refused } from "../../pkg-cells/cells.js";
import * as text from "../text/en/cells.js";
import type { Edited, Reply, Request } from "./protocol.js";

/** A request without its number. */
type Asked<R> = R extends { id: number } ? Omit<R, "id"> : never;

/** What the shaders are to blame for. */
export class Refusal extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(
      refused.faults
        .map(({ part, line, message }) => `${part === "" ? "" : text.fault.at(part, line)}${message}`)
        .join("; "),
    );
    this.refused = refused;
  }
}

/** A training that is under way. */
export interface Training {
  readonly done: Promise<Trained>;
  stop(): void;
}

export interface Trained {
  answers: Answer[];
  milliseconds: number;
}

/** Who waits for what is said of a request. */
interface Waiting {
  hear(reply: Reply): void;
  fail(error: Error): void;
}

/** The page's end of the worker, which is started when it is first needed, and again where it broke down. */
export class Workshop {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** Checks the shaders of a run; nothing if a later check has taken its place. */
  check(edited: Edited): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "check", ...edited },
        (reply) => {
          if (reply.kind === "found") resolve(reply.found);
          if (reply.kind === "passed-over") resolve(undefined);
        },
        reject,
      );
    });
  }

  /** The names of edited parts, each with its text behind it, of edits as they stand in a link. */
  texts(edits: readonly string[]): Promise<string[]> {
    return this.#edits("texts", edits);
  }

  /** How edits stand in a link, of the names of the parts, each with its text behind it. */
  written(edits: readonly string[]): Promise<string[]> {
    return this.#edits("written", edits);
  }

  #edits(kind: "texts" | "written", edits: readonly string[]): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind, edits: [...edits] },
        (reply) => {
          if (reply.kind === "edits") resolve(reply.edits);
        },
        reject,
      );
    });
  }

  /** Opens the run that is open in the page, if its shaders are good, and answers what its engine asks. */
  answer(edited: Edited, question?: (Request & { kind: "answer" })["question"]): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "answer", ...edited, question },
        (reply) => {
          if (reply.kind === "answer") resolve(reply.numbers);
        },
        reject,
      );
    });
  }

  /** Trains a run; `hear` gets its losses as they come, and how many steps there are. */
  train(
    how: Omit<Asked<Request & { kind: "train" }>, "kind">,
    hear: (losses: Float32Array, steps: number) => void,
  ): Training {
    let id = 0;
    const done = new Promise<Trained>((resolve, reject) => {
      id = this.#ask(
        { kind: "train", ...how },
        (reply) => {
          if (reply.kind === "losses") hear(reply.losses, reply.steps);
          if (reply.kind === "trained") resolve(reply);
        },
        reject,
      );
    });
    return { done, stop: () => this.#worker?.postMessage({ kind: "stop", id } satisfies Request) };
  }

  #ask(request: Asked<Request>, hear: (reply: Reply) => void, fail: (error: Error) => void): number {
    const id = ++this.#last;
    this.#waiting.set(id, { hear, fail });
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage({ ...request, id });
    } catch {
      // In a frame without an origin a browser starts none.
      this.#broken(text.noWorker);
    }
    return id;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      // A worker that did not come has nothing to say.
      this.#broken(event.message ? text.workerBroke : text.noWorker);
    });
    return worker;
  }

  #hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (reply.kind !== "losses") this.#waiting.delete(reply.id);
    if (reply.kind === "refused") waiting?.fail(new Refusal(reply.refused));
    else if (reply.kind === "failed") waiting?.fail(new Error(text.failed(reply.message)));
    else waiting?.hear(reply);
  }

  #broken(why: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { fail } of this.#waiting.values()) fail(new Error(why));
    this.#waiting.clear();
  }
}
