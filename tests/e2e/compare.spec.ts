import AxeBuilder from "@axe-core/playwright";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";

// Short runs with long steps: what is learned does not matter here, only that both ways of training agree.
const short = "epochs=300&learning-rate=0.002&seed=5";

/** The buttons of the twelve nets. */
function nets(lab: LabPage) {
  return lab.page.locator("#compare").getByRole("button", { name: /^Head size \d+, .*mean loss 0\.\d+$/ });
}

test("twelve nets stand side by side, and one becomes the present run", async ({ lab }) => {
  await lab.open(short);
  await lab.page.getByRole("heading", { name: "Compare many nets" }).scrollIntoViewIfNeeded();
  await lab.page.locator("#nets").scrollIntoViewIfNeeded();
  await expect(nets(lab)).toHaveCount(12, { timeout: 30_000 });
  for (const size of [10, 20, 40]) {
    for (const label of ["position and skip", "position, no skip", "skip, no position", "neither"]) {
      await expect(lab.page.getByRole("button", { name: `Head size ${size}, ${label}:` })).toHaveCount(1);
    }
  }

  const net = lab.page.getByRole("button", { name: "Head size 40, skip, no position:" });
  const said = (await net.innerText()).match(/loss (0\.\d+)/)?.[1];
  await net.click();
  await expect(lab.state).toHaveText("finished", { timeout: 30_000 });
  await expect(net).toHaveAttribute("aria-current", "true");
  await expect(lab.field("Head size")).toHaveValue("40");
  await expect(lab.field("Seed")).toHaveValue("5");
  await expect(lab.field("Position embedding")).not.toBeChecked();
  const losses = [await lab.loss(0).innerText(), await lab.loss(1).innerText()].map(Number);
  // Both are rounded, and the GPU's last digits are its own.
  expect(Math.abs(((losses[0] ?? NaN) + (losses[1] ?? NaN)) / 2 - Number(said))).toBeLessThan(0.002);
  // Nothing had to be trained again: the twelve differ in nothing else.
  await expect(nets(lab)).toHaveCount(12);
});

test("each net says of how many of 20 seeds it gets every answer right, as the seeds say it", async ({
  lab,
}) => {
  // Twelve nets from twenty seeds.
  test.slow();
  await lab.open(short);
  await lab.page.locator("#nets").scrollIntoViewIfNeeded();
  const over = lab.page
    .locator("#nets")
    .getByText(/^Seeds 1 to 20 of each: 240 runs, trained on this machine’s CPU/);
  const button = lab.page.locator("#nets").getByRole("button", { name: /^Try 20 seeds of each/ });
  await expect(over.or(button)).toBeVisible({ timeout: 30_000 });
  if (await button.isVisible()) await button.click();
  await expect(over).toBeVisible({ timeout: 120_000 });
  const counts = await lab.page.locator(".net-seeds b").allTextContents();
  expect(counts).toHaveLength(12);
  for (const count of counts) expect(count).toMatch(/^\d+ of 20$/);
  await lab.button("Try 20 seeds").click();
  const headline = lab.page.locator("#seed-study").getByText(/heads (never learn it|get every answer right)/);
  await expect(headline).toBeVisible({ timeout: 60_000 });
  const [, wrong = "0"] = /^(\d+) of 20 heads never/.exec(await headline.innerText()) ?? [];
  const net = lab.page.getByRole("button", { name: "Head size 20, position and skip:" });
  await expect(net.locator(".net-seeds")).toContainText(`${20 - Number(wrong)} of 20 seeds`);
  await expect(net.getByText("this run")).toBeVisible();
  // Another seed is another run from the same twenty.
  await lab.fill("Seed", "6");
  await expect(lab.page.locator(".net-seeds b")).toHaveText(counts);
});

test("a head size below E takes directions away, one above adds none", async ({ lab }) => {
  await lab.open(short);
  const sentence = lab.page.locator("#spectrum").getByText(/above 0/);
  await expect(sentence).toHaveText(/With head size 20, 7 of 7/);
  await lab.fill("Head size", "5");
  await expect(sentence).toHaveText(/With head size 5, 5 of 7/);
  await lab.fill("Head size", "128");
  await expect(sentence).toHaveText(/With head size 128, 7 of 7/);
});

test("nothing in the comparison stands in the way of anybody", async ({ lab }) => {
  await lab.open(short);
  await lab.page.locator("#nets").scrollIntoViewIfNeeded();
  await expect(nets(lab)).toHaveCount(12, { timeout: 30_000 });
  await lab.button("Try 20 seeds").click();
  await expect(lab.page.getByText(/of 20 heads never learn it/)).toBeVisible({ timeout: 30_000 });
  await lab.page.getByText("Every run as a table").click();
  const { violations } = await new AxeBuilder({ page: lab.page })
    .include("#compare")
    .include("#seed-study")
    .include("#exercises")
    .analyze();
  expect(violations).toEqual([]);
});
