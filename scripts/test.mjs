// @ts-check
// npm test [-- --only lint,native,wasm,page]: installs what is missing and runs every check, up to the first failure.

import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { Failure, main } from "./run.mjs";
import { setUp } from "./setup.mjs";
import { CargoTimes, pageTimes, slowest } from "./slowest.mjs";
import { pageReport, parts, stages } from "./stages.mjs";

/** @returns {string[]} */
function chosenParts() {
  let only;
  try {
    only = parseArgs({ options: { only: { type: "string" } } }).values.only?.split(",") ?? parts;
  } catch {
    only = [""];
  }
  if (only.every((part) => parts.includes(part))) return only;
  throw new Failure(`Use: npm test, or npm test -- --only with some of ${parts.join(",")}.`);
}

/** @param {number} start */
const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

await main(async () => {
  const only = chosenParts();
  const start = performance.now();
  await setUp({ tests: true });
  console.log(`Set-up is complete (${secondsSince(start)}).`);

  const chosen = stages().filter((stage) => stage.parts.some((part) => only.includes(part)));
  rmSync(pageReport, { force: true });
  const native = new CargoTimes();
  /** @type {string[]} */
  const stageTimes = [];
  try {
    for (const { name, work } of chosen) {
      console.log(`\n== ${name}`);
      const stageStart = performance.now();
      try {
        await work((line) => native.read(line));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        throw new Failure(`FAILED at "${name}" after ${secondsSince(stageStart)}: ${error.message}`);
      }
      stageTimes.push(`${secondsSince(stageStart).padStart(9)}  ${name}`);
      console.log(`== ${name}: ${secondsSince(stageStart)}`);
    }
  } finally {
    report(native, stageTimes);
  }
  console.log(`\nEvery stage passed (${chosen.length}) in ${secondsSince(start)}.`);
});

/**
 * Where the time went, and what passed only at the second try.
 * @param {CargoTimes} native
 * @param {string[]} stageTimes
 */
function report(native, stageTimes) {
  const page = pageTimes(pageReport);
  const lists = [
    ["The stages", stageTimes],
    ["The ten slowest tests, native", slowest(native.found, 10)],
    ["The ten slowest tests of the page", slowest(page.timed, 10)],
    ["Passed only at the second try, to be mended", page.triedTwice],
    ["Failed in the page", page.failed],
  ];
  for (const [title, lines] of /** @type {[string, string[]][]} */ (lists)) {
    if (lines.length > 0) console.log(`\n${title}:\n${lines.join("\n")}`);
  }
}
