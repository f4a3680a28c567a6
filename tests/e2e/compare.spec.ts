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
