import type { Locator } from "@playwright/test";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";

const row = (lab: LabPage, figure: string): Locator => lab.page.locator(`[data-asked="${figure}"] table`);

async function cells(lab: LabPage, figure: string, at: number): Promise<string[]> {
  return row(lab, figure).locator("tbody tr").nth(at).locator("td").allTextContents();
}

test("the look inside begins with the row of the word that asks, and opens the rest", async ({ lab }) => {
  await lab.goto("backend=cpu&epochs=300&learning-rate=0.002");
  await lab.page.locator("html[data-complete]").waitFor();
  await expect(lab.page.locator("#look .pictures").first()).toBeHidden();
  await lab.train();
  await lab.settled();
  await expect(row(lab, "attention").locator("caption")).toHaveText("Attention weights of the");
  await expect(row(lab, "attention").locator("tbody th")).toHaveText([
    "Sentence 1: the",
    "Sentence 2: the",
    "Difference",
  ]);
  // A value and a key are those of the word that is looked at most.
  const weights = (await cells(lab, "attention", 0)).map(Number);
  const looked = ["<ST>", "man", "ordrd", "the"][weights.indexOf(Math.max(...weights))] ?? "";
  await expect(row(lab, "value").locator("tbody th").first()).toHaveText(`Sentence 1: ${looked}`);
  const shown = await Promise.all([0, 1, 2].map((at) => cells(lab, "query", at)));
  const [seen, value] = [await cells(lab, "probabilities", 1), await cells(lab, "value", 0)];

  await lab.page.getByRole("button", { name: "Every row: output probabilities" }).click();
  await expect(lab.page.locator("#look .pictures").first()).toBeVisible();
  await lab.page.getByRole("button", { name: "Open every row" }).click();
  await expect(lab.page.getByRole("button", { name: "Fold every row" })).toBeVisible();
  const query = [await lab.matrix("Query", 0), await lab.matrix("Query", 1), await lab.difference("Query")];
  query.forEach((matrix, at) => {
    expect(shown[at]).toEqual(matrix.columns.map((column) => matrix.text("3 the", column)));
  });
  const chances = await lab.matrix("Output probabilities", 1);
  expect(seen).toEqual(chances.columns.map((word) => chances.text("3 the", word)));
  const values = await lab.matrix("Value", 0);
  const name = values.rows.find((place) => place.endsWith(looked)) ?? "";
  expect(value).toEqual(values.columns.map((word) => values.text(name, word)));
});

test("another word that asks has its own row", async ({ lab }) => {
  await lab.open("epochs=50");
  await lab.page.locator(".bench-sentence").first().getByRole("button", { name: "ordrd" }).click();
  await expect(row(lab, "scores").locator("caption")).toHaveText("Scores of ordrd");
  expect(await cells(lab, "scores", 0)).toHaveLength(3);
});

test("cells of the same place stand below each other, in queries and keys alike", async ({ lab }) => {
  await lab.open("epochs=50");
  const cell = lab.page
    .getByRole("grid", { name: /^Query, sentence 1,/ })
    .getByRole("gridcell")
    .nth(3);
  await cell.focus();
  const marks = lab.page.locator('[data-figure="query"] .mark.cell, [data-figure="key"] .mark.cell');
  await expect(marks).toHaveCount(6);
  const lefts = await marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().left));
  for (const left of lefts) expect(left).toBeCloseTo(lefts[0] ?? NaN, 1);
  const tops = lab.page.locator('.picture[data-figure="attention"] .mark:not(.cell)').first();
  await expect(tops).toHaveCount(1);
});

test("what is wider than its frame is reached by keyboard, and nothing else is", async ({ lab }) => {
  await lab.page.setViewportSize({ width: 390, height: 844 });
  await lab.goto("backend=cpu&epochs=300&head-size=40");
  await lab.page.locator("html[data-complete]").waitFor();
  const frames = lab.page.locator("#look [data-asked] .frame");
  const reached = () =>
    frames.evaluateAll((all) =>
      all.map(({ scrollWidth, clientWidth, tabIndex }) => [scrollWidth > clientWidth, tabIndex === 0]),
    );
  await expect(async () => {
    const found = await reached();
    expect(found.map(([isWide]) => isWide)).toContain(true);
    for (const [isWide, isReached] of found) expect(isReached).toBe(isWide);
  }).toPass();
  await lab.page.setViewportSize({ width: 1900, height: 900 });
  await lab.goto("backend=cpu&epochs=300&head-size=4");
  await expect(async () => expect((await reached()).flat()).not.toContain(true)).toPass();
});
