import { Gpu } from "../../pkg/attention_lab.js";
import type { Backend, Run } from "./run.js";

/**
 * The one search for a GPU. It goes on beside the Lab, which the CPU engine computes meanwhile: a driver may take long
 * to open, or never answer.
 */
export class Search {
  #isBegun = false;
  #isOver = false;

  /** Who computes at once a run that asks for `backend`. */
  now(backend: Backend): Backend {
    return this.#isOver ? backend : now(backend);
  }

  /** Looks for a GPU that this run could use. Nothing comes of it if none is asked for, or if it was begun before. */
  async begin({ settings, words, backend }: Run): Promise<Gpu | undefined> {
    if (this.#isBegun || backend === "cpu") return undefined;
    this.#isBegun = true;
    const found = await Gpu.find(settings, words, backend);
    this.#isOver = true;
    return found;
  }
}

/** Who computes a run that asks for `backend` before any search: the CPU engine, which waits for nothing. */
export function now(backend: Backend): Backend {
  return backend === "cpu" ? backend : "auto";
}
