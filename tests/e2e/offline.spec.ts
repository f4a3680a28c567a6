import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { writeServiceWorker } from "../../www/plugins/offline.js";
import { expect, test } from "./fixture.js";
import { LabPage } from "./lab-page.js";
import { StaticServer } from "./static-server.js";

test.use({ serviceWorkers: "allow" });
// Each visit fetches the whole page twice, for the reader and to be kept.
test.setTimeout(180_000);

const dist = join(import.meta.dirname, "..", "..", "www", "dist");
const kept = "opens without a network from now on";

test("after one visit the page opens with the server gone, and all of it works", async ({ page }) => {
  const server = await StaticServer.start(dist);
  await visit(page, server, "epochs=100");
  await server.stop();
  await page.goto("about:blank");
  // Another run, and a question mark that was not there before.
  await page.goto(`${server.address}?embed-me=not#epochs=20&seed=5`);
  const lab = new LabPage(page, "auto");
  await lab.isComplete();
  await expect(lab.field("Seed")).toHaveValue("5");
  await lab.train();
  await lab.button("Open the code cells").click();
  await expect(page.locator("#cells .cells-says")).toContainText("As shipped", { timeout: 30_000 });
  await lab.button("Try 20 seeds").click();
  await expect(page.getByText(/of 20 heads never learn it/)).toBeVisible({ timeout: 30_000 });
});

test("a new version comes whole and when it is asked for, with the run at its step", async ({ page }) => {
  const [one, other] = [await build("one"), await build("other")];
  const server = await StaticServer.start(one);
  await visit(page, server, "epochs=100");
  expect(await partsOf(page)).toEqual(["one"]);
  server.folder = other;
  const lab = await visit(page, server, "epochs=100&seed=5");
  // What was kept is shown, and says that there is something newer.
  expect(await partsOf(page)).toEqual(["one"]);
  await expect(lab.notice).toContainText("A new version of this page is ready", { timeout: 30_000 });
  // What comes only now is of the old version too, though the server has it no more.
  await lab.button("Open the code cells").click();
  await expect(page.locator("#cells .cells-says")).toContainText("As shipped", { timeout: 30_000 });
  expect(await partsOf(page)).toEqual(["one"]);
  await lab.button("One epoch").click();
  await expect(lab.progress).toContainText("Adam step 2 of 200");
  await lab.button("Load it now").click();
  // The page may be on its way when it is asked.
  await expect(async () => expect(await partsOf(page)).toEqual(["other"])).toPass();
  await lab.isComplete();
  await expect(lab.field("Seed")).toHaveValue("5");
  await expect(lab.progress).toContainText("Adam step 2 of 200");
  await lab.button("Open the code cells").click();
  await expect(page.locator("#cells .cells-says")).toContainText("As shipped", { timeout: 30_000 });
  expect(await partsOf(page)).toEqual(["other"]);
  await server.stop();
  for (const folder of [one, other]) rmSync(folder, { recursive: true });
});

test("of a new version that is not there whole, nothing is taken", async ({ page }) => {
  const [one, other] = [await build("one"), await build("other")];
  const server = await StaticServer.start(one);
  await visit(page, server, "epochs=100");
  // A part that is another than its name says, as a host gives it whose copying is not over.
  const broken = readdirSync(join(other, "assets")).find((name) => name.startsWith("other-code-cells")) ?? "";
  writeFileSync(join(other, "assets", broken), "// Log in first.");
  server.folder = other;
  await visit(page, server, "epochs=100");
  await page.waitForTimeout(3000);
  const lab = await visit(page, server, "epochs=100");
  expect(await partsOf(page)).toEqual(["one"]);
  await expect(lab.notice).toBeEmpty();
  await server.stop();
  for (const folder of [one, other]) rmSync(folder, { recursive: true });
});

/** Opens the page as if for the first time in this tab, and waits until it is kept. */
async function visit(page: Page, { address }: StaticServer, hash: string): Promise<LabPage> {
  await page.goto("about:blank");
  await page.goto(`${address}#${hash}`);
  const lab = new LabPage(page, "auto");
  await lab.isComplete();
  await expect(page.locator("#taken")).toContainText(kept, { timeout: 30_000 });
  return lab;
}

/** The page as built, in a folder of its own, with parts of other names that say which build they are of. */
async function build(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "attention-lab-"));
  cpSync(dist, folder, { recursive: true });
  const assets = join(folder, "assets");
  const names = readdirSync(assets);
  const named = (text: string) => names.reduce((all, old) => all.replaceAll(old, `${name}-${old}`), text);
  for (const old of names) {
    if (/\.(js|css)$/.test(old)) {
      const mark = old.endsWith(".js") ? `;(globalThis.builds ??= new Set()).add("${name}");\n` : "";
      writeFileSync(join(assets, old), mark + named(readFileSync(join(assets, old), "utf8")));
    }
    renameSync(join(assets, old), join(assets, `${name}-${old}`));
  }
  for (const file of ["index.html", "app.webmanifest"])
    writeFileSync(join(folder, file), named(readFileSync(join(folder, file), "utf8")));
  await writeServiceWorker(folder);
  return folder;
}

/** The builds that the scripts of the open page are of. */
async function partsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => [...((globalThis as { builds?: Set<string> }).builds ?? [])]);
}
