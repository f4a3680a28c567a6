import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";

const short = "epochs=300&learning-rate=0.002";

/** The button that shows the run before. */
const compare = (lab: LabPage): Locator =>
  lab.page.getByRole("button", { name: /^Compare with the run before: / });
const panel = (lab: LabPage): Locator => lab.page.locator("#bench-before");

const title = (lab: LabPage): Locator => lab.page.locator("#bench-before-title");

/** What the bench says of a run: every arc's weight and every answer. */
async function said(root: Locator): Promise<string[]> {
  return root.locator(".arcs text, .bench-answer, .bench-answer-verdict").allTextContents();
}

/** A row of the table of both runs: the kept one's number and the present one's. */
async function row(lab: LabPage, name: string): Promise<string[]> {
  return panel(lab).getByRole("row").filter({ hasText: name }).getByRole("cell").allTextContents();
}

/** Trains a run to its end, and then one with another head size. */
async function trainTwo(lab: LabPage): Promise<{ said: string[]; losses: string[] }> {
  await lab.open(short);
  await expect(compare(lab)).toBeHidden();
  await lab.train();
  await lab.settled();
  const losses = [await lab.loss(0).innerText(), await lab.loss(1).innerText()];
  const first = await said(lab.page.locator("#bench-sentences"));
  await lab.fill("Head size", "40");
  await expect(compare(lab)).toHaveText("Compare with the run before: head size 20");
  await lab.train();
  return { said: first, losses };
}

test("the run before is kept, named by what differs, and seen beside the present one", async ({ lab }) => {
  const first = await trainTwo(lab);
  await lab.settled();
  const now = [await lab.loss(0).innerText(), await lab.loss(1).innerText()];
  await compare(lab).click();
  await expect(title(lab)).toHaveText("The run before: head size 20");
  await expect(panel(lab)).toContainText("Above: this run, head size 40.");
  expect(await said(panel(lab))).toEqual(first.said);
  expect(await row(lab, "head size")).toEqual(["20", "40"]);
  expect(await row(lab, "loss, sentence 1")).toEqual([first.losses[0], now[0]]);
  expect(await row(lab, "loss, sentence 2")).toEqual([first.losses[1], now[1]]);
  expect(await row(lab, "Adam step")).toEqual(["600 of 600", "600 of 600"]);
  for (const cell of await row(lab, "computed")) expect(cell).toMatch(/^on the [CG]PU$/);
  for (const part of await panel(lab).locator(".bench-line, tr").all())
    await expect(part).toBeInViewport({ ratio: 0.9 });
  // It goes away by a key, and the focus is where it was opened.
  await panel(lab).getByRole("button", { name: "man", exact: true }).focus();
  await lab.page.keyboard.press("Escape");
  await expect(panel(lab)).toBeHidden();
  await expect(compare(lab)).toBeFocused();
  await expect(lab.page.locator("#bench .stage").first()).toBeVisible();
});

test("while it is looked at it stays, through another change and a rewind; then the last one is the run before", async ({
  lab,
}) => {
  await trainTwo(lab);
  await compare(lab).click();
  const heading = title(lab);
  await lab.button("Rewind").click();
  await expect(heading).toHaveText("The run before: head size 20");
  expect(await row(lab, "Adam step")).toEqual(["600 of 600", "0 of 600"]);
  await lab.train();
  await lab.fill("Head size", "10");
  await expect(heading).toHaveText("An earlier run: head size 20");
  await expect(panel(lab)).toContainText("Above: this run, head size 10.");
  await panel(lab).getByRole("button", { name: "compare with head size 40" }).click();
  await expect(heading).toHaveText("The run before: head size 40");
  expect(await row(lab, "head size")).toEqual(["40", "10"]);
  // A run that was never trained is none to compare with: the one before it is.
  await lab.button("Back to the matrices").click();
  await lab.fill("Head size", "5");
  await expect(compare(lab)).toHaveText("Compare with the run before: head size 40");
});

test("a run that is rewound and then left is kept as far as it came", async ({ lab }) => {
  await lab.open(short);
  await lab.train();
  await lab.button("Rewind").click();
  await expect(lab.state).toHaveText("untrained");
  await expect(compare(lab)).toBeHidden();
  await lab.field("Skip connection").uncheck();
  await expect(compare(lab)).toHaveText("Compare with the run before: skip connection");
  await compare(lab).click();
  expect(await row(lab, "skip connection")).toEqual(["on", "off"]);
  expect(await row(lab, "Adam step")).toEqual(["600 of 600", "0 of 600"]);
});

test("runs of other sentences are compared too, each with its own", async ({ lab }) => {
  await lab.open(short);
  await lab.train();
  await lab.field("Sentences").selectOption("order");
  await expect(lab.page.locator("#bench-sentences")).toContainText("bites");
  await compare(lab).click();
  await expect(title(lab)).toContainText("the set “Who ordered what”");
  await expect(panel(lab)).toContainText("Each run is shown with its own sentences.");
  await expect(panel(lab).locator(".bench-line").first()).toContainText("chkn");
  await panel(lab).getByRole("button", { name: "ordrd" }).first().click();
  await expect(panel(lab).locator("[aria-pressed=true]").first()).toHaveText("ordrd");
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [390, "dark"],
] as const) {
  test(`two runs stand in nobody's way, ${width} pixels wide, ${colorScheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await trainTwo(lab);
    await compare(lab).click();
    await lab.page.setViewportSize({ width, height: 720 });
    await expect
      .poll(() => lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBe(0);
    const { violations } = await new AxeBuilder({ page: lab.page }).include("#bench").analyze();
    expect(violations).toEqual([]);
  });
}
