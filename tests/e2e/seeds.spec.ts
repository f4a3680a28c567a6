import { expect, test } from "./fixture.js";

test("nine of twenty seeds come right, and a dot opens its run", async ({ lab }) => {
  await lab.open();
  await lab.button("Try 20 seeds").click();
  await expect(lab.page.getByText(/^11 of 20 heads never learn it: .* in \d+\.\d s\.$/)).toBeVisible({
    timeout: 50_000,
  });
  const table = lab.page.getByRole("table", { name: /^Runs, by where/ });
  await expect(table.getByRole("row", { name: /^All/ })).toHaveText(/All\s*9\s*11\s*0/);
  const dots = lab.page.getByRole("button", { name: /^Seed \d+: the gives man/ });
  await expect(dots).toHaveCount(20);
  await expect(lab.page.getByRole("button", { name: /^Seed \d+: .* chkn right, beef right$/ })).toHaveCount(
    9,
  );

  // By keyboard: one stop for all dots, arrows between them.
  await dots.first().focus();
  await lab.page.keyboard.press("ArrowRight");
  await lab.page.keyboard.press("ArrowRight");
  await expect(dots.nth(2)).toBeFocused();
  await expect(lab.page.locator("#seeds .readout")).toContainText("Seed 3.");
  await lab.page.keyboard.press("Enter");
  await expect(lab.field("Seed")).toHaveValue("3");
  await expect(dots.nth(2)).toHaveAttribute("aria-current", "true");
});

test("what is said of the runs is what the table counts", async ({ lab }) => {
  // Seconds of a machine's own, and much longer beside other tests.
  test.setTimeout(180_000);
  await lab.open();
  await lab.button("Try 200 seeds").click();
  await expect(lab.page.getByText(/^\d+ of 200 heads never learn it/)).toBeVisible({ timeout: 150_000 });
  const row = lab.page.locator("#seeds").getByRole("row", { name: /^neither, but another word/ });
  const both = Number(await row.getByRole("cell").first().innerText());
  // Such runs are there, so nobody may say that they have at most one answer right.
  expect(both).toBeGreaterThan(0);
  await expect(lab.page.locator("#seed-study")).toContainText("may still have both right");
  // Who gives nothing to either word, to so many decimals as the plot can show, has at most one.
  await lab.page.getByText("Every run as a table").click();
  const runs = await lab.page.locator("#seeds details tbody tr").allInnerTexts();
  expect(runs).toHaveLength(200);
  const nothing = runs.filter((run) => /\t0\.000\t0\.000$/.test(run));
  for (const run of nothing) expect(run).toContain("wrong");
});

test("a study can be stopped", async ({ lab }) => {
  await lab.open();
  await lab.button("Try 200 seeds").click();
  await expect(lab.page.getByText(/^trained \d+ of 200 seeds/)).toBeVisible();
  await lab.page.locator("#seeds").getByRole("button", { name: "Stop" }).click();
  await expect(lab.page.getByText(/^\d+ of 200 seeds/)).toBeVisible();
  await expect(lab.button("Try 200 seeds")).toBeVisible();
});
