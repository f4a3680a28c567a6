// @ts-check
// One version everywhere: Cargo.toml has it, and whatever else names it must name the same. `npm test` asks.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, main, root } from "./run.mjs";

/** Where a version stands beside Cargo.toml, and how. */
const places = /** @type {const} */ ([
  ["crate/cells/Cargo.toml", /^version = "(.*)"$/m],
  ["package.json", /^ {2}"version": "(.*)",$/m],
  ["CITATION.cff", /^version: (.*)$/m],
  ["CHANGELOG.md", /^## .*?(\d+\.\d+\.\d+)/m],
]);

/**
 * The version of the project.
 * @returns {string}
 */
export function version() {
  const found = stated("Cargo.toml", /^version = "(.*)"$/m);
  for (const [file, pattern] of places) {
    const other = stated(file, pattern);
    if (other !== found) throw new Failure(`${file} says version ${other}, Cargo.toml ${found}.`);
  }
  return found;
}

/**
 * @param {string} file
 * @param {RegExp} pattern
 */
function stated(file, pattern) {
  return pattern.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? "nothing";
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => console.log(`Every place says version ${version()}.`));
}
