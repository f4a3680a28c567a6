import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";
import { printedRun } from "./notebook.js";

const section = (lab: LabPage) => lab.page.getByRole("region", { name: "Follow a word" });

/** The figure of a sentence. */
const figure = (lab: LabPage, sentence: number): Locator =>
  section(lab).locator(".follow-figure").nth(sentence);

/** The numbers of the split: each part by who speaks, and the whole. */
async function split(lab: LabPage, sentence = 0): Promise<{ parts: Record<string, number>; total: number }> {
  await lab.settled();
  const rows = figure(lab, sentence)
    .getByRole("table", { name: /^What speaks for/ })
    .locator("tbody tr");
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  const parts = texts.map(([name = "", , amount = ""]): [string, number] => [name, number(amount)]);
  const [, total = NaN] = parts.pop() ?? [];
  return { parts: Object.fromEntries(parts), total };
}

function number(text: string): number {
  expect(text).toMatch(/^[+-]?\d+\.\d+$/);
  return Number(text);
}

/** The cells of one stage of the chain. */
function stage(lab: LabPage, name: string): Locator {
  return figure(lab, 0).locator(`tr[data-row="${name}"] td`);
}

test("the printed run says why the answer is chkn, and the parts add up", async ({ lab }) => {
  await lab.open(printedRun);
  await lab.train();
  const first = await split(lab);
  expect(first.parts["man, looked at"]).toBeCloseTo(4.1158, 3);
  expect(first.parts["the itself, by the skip connection"]).toBeCloseTo(1.0128, 3);
  expect(first.parts["the, looked at by itself"]).toBeCloseTo(-0.0914, 3);
  expect(first.total).toBeCloseTo(5.0372, 3);
  await expect(section(lab)).toContainText("man says chkn: 0.98 × 4.21 = +4.12.");
  await expect(section(lab)).toContainText("154 times as likely as beef");
  await expect(stage(lab, "weight").nth(1)).toHaveText("0.9785");

  // The other sentence stands beside it, at the place that goes with this one.
  await expect(figure(lab, 1)).toContainText("the says beef: 1.00 × −4.25 = −4.25.");
  const second = await split(lab, 1);
  expect(second.total).toBeCloseTo(-3.2411, 3);
});

test("the visible numbers add up at every place, from the first moment", async ({ lab }) => {
  await lab.open("epochs=50");
  const radios = section(lab).getByRole("radio");
  expect(await radios.count()).toBe(10);
  for (let at = 0; at < 10; at += 1) {
    await radios.nth(at).check({ force: true });
    for (const sentence of [0, 1]) {
      await expect(figure(lab, sentence).locator(".split tbody tr")).toHaveCount(4 + (at % 5));
      const { parts, total } = await split(lab, sentence);
      const sum = Object.values(parts).reduce((sum, part) => sum + part, 0);
      // Every number is rounded to four decimals.
      expect(Math.abs(sum - total)).toBeLessThan(0.0005);
    }
  }
});

test("both sentences are followed side by side, row beside row", async ({ lab }) => {
  await lab.open("epochs=50");
  await expect(figure(lab, 0).getByRole("heading").first()).toHaveText(
    "Sentence 1: where the at place 3 looks",
  );
  await expect(figure(lab, 1).getByRole("heading").first()).toHaveText(
    "Sentence 2: where the at place 3 looks",
  );
  for (const row of ["product", "score", "weight", "value", "weight × value", "carried"]) {
    const [one, other] = await Promise.all(
      [0, 1].map((at) => figure(lab, at).locator(`tr[data-row="${row}"] td`).last().boundingBox()),
    );
    expect(other?.y, row).toBeCloseTo(one?.y ?? NaN, 0);
    expect(other?.x ?? 0, row).toBeGreaterThan((one?.x ?? 0) + (one?.width ?? 0));
  }
});

test("a score opens into its products, the largest first, by keyboard too", async ({ lab }) => {
  await lab.open("epochs=50");
  const man = section(lab).getByRole("button", { name: /^Products of the score for man/ });
  await man.focus();
  await lab.page.keyboard.press("Enter");
  await expect(man).toHaveAttribute("aria-expanded", "true");
  const products = await section(lab).locator(".product").allTextContents();
  expect(products).toHaveLength(20);
  const sizes = products.map((text) => Math.abs(number(text)));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  const sum = products.reduce((sum, text) => sum + number(text), 0);
  const score = number((await stage(lab, "score").nth(1).textContent()) ?? "");
  expect(Math.abs(sum - score)).toBeLessThan(0.02);
  await man.press("Enter");
  await expect(section(lab).locator(".products:visible")).toHaveCount(0);
});

test("arrow keys choose the place; other words have another split", async ({ lab }) => {
  await lab.open("epochs=50");
  const asks = section(lab).getByRole("radio", { name: "Sentence 1, place 3: the" });
  await expect(asks).toBeChecked();
  await asks.focus();
  await lab.page.keyboard.press("ArrowLeft");
  await expect(section(lab).getByRole("heading", { level: 3 }).first()).toHaveText(
    "Sentence 1: where ordrd at place 2 looks",
  );
  await section(lab).getByLabel("First word").selectOption("the");
  await expect(figure(lab, 0).getByRole("heading", { level: 3 }).nth(1)).toHaveText(
    "What speaks for the and what for beef",
  );
  // The same word twice would have no difference: the two change places.
  await section(lab).getByLabel("Second word").selectOption("the");
  await expect(section(lab).getByLabel("First word")).toHaveValue("beef");
});

test("without skip connection only what is looked at speaks", async ({ lab }) => {
  await lab.open("skip=off");
  const { parts } = await split(lab);
  expect(Object.keys(parts)).toEqual([
    "<ST>, looked at",
    "man, looked at",
    "ordrd, looked at",
    "the, looked at by itself",
  ]);
});

for (const reducedMotion of ["no-preference", "reduce"] as const) {
  test(`values travel when asked to, motion: ${reducedMotion}`, async ({ lab }) => {
    await lab.page.emulateMedia({ reducedMotion });
    await lab.open("epochs=50");
    const button = figure(lab, 1).getByRole("button", { name: "Watch the values travel" });
    await button.evaluate((button) => {
      button.scrollIntoView({ block: "start" });
      (button as HTMLElement).click();
    });
    // What travels is in view, from where it begins to where it ends.
    for (const part of ['tr[data-row="value"] td:last-child', ".split .total .amount"])
      await expect(figure(lab, 1).locator(part)).toBeInViewport({ ratio: 1 });
    const travellers = section(lab).locator(".traveller");
    await expect(travellers).toHaveCount(reducedMotion === "reduce" ? 0 : 4);
    await expect(travellers).toHaveCount(0);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing stands in the way of anybody, ${colorScheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await lab.open(printedRun);
    await section(lab)
      .getByRole("button", { name: /^Products of the score for man/ })
      .click();
    await figure(lab, 0).getByText("Both logits, part by part").click();
    expect((await new AxeBuilder({ page: lab.page }).include("#follow").analyze()).violations).toEqual([]);
  });
}

test("a negative number that may be copied out of a table has the keyboard's minus", async ({ lab }) => {
  await lab.open("epochs=100");
  await lab.train();
  await lab.settled();
  const texts = await lab.page.locator("table, .products li").allTextContents();
  const all = texts.join("\n");
  expect(all).toMatch(/-\d/);
  expect(all).not.toMatch(/\u2212\d/);
});
