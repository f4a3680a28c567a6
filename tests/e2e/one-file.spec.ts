import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixture.js";
import { LabPage } from "./lab-page.js";
import { printedLosses, printedRun, printedTolerance } from "./notebook.js";

// The page as one HTML file, opened from the disk as by a double click.
const file = join(import.meta.dirname, "..", "..", "www", "dist", "attention-lab.html");

test(
  "the one file trains the printed run from the disk, and asks for nothing",
  { tag: "@device" },
  async ({ page, backend, expectedMessages }) => {
    const asked = requests(page);
    const complaints = messages(page, expectedMessages);
    const lab = await opened(page, `${printedRun}&backend=${backend}`);
    await lab.train();
    if (backend === "gpu") await expect(lab.device).toHaveAttribute("data-engine", "gpu");
    const losses = await lab.printedLosses();
    expect(losses.rows).toHaveLength(50);
    printedLosses.forEach((loss, at) => {
      const shown = losses.number((at * 100).toLocaleString("en"), "Sentence 2");
      expect(Math.abs(shown - loss)).toBeLessThan(printedTolerance);
    });
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
  },
);

test("what the page fetches when it is asked for stands in the one file too", async ({
  page,
  expectedMessages,
}) => {
  const asked = requests(page);
  const complaints = messages(page, expectedMessages);
  const lab = await opened(page, "epochs=20");
  await lab.train();
  // What writes files.
  const download = page.waitForEvent("download");
  await lab.button("PyTorch script").click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain("torch.manual_seed");
  // The link as a code.
  await page.getByText("The link as a code").click();
  await expect(page.getByRole("img", { name: "The link to this run as a code" })).toBeVisible();
  // The other cores.
  await lab.button("Try 20 seeds").click();
  await expect(page.getByText(/of 20 heads never learn it/)).toBeVisible({ timeout: 50_000 });
  // The editor, its worker and the translator.
  await lab.button("Open the code cells").click();
  await expect(page.locator("#cells .cells-says")).toContainText("As shipped", { timeout: 30_000 });
  await expect(page.locator("main")).not.toHaveAttribute("data-settling");
  // Its fonts came with it.
  expect(await page.evaluate(() => document.fonts.check("1rem 'Source Sans'"))).toBe(true);
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(complaints).toEqual([]);
});

test("the policy of the one file lets nothing in and nothing out", async ({ page }) => {
  const lab = await opened(page, "epochs=10");
  const refused = await lab.page.evaluate(async () => {
    const outcomes: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => outcomes.push(event.effectiveDirective));
    await fetch("https://example.invalid/").catch(() => undefined);
    const script = document.createElement("script");
    script.textContent = "document.title = 'changed'";
    document.head.append(script);
    const image = new Image();
    image.src = "https://example.invalid/a.png";
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { outcomes: outcomes.sort(), title: document.title };
  });
  expect(refused).toEqual({
    outcomes: ["connect-src", "img-src", "script-src-elem"],
    title: "Attention Lab",
  });
});

async function opened(page: Page, hash: string): Promise<LabPage> {
  await page.goto(`${pathToFileURL(file).href}#${hash}`);
  const lab = new LabPage(page, "auto");
  await lab.isComplete();
  return lab;
}

/** What the page asks for, but for what stands in it. */
function requests(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { protocol, href } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol)) asked.push(href.replace(/#.*/, ""));
  });
  return asked;
}

function messages(page: Page, expected: RegExp): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}
