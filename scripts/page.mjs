// @ts-check
// How the page is built: the crate becomes www/pkg and www/pkg-simd, www/pkg-taken for what is taken along and www/pkg-cells
// for edited shaders; www with all four becomes the static page in www/dist.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure, output, root, run } from "./run.mjs";

const target = "wasm32-unknown-unknown";

/**
 * Measured: -O3 and -Oz weigh the same when compressed, -O2 a little less. What the compiler left a function of its own
 * stays one: it is less to download, and browsers compile several functions better and sooner than one large one. Names
 * between the module and its JavaScript become short.
 */
const optimised = [
  "-O2",
  "--one-caller-inline-max-function-size=0",
  "--minify-imports-and-exports-and-modules",
  "--strip-producers",
  "--strip-target-features",
];

/**
 * Functions grow into their callers only where they are small. Measured: as fast, and less to download.
 * @param {string} level of optimisation
 */
const inlining = (level) => `-C llvm-args=-inline-threshold=${level === "z" ? 25 : 75}`;

/** A module says where it panics: by the path in a library, whatever machine it is built on. */
const withoutPaths = `--remap-path-prefix=${join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src")}=`;

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
    RUSTFLAGS: `${process.env.RUSTFLAGS ?? ""} ${flags} ${inlining(level)} ${withoutPaths}`.trim(),
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
  const names = output("wasm-opt", [...optimised, wasm, "-o", wasm]);
  if (!names) throw new Failure(`wasm-opt could not optimise ${wasm}: run it by hand to see why.`);
  shorten(join(root, out), name, names);
  writeFileSync(stamp, from);
}

/**
 * Gives what the module imports and exports its short names in the JavaScript beside it.
 * @param {string} folder
 * @param {string} module
 * @param {string} names as wasm-opt prints them
 */
function shorten(folder, module, names) {
  const file = join(folder, `${module}.js`);
  /** @type {{ imports: [string, string, string][], exports: [string, string][] }} */
  const { imports, exports } = JSON.parse(names);
  const imported = new Map(imports.map(([, name, short]) => [name, short]));
  const exported = new Map(exports);
  const made = readFileSync(file, "utf8")
    .replaceAll(/^( +)(\w+)(?=: )/gm, (_, indent, name) => indent + (imported.get(name) ?? name))
    .replaceAll(/\bwasm\.(\w+)/g, (_, name) => `wasm.${exported.get(name) ?? name}`)
    .replace(`"./${module}_bg.js":`, "a:");
  writeFileSync(file, made);
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
  // The page has the JavaScript of one of them and runs it with either.
  const [one, other] = ["pkg", "pkg-simd"].map((folder) =>
    text(join(root, "www", folder, "attention_lab.js")),
  );
  if (one !== other) throw new Failure("The two builds of the crate differ in more than their instructions.");
}

/** The page, and beside it the same page as one file. */
export async function bundlePage() {
  await run("vite", ["build", "www"]);
  await run("vite", ["build", "www", "--mode", "one-file"]);
}

export async function buildPage() {
  await buildCrate();
  await bundlePage();
}
