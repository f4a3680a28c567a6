// @ts-check
// Plants one fault after another into a copy of the project and shows that a test fails on each:
// `npm run faults`. Takes some minutes and is not part of `npm test`, which only asks with --check whether every fault
// still has its place in the code. `npm run faults -- barrier` plants only those whose name has that word.
//
// A fault is a patch in tests/faults: a line that says what it is, one that names the test that must fail, and the change.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./run.mjs";
import { vulkan } from "./stages.mjs";

const folder = join("tests", "faults");

/**
 * @typedef {object} Fault
 * @property {string} patch its file
 * @property {string} what it is
 * @property {string} suite the folder or file of the test that must fail
 * @property {string} test a part of the test's name
 */

/**
 * @param {string} name of a file
 * @returns {Fault}
 */
function read(name) {
  const patch = join(folder, name);
  const [what = "", caught = ""] = readFileSync(join(root, patch), "utf8").split("\n");
  const [, suite, test] = /^Caught by: (\S+), (.+)$/.exec(caught) ?? [];
  if (!suite || !test) throw new Error(`${patch}: its second line must be "Caught by: suite, test".`);
  return { patch, what, suite, test };
}

/**
 * @param {Fault} fault
 * @param {string} cwd
 * @param {string[]} options
 */
const apply = ({ patch }, cwd, ...options) =>
  execFileSync("git", ["apply", ...options, join(root, patch)], { cwd, stdio: ["ignore", "ignore", "pipe"] });

const word = process.argv[2] ?? "";
const faults = readdirSync(join(root, folder)).sort().map(read);

if (word === "--check") {
  for (const fault of faults) apply(fault, root, "--check");
  console.log(`${faults.length} faults have their place in the code.`);
} else {
  plant(faults.filter(({ patch }) => patch.includes(word)));
}

/** @param {Fault[]} planted */
function plant(planted) {
  const copy = join(root, "target", "faults");
  copyProject(copy);
  let missed = 0;
  for (const fault of planted) {
    apply(fault, copy);
    const { isCaught, hasRun, said } = check(fault, copy);
    apply(fault, copy, "--reverse");
    if (!isCaught) missed += 1;
    console.log(`${isCaught ? "caught" : "MISSED"}  ${fault.what} (${fault.test})`);
    if (!isCaught && !hasRun) console.log(said.split("\n").slice(-20).join("\n"));
  }
  rmSync(copy, { recursive: true, force: true });
  console.log(`${planted.length - missed} of ${planted.length} faults caught`);
  process.exitCode = missed ? 1 : 0;
}

/** @param {string} copy */
function copyProject(copy) {
  rmSync(copy, { recursive: true, force: true });
  const options = ["--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", ["ls-files", ...options], { cwd: root, encoding: "utf8" });
  for (const file of files.trim().split("\n")) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  // git applies a patch to a folder within a checkout only where that is a checkout of its own.
  execFileSync("git", ["init", "--quiet"], { cwd: copy });
}

/**
 * Runs the test that must fail.
 * @param {Fault} fault
 * @param {string} cwd
 */
function check({ suite, test }, cwd) {
  const ofThePage = suite.startsWith("tests/e2e");
  const spec = ["-c", "tests/e2e/playwright.config.ts", suite, "--project", "cpu", "-g", test];
  const [, rust] = /^tests\/(\w+)$/.exec(suite) ?? [];
  const target = rust ? ["--test", rust] : ["--lib"];
  const [command, args] = ofThePage
    ? ["playwright", ["test", ...spec]]
    : ["cargo", ["test", ...target, "--", test]];
  const env = {
    ...process.env,
    ...vulkan(),
    // Its own target folder, kept for the next time.
    CARGO_TARGET_DIR: join(root, "target", "faults-target"),
    // A test of the page that opens no page.
    ATTENTION_LAB_NO_PAGE: "1",
  };
  const run = spawnSync(command, args, { cwd, encoding: "utf8", env });
  const isCaught = ofThePage ? /^\s*1 failed$/m.test(run.stdout) : run.stdout.includes(`${test} ... FAILED`);
  const hasRun = ofThePage ? /^\s*1 (failed|passed)/m.test(run.stdout) : run.stdout.includes("test result:");
  return { isCaught, hasRun, said: run.stderr + (ofThePage ? run.stdout : "") };
}
