import init from "../../pkg/attention_lab.js";
import { modelFile } from "../session/model-file.js";
import * as words from "../text/en/start.js";

/** Why the model cannot be had, in words for whoever opened the page. */
export class NoModel extends Error {}

/** Loads the WebAssembly: nothing else on the page works without it. */
export async function loadModel(): Promise<void> {
  const file = await modelFile();
  try {
    await init({ module_or_path: file });
  } catch {
    const bytes = await fetchAgain(file);
    try {
      await init({ module_or_path: bytes });
    } catch {
      throw new NoModel(words.noWasm);
    }
  }
}

/** The file past what the browser has kept of it, or what is wrong with it. */
async function fetchAgain(file: string): Promise<ArrayBuffer> {
  const name = new URL(file, location.href).pathname.split("/").at(-1) ?? "";
  const response = await fetch(file, { cache: "reload" }).catch(() => undefined);
  if (response && !response.ok) {
    throw new NoModel(words.modelMissing(response.status, name));
  }
  const bytes = await response?.arrayBuffer().catch(() => undefined);
  if (!bytes) {
    throw new NoModel(words.modelNotArrived(name));
  }
  if (!isWasm(bytes)) {
    throw new NoModel(words.modelIsOther(name));
  }
  return bytes;
}

/** Every WebAssembly file begins with a zero and "asm". */
function isWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength > 4 && new DataView(bytes).getUint32(0) === 0x0061736d;
}
