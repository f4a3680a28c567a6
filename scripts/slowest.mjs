// @ts-check
// Which tests took longest, and which page tests failed, or passed only at the second try.

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Timed
 * @property {string} name
 * @property {number} seconds
 */

/**
 * Reads the output of `cargo test` while it comes. Rust's test harness tells no times, but when a test has ended; it
 * begins them in the order of their names, a new one whenever one of those that run ends.
 */
export class CargoTimes {
  /** @type {Timed[]} */
  found = [];
  #begin = 0;
  /** @type {{ name: string, end: number }[]} */
  #ended = [];

  /** @param {string} line */
  read(line) {
    if (/^running \d+ tests?$/.test(line)) {
      this.#begin = performance.now();
      this.#ended = [];
    }
    const name = /^test (\S+)( - should panic)? \.\.\. ok$/.exec(line)?.[1];
    if (name) this.#ended.push({ name, end: performance.now() });
    if (line.startsWith("test result:")) this.#close();
  }

  #close() {
    const threads = Number(process.env.RUST_TEST_THREADS) || availableParallelism();
    const begins = [...Array(threads).fill(this.#begin), ...this.#ended.map(({ end }) => end)];
    const inOrder = [...this.#ended].sort((one, other) => (one.name < other.name ? -1 : 1));
    inOrder.forEach(({ name, end }, index) => {
      this.found.push({ name, seconds: (end - begins[index]) / 1000 });
    });
    this.#ended = [];
  }
}

/**
 * Reads what Playwright has written about the page's tests.
 * @param {string} file
 * @returns {{ timed: Timed[], triedTwice: string[], failed: string[] }}
 */
export function pageTimes(file) {
  /** @type {{ timed: Timed[], triedTwice: string[], failed: string[] }} */
  const times = { timed: [], triedTwice: [], failed: [] };
  if (!existsSync(file)) return times;
  /** @param {any} suite */
  const visit = (suite) => {
    suite.suites?.forEach(visit);
    for (const { title, file, tests } of suite.specs ?? []) {
      for (const { projectName, results, status } of tests) {
        const name = `${file}, ${projectName}: ${title}`;
        const milliseconds = results.reduce(
          (/** @type {number} */ sum, /** @type {any} */ result) => sum + result.duration,
          0,
        );
        times.timed.push({ name, seconds: milliseconds / 1000 });
        const why = () =>
          firstLines(results.find((/** @type {any} */ { error }) => error)?.error.message ?? "");
        if (status === "flaky") times.triedTwice.push(`${name}\n${why()}`);
        if (status === "unexpected") times.failed.push(`${name}\n${why()}`);
      }
    }
  };
  JSON.parse(readFileSync(file, "utf8")).suites.forEach(visit);
  return times;
}

/**
 * The beginning of an error's message, without the colours of a terminal.
 * @param {string} message
 */
function firstLines(message) {
  const lines = stripVTControlCharacters(message).split("\n");
  return lines
    .filter((line) => line.trim())
    .slice(0, 6)
    .map((line) => `    ${line.slice(0, 160)}`)
    .join("\n");
}

/**
 * @param {Timed[]} timed
 * @param {number} count
 */
export function slowest(timed, count) {
  return timed
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
}
