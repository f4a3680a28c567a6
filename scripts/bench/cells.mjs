// @ts-check
// What a person waits for in the code cells, in Chromium: until the editor is there, from a key to its verdict, and for a
// run; the run beside the same by the CPU engine, in turn, so that a busy machine is busy for both.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";
import { launch, serve } from "./browser.mjs";
import { spread } from "./page.mjs";
import { record } from "./record.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const part = "3_scores_forward";
/** So many keys before it is measured: browsers compile again what runs often. */
const keysToWarmUp = 8;

/** @param {{ quick: boolean, rounds: number }} options */
export async function measureCells({ quick, rounds }) {
  const site = await serve("www");
  const browser = await launch({ gpu: false });
  const first = [];
  const [verdicts, checks, runs, engine] = [[], [], [], []].map(() => /** @type {number[]} */ ([]));
  /** @type {number[]} */
  let tasks = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(record);
      await page.goto(`${site.origin}/dist/index.html#preset=printed&backend=cpu`);
      await page.locator("html[data-complete]").waitFor();
      const plain = await context.newPage();
      await openEngine(plain, site.origin);

      await page.bringToFront();
      await page.waitForTimeout(3000);
      const open = page.getByRole("button", { name: "Open the code cells" });
      await open.scrollIntoViewIfNeeded();
      const begin = await page.evaluate(() => performance.now());
      await open.click();
      await page.locator(".cells-says", { hasText: "As shipped" }).waitFor();
      first.push((await page.evaluate(() => performance.now())) - begin);

      const editor = page.getByLabel(`Code of shaders/${part}.wgsl`);
      await editor.click();
      const keys = quick ? 4 : 20;
      for (let key = -keysToWarmUp; key < keys; key++) {
        const { verdict, check } = await press(page, key % 2 === 0 ? "Space" : "Backspace");
        if (key < 0) continue;
        verdicts.push(verdict);
        checks.push(check);
      }
      for (let run = 0; run < (quick ? 2 : 5); run++) {
        runs.push(await runCells(page));
        engine.push(await runEngine(plain));
      }
      const all = await page.evaluate(() => /** @type {any} */ (globalThis).bench.tasks);
      tasks = tasks.concat(
        all
          .filter((/** @type {{ start: number }} */ { start }) => start > begin)
          .map((/** @type {{ duration: number }} */ { duration }) => duration),
      );
      await context.close();
    }
  } finally {
    await browser.close();
    site.close();
  }
  const middle = (/** @type {number[]} */ all) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN;
  const text = [
    "# The code cells in headless Chromium",
    "",
    "| | median (least to most) |",
    "|---|---:|",
    `| from the button to the first verdict, nothing loaded before | ${spread(first, "ms")} |`,
    `| from a key to its verdict, warm | ${spread(verdicts, "ms")} |`,
    `| of which the check, with the way to the worker and back | ${spread(checks, "ms")} |`,
    `| the notebook's 10,000 steps by cells | ${spread(runs, "ms")} |`,
    `| the same by the CPU engine, with vector instructions | ${spread(engine, "ms")} |`,
    `| as many times | ${(middle(runs) / middle(engine)).toFixed(1)} |`,
    `| tasks of 50 ms and more on the page's own thread | ${tasks.length}${tasks.length ? `, the longest ${Math.max(...tasks).toFixed(0)} ms` : ""} |`,
    "",
  ].join("\n");
  const folder = join(root, "target", "bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cells.md"), text);
  console.log(`\n${text}\nWritten to ${join("target", "bench", "cells.md")}`);
}

/**
 * The notebook's run by the CPU engine, on a page of its own.
 * @param {Page} page
 * @param {string} origin
 */
async function openEngine(page, origin) {
  await page.goto(`${origin}/blank`);
  await page.evaluate(async () => {
    const module = await import(/** @type {string} */ ("/pkg/attention_lab.js"));
    await module.default({ module_or_path: "/pkg-simd/attention_lab_bg.wasm" });
    const { settings, words } = module.read_link("preset=printed", []);
    Object.assign(globalThis, { lab: await module.Lab.open(settings, words, "cpu") });
  });
}

/** @param {Page} page */
function runEngine(page) {
  return page.evaluate(async () => {
    const { lab } = /** @type {any} */ (globalThis);
    await lab.rewind();
    const begin = performance.now();
    await lab.advance(lab.total_steps());
    return performance.now() - begin;
  });
}

/**
 * What the section itself measures of a run: the time in its worker, to two decimals of a second.
 * @param {Page} page
 */
async function runCells(page) {
  const state = page.locator(".cells-trial [role=status]");
  await state.evaluate((element) => (element.textContent = ""));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await state.filter({ hasText: "steps in" }).waitFor();
  const [, seconds = "NaN"] = /steps in ([\d.]+) s/.exec((await state.textContent()) ?? "") ?? [];
  return 1000 * Number(seconds);
}

/**
 * Presses a key in the editor; how long until its verdict stands there, and how long its check has taken.
 * @param {Page} page
 * @param {string} key
 */
async function press(page, key) {
  await page.evaluate(() => {
    const verdict = /** @type {HTMLElement} */ (document.querySelector(".cells-verdict"));
    const found = new Promise((resolve) => {
      addEventListener(
        "keydown",
        () => {
          const begin = performance.now();
          new MutationObserver((_, observer) => {
            if (verdict.dataset["standing"] === "checking") return;
            observer.disconnect();
            const said = verdict.querySelector(".cells-about")?.textContent ?? "";
            const check = Number(/([\d,]+) ms/.exec(said)?.[1]?.replace(",", "") ?? NaN);
            resolve({ verdict: performance.now() - begin, check });
          }).observe(verdict, { attributes: true, attributeFilter: ["data-standing"] });
        },
        { capture: true, once: true },
      );
    });
    Object.assign(globalThis, { found });
  });
  await page.keyboard.press(key);
  const times = await page.evaluate(() => /** @type {any} */ (globalThis).found);
  await page.waitForTimeout(100);
  return times;
}
