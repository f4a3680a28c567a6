// @ts-check
// What the other commands need, and how to get it. Node's own modules only: npm's packages are one of the needs.

import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { Failure, output, root, run, which } from "./run.mjs";
import {
  browser,
  browserDriver,
  findBrowser,
  headlessShell,
  linker,
  meetSystemNeeds,
  vulkanDriver,
} from "./system.mjs";

/**
 * @typedef {object} Need
 * @property {string} what it is
 * @property {() => boolean} there whether it is there already
 * @property {string | (() => Promise<void>)} get installs it; or the sentence that tells a person what to do
 */

const oldestNode = "20.19";
const wasmTarget = "wasm32-unknown-unknown";
const wasmPackVersion = "0.15.1";

// Outside the checkout, so that a second clone need not compile the same tools again.
const toolsFolder = resolve(
  process.env.ATTENTION_LAB_TOOLS ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "attention-lab"),
);

/**
 * Installs what is missing, and puts the project's own tools first on PATH for every later child.
 * @param {{ tests: boolean }} options whether what only the tests need is wanted too
 */
export async function setUp({ tests }) {
  // What a person may have to install comes first: nobody should wait minutes to be told.
  await meet(node);
  await meet(rust(fromFile("Cargo.toml", /^rust-version = "(.+)"/m)));
  if (tests) await meet(namedBrowser);
  await meetSystemNeeds(tests ? [linker, browser, browserDriver, vulkanDriver] : [linker]);
  // After them: what apt-get offers is known once it was used.
  if (tests) await quicken();
  await meet(target);
  if (tests) await meet(rustComponent("rustfmt", "cargo-fmt"));
  if (tests) await meet(rustComponent("clippy", "cargo-clippy"));
  await meet(npmPackages);
  putOnPath(join(root, "node_modules", ".bin"));
  await meet(wasmBindgen(fromFile("Cargo.lock", /^name = "wasm-bindgen"\nversion = "(.+)"/m)));
  if (tests) await meet(wasmPack(wasmPackVersion));
}

/** What the tests only take longer without. */
async function quicken() {
  try {
    await meetSystemNeeds([headlessShell]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(`${error.message}\nWithout it the tests of the page run in the browser and take longer.`);
  }
}

/** @type {Need} */
const node = {
  what: `Node.js ${oldestNode} or newer`,
  there: () => isAtLeast(process.versions.node, oldestNode),
  get: `Node.js ${oldestNode} or newer is needed and this is ${process.versions.node}: install a newer one.`,
};

/** @type {(oldest: string) => Need} */
const rust = (oldest) => ({
  what: `Rust ${oldest} or newer`,
  there: () =>
    ["rustup", "cargo"].every(which) && isAtLeast(output("rustc", ["--version"]).split(" ")[1], oldest),
  get:
    `Rust ${oldest} or newer is needed, with rustup and cargo on PATH: install it with rustup, Rust's own ` +
    `installer ("rustup update stable" renews an older one), open a new shell and run this command again.`,
});

/** @type {Need} */
const namedBrowser = {
  what: "the browser named by CHROME",
  there: () => !process.env.CHROME || Boolean(findBrowser()),
  get: `The environment variable CHROME is "${process.env.CHROME}", which is no program: correct or unset it.`,
};

/** @type {Need} */
const target = {
  what: `Rust's ${wasmTarget} target`,
  there: () => output("rustup", ["target", "list", "--installed"]).split(/\s+/).includes(wasmTarget),
  get: () => run("rustup", ["target", "add", wasmTarget]),
};

/** @type {(name: string, program: string) => Need} */
const rustComponent = (name, program) => ({
  what: `Rust's ${name}`,
  there: () => output(program, ["--version"]) !== "",
  get: () => run("rustup", ["component", "add", name]),
});

/** @type {Need} */
const npmPackages = {
  what: "the npm packages of package-lock.json",
  there: () => {
    const installed = join(root, "node_modules", ".package-lock.json");
    const wanted = join(root, "package-lock.json");
    return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
  },
  // All of them are development packages, which npm would leave out where NODE_ENV is "production".
  get: () => run("npm", ["ci", "--include=dev"]),
};

/**
 * The crate wasm-bindgen only works with the tool of exactly its own version.
 * @type {(version: string) => Need}
 */
const wasmBindgen = (version) =>
  // Not --locked: the package's own lock file names versions that not every registry offers. Its only feature is
  // HTTPS, for browsers far away; without it there is half as much to compile.
  cargoTool(
    "wasm-bindgen-cli",
    version,
    ["wasm-bindgen", "wasm-bindgen-test-runner"],
    ["--no-default-features"],
  );

/** @type {(version: string) => Need} */
const wasmPack = (version) => cargoTool("wasm-pack", version, ["wasm-pack"], ["--locked"]);

/**
 * A tool that cargo compiles, unless PATH has it at this very version.
 * @param {string} name
 * @param {string} version
 * @param {string[]} programs
 * @param {string[]} options
 * @returns {Need}
 */
function cargoTool(name, version, programs, options) {
  const folder = join(toolsFolder, `${name}-${version}`);
  const onPath = () =>
    programs.every((program) => output(program, ["--version"]) === `${program} ${version}`);
  return {
    what: `${name} ${version}`,
    there: () => {
      if (!onPath()) putOnPath(join(folder, "bin"));
      return onPath();
    },
    // They run for a second or two, and take minutes to compile when they are optimised.
    get: () =>
      run(
        "cargo",
        [
          "install",
          ...options,
          ...programs.flatMap((program) => ["--bin", program]),
          "--root",
          folder,
        ].concat(`${name}@${version}`),
        { CARGO_PROFILE_RELEASE_OPT_LEVEL: "0" },
      ),
  };
}

/** @param {Need} need */
async function meet({ what, there, get }) {
  if (there()) return;
  if (typeof get === "string") throw new Failure(get);
  console.log(`\nMissing: ${what}. Installing it; this can take some minutes ...`);
  await get();
  if (!there()) throw new Failure(`Still missing after its installation: ${what}. See the messages above.`);
}

/** @param {string} folder */
function putOnPath(folder) {
  process.env.PATH = [folder, process.env.PATH].join(delimiter);
}

/**
 * @param {string} [version]
 * @param {string} [oldest]
 */
function isAtLeast(version = "", oldest = "") {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}

/**
 * @param {string} file
 * @param {RegExp} pattern its first group is what is wanted
 */
function fromFile(file, pattern) {
  const found = readFileSync(join(root, file), "utf8").match(pattern)?.[1];
  if (!found) throw new Failure(`${file} has no line like ${pattern}: bring it back from the repository.`);
  return found;
}
