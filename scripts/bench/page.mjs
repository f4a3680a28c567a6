// @ts-check
// What a person waits for: the first picture, the bytes of it, and whether the page answers while it trains.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";
import { launch, serve } from "./browser.mjs";
import { record } from "./record.mjs";

/** @typedef {import("@playwright/test").Browser} Browser */
/** @typedef {{ quick: boolean, rounds: number }} Options */

/** How long a hand takes from the choice of the speed to the slider, in milliseconds. */
const toTheSlider = 1000;
const headSizes = [10, 40, 12, 36, 16, 32, 20, 28, 24, 8];

/** @param {Options} options */
export async function measurePage({ quick, rounds }) {
  const site = await serve("www/dist");
  const lines = ["# The page in headless Chromium", ""];
  const say = (/** @type {string[]} */ ...more) => void lines.push(...more);
  try {
    const quiet = await launch({ gpu: false });
    const firsts = [];
    for (let round = 0; round < rounds; round++) firsts.push(await firstPicture(quiet, site.origin));
    say("## The first picture", "", "Each time in a new profile, so that nothing is cached.", "");
    say("| | median (least to most) |", "|---|---:|");
    say(
      `| from navigation to the first picture | ${spread(
        firsts.map(({ time }) => time),
        "ms",
      )} |`,
    );
    const first = firsts[0];
    if (first) {
      say(`| compressed bytes that the page downloads, with headers | ${thousands(first.bytes)} |`);
      for (const [type, bytes] of first.types)
        if (bytes > 0) say(`| of which ${type} | ${thousands(bytes)} |`);
    }

    say("", "## The longest task of the main thread while it trains", "");
    say("Tasks of 50 ms and more, as Chromium counts them, over some seconds of a run without end.", "");
    say("| device | speed | tasks over 50 ms |", "|---|---|---:|");
    const seconds = quick ? 0.5 : 5;
    for (const gpu of [false, true]) {
      const browser = gpu ? await launch({ gpu }) : quiet;
      for (const speed of ["full", "watch", "live"]) {
        const tasks = await longTasks(browser, site.origin, gpu ? "gpu" : "cpu", speed, seconds);
        say(`| ${gpu ? "software GPU" : "CPU engine"} | ${speed} | ${inWords(tasks)} |`);
      }
      if (gpu) await browser.close();
    }

    const { stops, tasks } = await liveStops(quiet, site.origin, quick ? headSizes.slice(0, 3) : headSizes);
    say("", "## A stop of the head-size slider, speed live, CPU engine", "");
    say(
      "From the slider's event to the frame that shows the losses of the finished run, and to the last frame in which",
    );
    say("anything of the page's texts and tables changes.", "");
    say("| head size | finished run shown after | all settled after |", "|---:|---:|---:|");
    const ms = (/** @type {number} */ time) => `${time.toFixed(1)} ms`;
    for (const { size, shown, settled } of stops) say(`| ${size} | ${ms(shown)} | ${ms(settled)} |`);
    const [shown, settled] = [stops.map(({ shown }) => shown), stops.map(({ settled }) => settled)];
    say(`| median (least to most) | ${spread(shown, "ms")} | ${spread(settled, "ms")} |`);
    say("", `Tasks over 50 ms during these stops: ${inWords(tasks)}.`);
    await quiet.close();
  } finally {
    site.close();
  }
  const text = `${lines.join("\n")}\n`;
  const folder = join(root, "target", "bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "page.md"), text);
  console.log(`\n${text}\nWritten to ${join("target", "bench", "page.md")}`);
}

/**
 * @param {Browser} browser
 * @param {string} address
 */
async function open(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(record);
  return { page, ready: () => page.goto(address) };
}

/**
 * @param {Browser} browser
 * @param {string} origin
 */
async function firstPicture(browser, origin) {
  const { page, ready } = await open(browser, `${origin}/#backend=cpu`);
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {Map<string, number>} */
  const types = new Map();
  network.on("Network.responseReceived", ({ requestId, response }) =>
    names.set(requestId, response.mimeType),
  );
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = names.get(requestId) ?? "other";
    types.set(type, (types.get(type) ?? 0) + encodedDataLength);
  });
  await ready();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).bench.picture > 0);
  const time = await page.evaluate(() => /** @type {any} */ (globalThis).bench.picture);
  await page.waitForLoadState("networkidle");
  await page.close();
  return { time, types, bytes: [...types.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

/**
 * The durations of the long tasks while a run is trained, in milliseconds.
 * @param {Browser} browser
 * @param {string} origin
 * @param {string} backend
 * @param {string} speed
 * @param {number} seconds
 */
async function longTasks(browser, origin, backend, speed, seconds) {
  const { page, ready } = await open(browser, `${origin}/#epochs=1000000&backend=${backend}`);
  await ready();
  await page.locator("#play:enabled").waitFor();
  await page.waitForTimeout(500);
  const begin = await page.evaluate(() => performance.now());
  await page.getByLabel("Speed", { exact: true }).selectOption(speed);
  if (speed !== "live") await page.locator("#play").click();
  await page.waitForTimeout(seconds * 1000);
  const tasks = await tasksSince(page, begin);
  await page.close();
  return tasks;
}

/**
 * The durations of the long tasks that began after `begin`, in milliseconds.
 * @param {import("@playwright/test").Page} page
 * @param {number} begin
 * @returns {Promise<number[]>}
 */
async function tasksSince(page, begin) {
  const tasks = await page.evaluate(() => /** @type {any} */ (globalThis).bench.tasks);
  return tasks
    .filter((/** @type {{ start: number }} */ { start }) => start > begin)
    .map((/** @type {{ duration: number }} */ { duration }) => duration);
}

/** @param {number[]} tasks */
function inWords(tasks) {
  return tasks.length ? `${tasks.length}, the longest ${Math.max(...tasks).toFixed(0)} ms` : "none";
}

/**
 * Moves the slider from stop to stop, each after the one before is finished.
 * @param {Browser} browser
 * @param {string} origin
 * @param {number[]} sizes
 */
async function liveStops(browser, origin, sizes) {
  const { page, ready } = await open(browser, `${origin}/#backend=cpu`);
  await ready();
  await page.locator("#play:enabled").waitFor();
  await page.getByLabel("Speed", { exact: true }).selectOption("live");
  await page.locator("#state", { hasText: "finished" }).waitFor();
  // They are folded away.
  await page.getByRole("button", { name: "Settings" }).click();
  await page.waitForTimeout(toTheSlider);
  const begin = await page.evaluate(() => performance.now());
  const stops = [];
  for (const size of sizes) {
    const slider = page.getByRole("slider", { name: /^Head size/ });
    const times = await slider.evaluate((slider, size) => {
      return /** @type {any} */ (globalThis).bench.stop(slider, size);
    }, size);
    stops.push({ size, ...times });
  }
  const tasks = await tasksSince(page, begin);
  await page.close();
  return { stops, tasks };
}

/**
 * @param {number[]} values
 * @param {string} unit
 */
export function spread(values, unit) {
  const sorted = values.toSorted((one, other) => one - other);
  const [least = NaN, middle = NaN, most = NaN] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle.toFixed(1)} ${unit} (${least.toFixed(1)} to ${most.toFixed(1)})`;
}

/** @param {number} value */
function thousands(value) {
  return value.toLocaleString("en");
}
