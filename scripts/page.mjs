// @ts-check
// How the page is built: the crate becomes www/pkg, and www with it becomes the static page in www/dist.

import { run } from "./run.mjs";

/** @typedef {{ command: string, args: string[] }} Command */

// "no-install": setup.mjs has put every tool on PATH, and wasm-pack shall not fetch another one.
/** @type {Command} */
export const buildWasm = {
  command: "wasm-pack",
  args: "build --release --target web --no-pack --mode no-install --out-dir www/pkg".split(" "),
};

/** @type {Command} */
export const bundlePage = { command: "vite", args: ["build", "www"] };

export async function buildPage() {
  for (const { command, args } of [buildWasm, bundlePage]) await run(command, args);
}
