// @ts-check
// What only the system's package manager can install: a linker, and for the tests a browser and a Vulkan driver.

import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure, output, run, which } from "./run.mjs";

/**
 * @typedef {object} SystemNeed
 * @property {string} what it is
 * @property {() => boolean} there whether it is there already
 * @property {string} debian the name of its package on Debian
 */

/** @type {SystemNeed} */
export const linker = {
  what: "a C linker (cc)",
  there: () => Boolean(which("cc")),
  debian: "build-essential",
};

/** @type {SystemNeed} */
export const browser = {
  what: "Chromium or Chrome (on PATH, or named by the environment variable CHROME)",
  there: () => Boolean(findBrowser()),
  debian: "chromium",
};

const shell = "chromium-headless-shell";

/**
 * Chromium without its windows, which opens a page in half the time. Only Debian has it; without it the tests of the page
 * run in the browser.
 * @type {SystemNeed}
 */
export const headlessShell = {
  what: "Chromium's headless shell",
  there: () => Boolean(process.env.CHROME || which(shell)) || output("apt-cache", ["policy", shell]) === "",
  debian: shell,
};

/** @type {SystemNeed} */
export const browserDriver = {
  what: "chromedriver of the browser's version",
  there: () => Boolean(which("chromedriver")),
  debian: "chromium-driver",
};

/** @type {SystemNeed} */
export const vulkanDriver = {
  what: "a Vulkan driver",
  there: () => process.platform !== "linux" || hasVulkanDriver(),
  debian: "mesa-vulkan-drivers",
};

/** The path of the browser for the tests; CHROME takes the place of the usual names. */
export function findBrowser() {
  const usual = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const names = process.env.CHROME ? [process.env.CHROME] : usual;
  return names.map(which).find(Boolean);
}

/** What runs the tests of the page. */
export function findHeadlessBrowser() {
  return (process.env.CHROME ? undefined : which(shell)) ?? findBrowser();
}

/** Looks for a driver's manifest where the Vulkan loader does. */
function hasVulkanDriver() {
  if (process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES) return true;
  const data = process.env.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return ["/etc", "/usr/local/etc", "/usr/share", "/usr/local/share", data]
    .map((parent) => join(parent, "vulkan", "icd.d"))
    .some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".json")));
}

/**
 * Installs what is missing where that is possible: as root, with apt-get. Otherwise says what to install.
 * @param {SystemNeed[]} needs
 */
export async function meetSystemNeeds(needs) {
  const missing = needs.filter((need) => !need.there());
  if (missing.length === 0) return;
  const what = describe(missing);
  const packages = missing.map((need) => need.debian);

  if (!which("apt-get")) {
    throw new Failure(
      `Missing: ${what}. Install it with this system's package manager and run this command again.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Failure(
      `Missing: ${what}. Run "sudo apt-get update && sudo apt-get install --no-install-recommends ` +
        `${packages.join(" ")}" and then this command again.`,
    );
  }
  console.log(`\nMissing: ${what}. Installing with apt-get: ${packages.join(", ")} ...`);
  try {
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`${error.message} ${otherWay(what)}`);
  }
  const still = needs.filter((need) => !need.there());
  if (still.length > 0) throw new Failure(otherWay(describe(still)));
}

/** @param {SystemNeed[]} needs */
const describe = (needs) => needs.map((need) => need.what).join("; ");

/** @param {string} what */
const otherWay = (what) =>
  `Still missing after apt-get: ${what}. Install it in another way and run this command again ` +
  `(on Ubuntu, whose chromium package is a snap: Google Chrome and its chromedriver).`;
