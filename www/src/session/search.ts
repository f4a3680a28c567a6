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
    return this.#isOver || backend === "cpu" ? backend : "auto";
  }

  /** Looks for a GPU that this run could use. Nothing comes of it if none is asked for, or if it was begun before. */
  async begin({ settings, backend }: Run, corpus: string): Promise<Gpu | undefined> {
    if (this.#isBegun || backend === "cpu") return undefined;
    this.#isBegun = true;
    const found = await Gpu.find(settings, corpus, backend);
    this.#isOver = true;
    return found;
  }
}
