// @ts-check
// What npm test runs.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCrate, bundlePage } from "./page.mjs";
import { root, run } from "./run.mjs";
import { findBrowser, findHeadlessBrowser } from "./system.mjs";

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} parts the values of --only that include it
 * @property {(read: (line: string) => void) => Promise<void>} work is given what reads the lines that tests print
 */

export const parts = ["lint", "native", "wasm", "page"];

/** What Playwright writes about the page's tests. */
export const pageReport = join(root, "tests", "e2e", "results", "report.json");

const formatted = ["www", "scripts", "tests/e2e"];

/** @type {(name: string, folder: string) => Stage} */
const typeCheck = (name, folder) => ({
  name,
  parts: ["lint"],
  work: () => run("tsc", ["--noEmit", "-p", `${folder}/tsconfig.json`]),
});

/**
 * Every check, in order: what is quick to fail comes first.
 * @returns {Stage[]}
 */
export function stages() {
  const clippy = ["clippy", "--workspace", "--all-targets"];
  const denied = ["--", "-D", "warnings"];
  const wasmTarget = ["--target", "wasm32-unknown-unknown"];
  return [
    { name: "Rust format", parts: ["lint"], work: () => run("cargo", ["fmt", "--all", "--check"]) },
    { name: "Page format", parts: ["lint"], work: () => run("prettier", ["--check", ...formatted]) },
    {
      name: "Faults have their place",
      parts: ["lint"],
      work: () => run("node", ["scripts/faults.mjs", "--check"]),
    },
    { name: "Rooms keep their order", parts: ["lint"], work: () => run("node", ["scripts/rooms.mjs"]) },
    { name: "Words have their place", parts: ["lint"], work: () => run("node", ["scripts/words.mjs"]) },
    { name: "Versions agree", parts: ["lint"], work: () => run("node", ["scripts/versions.mjs"]) },
    { name: "Clippy, native", parts: ["lint"], work: () => run("cargo", [...clippy, ...denied]) },
    {
      name: "Clippy, wasm",
      parts: ["lint"],
      work: () => run("cargo", [...clippy, ...wasmTarget, ...denied]),
    },
    // Each is a module of the page in place of its first.
    ...["taken", "cells"].map((feature) => ({
      name: `Clippy, wasm with ${feature}`,
      parts: ["lint"],
      work: () => run("cargo", ["clippy", "--lib", "--features", feature, ...wasmTarget, ...denied]),
    })),
    // The page's types come from the crate's build.
    { name: "Build, crate to wasm", parts: ["lint", "page"], work: buildCrate },
    typeCheck("Types, scripts", "scripts"),
    typeCheck("Types, page", "www"),
    typeCheck("Types, page tests", "tests/e2e"),
    {
      name: "Tests, native",
      parts: ["native"],
      work: (read) => run("cargo", ["test", "--workspace"], vulkan(), read),
    },
    {
      name: "Tests, wasm in the browser",
      parts: ["wasm"],
      work: () =>
        run("wasm-pack", ["test", "--headless", "--chrome", "--mode", "no-install"], chosenBrowser()),
    },
    { name: "Build, page", parts: ["page"], work: bundlePage },
    {
      name: "Tests, page in the browser",
      parts: ["page"],
      work: () =>
        run("playwright", ["test", "-c", "tests/e2e/playwright.config.ts"], {
          ATTENTION_LAB_CHROMIUM: findHeadlessBrowser() ?? "",
          PLAYWRIGHT_JSON_OUTPUT_FILE: pageReport,
        }),
    },
  ];
}

/**
 * The native GPU tests run on every Vulkan device that the loader finds. Chromium's own software device is not among them
 * (VK_ADD_DRIVER_FILES adds it): the same tests run on it in the browser.
 * @returns {Record<string, string>}
 */
export function vulkan() {
  // The Vulkan loader complains where this is unset, as it is in containers.
  return { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR || tmpdir() };
}

/**
 * chromedriver looks for a browser by itself; one that is named by CHROME must be written into its options.
 * @returns {Record<string, string>}
 */
function chosenBrowser() {
  if (!process.env.CHROME) return {};
  const options = JSON.parse(readFileSync(join(root, "webdriver.json"), "utf8"));
  options["goog:chromeOptions"].binary = findBrowser();
  const file = join(root, "target", "webdriver.json");
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(file, JSON.stringify(options));
  return { WASM_BINDGEN_TEST_WEBDRIVER_JSON: file };
}
