// @ts-check
// How the page is built: the crate becomes www/pkg and www/pkg-simd, www/pkg-taken for what is taken along and www/pkg-cells
// for edited shaders; www with all four becomes the static page in www/dist.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output, root, run } from "./run.mjs";

const target = "wasm32-unknown-unknown";

/**
 * Measured: -O3 and -Oz weigh the same when compressed. The training step stays a function of its own for each kind of
 * sizes: browsers compile it better and sooner than as a part of one large function, 0.8 of the time.
 */
const optimised = ["-O3", "--one-caller-inline-max-function-size=1000"];

/**
 * The crate as a JavaScript module for browsers.
 * @param {string} folder in www, for the module
 * @param {string} flags what rustc is told
 * @param {string} name of the module
 * @param {string[]} features of the crate
 * @param {string} level of optimisation. Measured: 2 is as fast as 3, and 4 % less to download.
 */
async function buildWasm(folder, flags, name = "attention_lab", features = [], level = "2") {
  // A folder of its own, since two builds would wait for each other in one; together they use all cores.
  const built = join("target", folder);
  const options = ["--lib", "--release", "--target", target, "--target-dir", built];
  await run("cargo", ["build", ...options, ...features.flatMap((feature) => ["--features", feature])], {
    RUSTFLAGS: `${process.env.RUSTFLAGS ?? ""} ${flags}`.trim(),
    CARGO_PROFILE_RELEASE_OPT_LEVEL: level,
  });
  const made = join(built, target, "release", "attention_lab.wasm");
  const out = join("www", folder);
  // What was made of the same file in the same way is there already.
  const stamp = join(root, out, "made-of.json");
  const from = JSON.stringify([
    statSync(join(root, made)).mtimeMs,
    optimised,
    name,
    output("wasm-opt", ["--version"]),
  ]);
  if (text(stamp) === from) return;
  await run("wasm-bindgen", ["--target", "web", "--out-dir", out, "--out-name", name, made]);
  const wasm = join(out, `${name}_bg.wasm`);
  await run("wasm-opt", [...optimised, wasm, "-o", wasm]);
  writeFileSync(stamp, from);
}

/** @param {string} file */
function text(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** All builds of the crate, at the same time. */
export async function buildCrate() {
  await Promise.all([
    buildWasm("pkg", ""),
    // With vector instructions, three times as fast on the CPU, for browsers that have them.
    buildWasm("pkg-simd", "-C target-feature=+simd128"),
    // What writes and reads files, for whoever takes a run along.
    buildWasm("pkg-taken", "", "taken", ["taken"]),
    // What translates edited shaders and runs them, for whoever opens the code cells.
    // For its size: it translates in the time between two keys all the same, and what it makes runs as fast.
    buildWasm("pkg-cells", "", "cells", ["cells"], "z"),
  ]);
}

export async function bundlePage() {
  await run("vite", ["build", "www"]);
}

export async function buildPage() {
  await buildCrate();
  await bundlePage();
}
