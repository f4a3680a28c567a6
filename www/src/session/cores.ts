import { modelFile } from "./model-file.js";
import type { Asked, Trained } from "./study-worker.js";

/** More would wait for memory, and the page needs a core of its own. */
const most = 16;

/** Workers, one a core, that train whole runs beside the page. */
export class Cores {
  readonly #workers: Worker[] = [];
  #stopped: (() => void) | undefined;
  /** Changes with every training and every stop: what was begun before is not gone on with. */
  #turn = 0;

  /**
   * Trains runs 0 to `runs`; `done` is called with the parameters of each in their order, as soon as all before it are
   * there. False if it was stopped.
   *
   * Fails where the browser lets the page have no workers, as in the closed frame of another page: nothing is done then.
   */
  async train(
    runs: number,
    words: string,
    settingsOf: (run: number) => string,
    done: (parameters: Float32Array) => void,
  ): Promise<boolean> {
    const turn = ++this.#turn;
    await this.#start();
    if (turn !== this.#turn) return false;
    return new Promise((resolve, reject) => {
      const waiting = new Map<number, Float32Array>();
      let [asked, taken] = [0, 0];
      this.#stopped = () => resolve(false);
      const next = (worker: Worker) => {
        if (asked >= runs) return;
        const run = asked++;
        worker.postMessage({ run, settings: settingsOf(run), words } satisfies Asked);
      };
      for (const worker of this.#workers) {
        worker.onmessage = ({ data }: MessageEvent<Trained>) => {
          next(worker);
          waiting.set(data.run, data.parameters);
          for (let found; (found = waiting.get(taken)); taken += 1) {
            waiting.delete(taken);
            done(found);
          }
          if (taken >= runs) resolve(true);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          // First, since to be stopped is another end.
          reject(new Error(event.message));
          this.stop();
        };
        // Two at a time: while one is answered, the next is under way.
        next(worker);
        next(worker);
      }
    });
  }

  /** Whatever is under way is dropped; the next runs get other workers. */
  stop(): void {
    this.#turn += 1;
    for (const worker of this.#workers.splice(0)) worker.terminate();
    this.#stopped?.();
    this.#stopped = undefined;
  }

  async #start(): Promise<void> {
    const model = await modelFile();
    if (this.#workers.length > 0) return;
    const cores = Math.max(1, Math.min(most, navigator.hardwareConcurrency || 1));
    for (let core = 0; core < cores; core += 1) {
      const worker = new Worker(new URL("./study-worker.ts", import.meta.url), { type: "module" });
      worker.postMessage({ model: new URL(model, location.href).href } satisfies Asked);
      this.#workers.push(worker);
    }
  }
}
