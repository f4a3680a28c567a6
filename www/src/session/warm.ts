import { type Lab, Study } from "../../pkg/attention_lab.js";
import { Runner } from "./runner.js";

/** Enough steps for a browser to notice what it runs again and again. */
const epochs = 600;
let isWarm = false;

/**
 * Browsers run WebAssembly slowly until they have compiled it once more, which they begin where it is run often. The
 * CPU engine has a step of its own for some head sizes: each is run a little, so that a slider which passes over them
 * waits for none of them.
 */
export async function warmUp(lab: Lab, corpus: string): Promise<void> {
  if (isWarm || lab.device().engine !== "cpu") return;
  isWarm = true;
  const runner = new Runner(() => undefined);
  await runner.run(Study.compared(`epochs=${epochs}`, corpus, Uint32Array.of()));
}
