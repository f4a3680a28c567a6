// @ts-check
// The notebook's run in Chromium, by the crate's own WebAssembly: run_browser.mjs simd|plain|webgpu. How a program that
// is timed is talked to stands in benches/lab/beside.rs.

import { createInterface } from "node:readline";
import { launch, serve } from "./browser.mjs";

const [build = "simd"] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { settings, corpus } = JSON.parse((await lines.next()).value ?? "{}");

const site = await serve("www");
const browser = await launch({ gpu: build === "webgpu" });
const page = await browser.newPage();
await page.goto(`${site.origin}/blank`);
await page.evaluate(
  async ({ build, settings, corpus }) => {
    const { default: init, Lab } = await import(/** @type {string} */ ("/pkg/attention_lab.js"));
    const folder = build === "plain" ? "pkg" : "pkg-simd";
    await init({ module_or_path: `/${folder}/attention_lab_bg.wasm` });
    const lab = await Lab.open(settings, corpus, build === "webgpu" ? "gpu" : "cpu");
    Object.assign(globalThis, { lab });
  },
  { build, settings, corpus },
);
process.stdout.write("ready\n");

for await (const _ of lines) {
  const answer = await page.evaluate(async () => {
    const { lab } = /** @type {any} */ (globalThis);
    await lab.rewind();
    const begin = performance.now();
    await lab.advance(lab.total_steps());
    const seconds = (performance.now() - begin) / 1000;
    return { seconds, loss: lab.losses().at(-1) };
  });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
site.close();
