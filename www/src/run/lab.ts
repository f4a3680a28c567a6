import { simd } from "wasm-feature-detect";
import withSimd from "../../pkg-simd/attention_lab_bg.wasm?url";
import init, { Lab } from "../../pkg/attention_lab.js";
import plain from "../../pkg/attention_lab_bg.wasm?url";

/** Who computes: the text of the device field and of the address. */
export const BACKENDS = ["auto", "gpu", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** Loads the WebAssembly; its failure is told in plain words, because nothing else on the page can work then. */
export async function load(): Promise<void> {
  try {
    // Two builds of one crate: they differ in nothing that the glue between them and the page sees.
    await init({ module_or_path: (await simd()) ? withSimd : plain });
  } catch (error) {
    throw new Error(
      `The model could not be loaded as WebAssembly (${message(error)}). ` +
        "Reload the page; if that does not help, open it in a current Firefox, Chrome, Edge or Safari.",
    );
  }
}

/**
 * The one Lab of the page. While one of its promises is pending the Lab is borrowed and any other call would fail,
 * so whoever wants it takes a turn, and turns run one after another in the order in which they were asked for.
 */
export class Turns {
  readonly #lab: Lab;
  #last: Promise<unknown> = Promise.resolve();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  take<T>(work: (lab: Lab) => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(() => work(this.#lab));
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
