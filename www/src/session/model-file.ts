import { simd } from "wasm-feature-detect";
import withSimd from "../../pkg-simd/attention_lab_bg.wasm?url";
import plain from "../../pkg/attention_lab_bg.wasm?url";

/** The build of the crate for this browser: the two differ in nothing that the glue between them and the page sees. */
export async function modelFile(): Promise<string> {
  return (await simd().catch(() => false)) ? withSimd : plain;
}
