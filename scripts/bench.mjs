// @ts-check
// npm run bench [-- --only engines,growth,sweep,page,cells,side-by-side]: installs what is missing, measures how fast
// everything is, prints tables and leaves them with their plots in target/bench. See docs/benchmarks.md.

import { parseArgs } from "node:util";
import { findOthers } from "./bench/others.mjs";
import { buildPage } from "./page.mjs";
import { Failure, main, run } from "./run.mjs";
import { setUp } from "./setup.mjs";
import { vulkan } from "./stages.mjs";

const parts = ["engines", "growth", "sweep", "page", "cells", "side-by-side"];
/** Needs other libraries, so it must be asked for. */
const usual = parts.filter((part) => part !== "side-by-side");

/** @typedef {[name: string, program: string, ...args: string[]]} Beside see benches/lab/beside.rs */

function chosen() {
  const usage =
    "Use: npm run bench -- [--only PARTS] [--quick] [--rounds N] [--built] [--python PATH] [--tfjs FOLDER], " +
    `with PARTS some of ${parts.join(",")}. --built takes the page as it was built last.`;
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string" },
        quick: { type: "boolean", default: false },
        rounds: { type: "string" },
        built: { type: "boolean", default: false },
        python: { type: "string", default: "python3" },
        tfjs: { type: "string", default: "." },
      },
    });
    const only = values.only?.split(",") ?? usual;
    if (!only.every((part) => parts.includes(part))) throw new Failure(usage);
    if (values.rounds && !/^[1-9]\d*$/.test(values.rounds)) throw new Failure(usage);
    return { ...values, only };
  } catch {
    throw new Failure(usage);
  }
}

await main(async () => {
  const { only, quick, rounds, built, python, tfjs } = chosen();
  const wants = (/** @type {string[]} */ ...some) => some.some((part) => only.includes(part));
  const inBrowser = wants("page", "cells", "side-by-side");
  await setUp({ tests: inBrowser });
  if (inBrowser && !built) await buildPage();

  const common = [...(quick ? ["--quick"] : []), ...(rounds ? ["--rounds", rounds] : [])];
  const rust = (/** @type {string[]} */ ...args) =>
    run("cargo", ["bench", "--bench", "lab", "--", ...common, ...args], vulkan());

  if (wants("engines", "page", "side-by-side")) {
    const own = inBrowser ? inChromium() : [];
    if (wants("engines", "page")) await rust("--only", "engines", ...own.flatMap(asArguments));
    if (wants("side-by-side")) {
      const others = findOthers({ python, tfjs });
      const against = others.flatMap(([name]) => ["--against", name]);
      const name = ["--name", "side-by-side"];
      await rust("--only", "engines", ...name, ...[...own, ...others].flatMap(asArguments), ...against);
    }
  }
  if (wants("page")) {
    // Only now: Playwright is one of the packages that the set-up may have had to install.
    const { measurePage } = await import("./bench/page.mjs");
    await measurePage({ quick, rounds: Number(rounds ?? (quick ? 1 : 7)) });
  }
  if (wants("cells")) {
    const { measureCells } = await import("./bench/cells.mjs");
    await measureCells({ quick, rounds: Number(rounds ?? (quick ? 1 : 5)) });
  }
  if (wants("growth")) await rust("--only", "growth");
  if (wants("sweep")) await rust("--only", "sweep");
});

/** @returns {Beside[]} */
function inChromium() {
  return [
    ["CPU engine, Chromium with SIMD", "simd"],
    ["CPU engine, Chromium without SIMD", "plain"],
    ["software GPU, Chromium's WebGPU", "webgpu"],
  ].map(([name = "", build = ""]) => [name, process.execPath, "scripts/bench/run_browser.mjs", build]);
}

/** @param {Beside} beside */
function asArguments(beside) {
  return ["--beside", JSON.stringify(beside)];
}
