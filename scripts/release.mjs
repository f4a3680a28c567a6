// @ts-check
// npm run release: builds the page and puts what a release has into out/release: the page as an archive, the one HTML file,
// and their check sums. The version stands in Cargo.toml; package.json, CITATION.cff and CHANGELOG.md must name the same.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./page.mjs";
import { main, root, run } from "./run.mjs";
import { setUp } from "./setup.mjs";
import { version } from "./versions.mjs";

await main(async () => {
  const name = `attention-lab-${version()}`;
  await setUp({ tests: false });
  await buildPage();
  const out = join(root, "out", "release");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const files = [`${name}.tar.gz`, `${name}.html`];
  const [archive = "", page = ""] = files;
  // In the archive the folder has the release's name, and nobody's user stands in it.
  await run("tar", [
    "--create",
    "--gzip",
    "--file",
    join(out, archive),
    "--sort=name",
    "--owner=0",
    "--group=0",
    `--transform=s/^dist/${name}/`,
    "--directory",
    join(root, "www"),
    "dist",
  ]);
  copyFileSync(join(root, "www", "dist", "attention-lab.html"), join(out, page));
  const sums = files.map((file) => `${sha256(join(out, file))}  ${file}\n`);
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
  console.log(`The release is in ${out}:\n${[...files, "SHA256SUMS"].join("\n")}`);
});

/** @param {string} file */
function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
