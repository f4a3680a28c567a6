// @ts-check
// The bench once more, for processors with AVX2.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Failure, output, root } from "../run.mjs";

const level = "x86-64-v3";

/** @param {string} cpu */
function features(cpu) {
  const lines = output("rustc", ["--print", "cfg", "-C", `target-cpu=${cpu}`]).split("\n");
  return new Set(lines.filter((line) => line.startsWith("target_feature=")));
}

/**
 * Builds it where this processor can run it.
 * @returns {import("../bench.mjs").Beside[]}
 */
export function vectorBuild() {
  const [wanted, own] = [features(level), features("native")];
  if (process.arch !== "x64" || wanted.size === 0 || ![...wanted].every((feature) => own.has(feature))) {
    console.log(`This processor is no ${level}: only the baseline build is measured.`);
    return [];
  }
  console.log(`Building the bench for ${level} ...`);
  const args = ["bench", "--bench", "lab", "--no-run", "--message-format", "json"];
  const messages = execFileSync("cargo", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      RUSTFLAGS: `${process.env.RUSTFLAGS ?? ""} -C target-cpu=${level}`,
      // Its own folder: other flags would throw away all that is built for the baseline.
      CARGO_TARGET_DIR: join(root, "target", "bench-avx2"),
    },
  });
  const built = messages
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .find(({ executable, target }) => executable && target.name === "lab");
  if (!built) throw new Failure("cargo built no bench.");
  return [["CPU engine, AVX2 build", built.executable, "--serve", "cpu"]];
}
