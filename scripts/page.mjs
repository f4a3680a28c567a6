// @ts-check
// How the page is built: the crate becomes www/pkg and www/pkg-simd, and www with both becomes the static page in
// www/dist.

import { run } from "./run.mjs";

/** @typedef {{ command: string, args: string[], env?: Record<string, string> }} Command */

// "no-install": setup.mjs has put every tool on PATH, and wasm-pack shall not fetch another one.
/** @type {(folder: string, env?: Record<string, string>) => Command} */
const wasmPack = (folder, env = {}) => ({
  command: "wasm-pack",
  args: ["build", "--release", "--target", "web", "--no-pack", "--mode", "no-install", "--out-dir", folder],
  // Measured: as fast as level 3, and 4 % less to download.
  env: { CARGO_PROFILE_RELEASE_OPT_LEVEL: "2", ...env },
});

export const buildWasm = wasmPack("www/pkg");

/** The same with vector instructions, three times as fast on the CPU, for browsers that have them. */
export const buildSimdWasm = wasmPack("www/pkg-simd", {
  RUSTFLAGS: `${process.env.RUSTFLAGS ?? ""} -C target-feature=+simd128`,
});

/** @type {Command} */
export const bundlePage = { command: "vite", args: ["build", "www"] };

export async function buildPage() {
  for (const { command, args, env } of [buildWasm, buildSimdWasm, bundlePage]) await run(command, args, env);
}
