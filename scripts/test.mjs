// @ts-check
// npm test [-- --only lint,native,wasm,page]: installs what is missing and runs every check, up to the first failure.

import { parseArgs } from "node:util";
import { Failure, main, run } from "./run.mjs";
import { setUp } from "./setup.mjs";
import { parts, stages } from "./stages.mjs";

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
  for (const { name, command, args, env } of chosen) {
    console.log(`\n== ${name}: ${command} ${args.join(" ")}`);
    const stageStart = performance.now();
    try {
      await run(command, args, env);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`FAILED at "${name}" after ${secondsSince(stageStart)}: ${error.message}`);
    }
    console.log(`== ${name}: ${secondsSince(stageStart)}`);
  }
  console.log(`\nEvery stage passed (${chosen.length}) in ${secondsSince(start)}.`);
});
