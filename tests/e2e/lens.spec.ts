import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";

/** The lines of Adam's arithmetic by their names, as they are shown. */
async function lines(lab: LabPage): Promise<Record<string, number>> {
  const rows = lab.page.getByRole("table", { name: /^Adam’s arithmetic/ }).locator("tbody tr");
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [row.querySelector("b")?.textContent ?? "", row.lastElementChild?.textContent ?? ""]),
  );
  return Object.fromEntries(texts.map(([name, text]) => [name, number(text ?? "")]));
}

/** Reads 1.234 · 10⁻⁵ back. */
function number(text: string): number {
  const ascii = text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)))
    .replace("⁻", "-")
    .replace(" · 10", "e");
  expect(ascii).toMatch(/^-?\d+(\.\d+)?(e-?\d+)?$/);
  return Number(ascii);
}

async function openLens(lab: LabPage, settings = ""): Promise<void> {
  await lab.open(settings);
  await lab.page.locator("#lens").scrollIntoViewIfNeeded();
  await expect(lab.page.locator(".lens-step")).toContainText("Step 1 of");
}

/** Within the four digits that are shown. */
function near(found: number | undefined, expected: number, what: string): void {
  const tolerance = 2e-3 * Math.abs(expected) + 1e-12;
  expect(Math.abs((found ?? NaN) - expected), `${what}: ${found} against ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

test("shows the loss of the next sentence, place by place", async ({ lab }) => {
  await openLens(lab);
  await expect(lab.page.locator(".lens-step")).toHaveText(
    /^Step 1 of 10,000, with sentence 1: man ordrd the chkn$/,
  );
  await expect(lab.page.locator("#lens-loss")).toHaveText(await lab.loss(0).innerText());
  const table = lab.page.getByRole("table", { name: "Loss place by place" });
  const rows = await table
    .locator("tbody tr")
    .evaluateAll((all) =>
      (all as HTMLTableRowElement[]).map((row) =>
        [...row.cells].slice(2).map((cell) => Number(cell.textContent)),
      ),
    );
  expect(rows).toHaveLength(5);
  for (const [chance = NaN, loss = NaN] of rows) expect(Math.abs(loss + Math.log(chance))).toBeLessThan(0.01);
  const mean = rows.reduce((sum, [, loss = NaN]) => sum + loss, 0) / rows.length;
  expect(Math.abs(mean - Number(await lab.loss(0).innerText()))).toBeLessThan(1e-4);

  await lab.button("Take this step").click();
  await expect(lab.page.locator(".lens-step")).toHaveText(
    /^Step 2 of 10,000, with sentence 2: woman ordrd the beef$/,
  );
  await expect(lab.progress).toContainText("Adam step 1 of 10,000");
});

test(
  "Adam's lines follow from the numbers that they show, and lead to the weight after the step",
  { tag: "@device" },
  async ({ lab }) => {
    await openLens(lab, "learning-rate=0.01");
    await lab.page.locator("#lens-tensor").selectOption({ label: "Wv, makes values" });
    await lab.page.locator("#lens-row").selectOption({ label: "chkn" });
    await lab.page.locator("#lens-column").selectOption({ label: "ordrd" });
    await expect(lab.page.locator(".adam caption")).toContainText("Wv, row chkn, column ordrd");
    let before = { m: 0, v: 0, new: NaN };
    for (const t of [1, 2, 3, 4]) {
      await expect(lab.page.locator(".lens-step")).toContainText(`Step ${t} of`);
      const shown = await lines(lab);
      const { g = NaN, m = NaN, v = NaN } = shown;
      const [hat1, hat2] = [shown["m̂"] ?? NaN, shown["v̂"] ?? NaN];
      expect(Math.abs(m - (0.9 * before.m + 0.1 * g))).toBeLessThanOrEqual(
        1e-3 * (Math.abs(m) + Math.abs(g)),
      );
      near(v, 0.999 * before.v + 0.001 * g * g, "v");
      near(hat1, m / (1 - 0.9 ** t), "m-hat");
      near(hat2, v / (1 - 0.999 ** t), "v-hat");
      near(shown["step"], (-0.01 * hat1) / (Math.sqrt(hat2) + 1e-8), "step");
      near(shown["new"], (shown["old"] ?? NaN) + (shown["step"] ?? NaN), "new");
      if (t > 1) expect(shown["old"]).toBe(before.new);
      before = { m, v, new: shown["new"] ?? NaN };
      await lab.button("Take this step").click();
    }
  },
);

test("a parameter is chosen by a click in any picture, and by arrow keys", async ({ lab }) => {
  await openLens(lab);
  const caption = lab.page.getByRole("table", { name: /^Adam’s arithmetic/ }).locator("caption");
  const tensor = lab.page.getByRole("group", { name: /^Wv, makes values/ });
  // The gradient of Wv: the fourth of seven rows, the second of seven columns.
  const picture = tensor.locator("canvas").nth(1);
  await picture.scrollIntoViewIfNeeded();
  const { width, height } = (await picture.boundingBox()) ?? { width: 0, height: 0 };
  await picture.click({ position: { x: (1.5 / 7) * width, y: (3.5 / 7) * height } });
  await expect(caption).toContainText("Wv, row chkn, column the,");
  await tensor.focus();
  await lab.page.keyboard.press("ArrowRight");
  await lab.page.keyboard.press("ArrowDown");
  await expect(caption).toContainText("Wv, row ordrd, column man,");
  await expect(lab.page.locator("#lens-row")).toHaveValue("4");
  for (let strokes = 0; strokes < 9; strokes += 1) await lab.page.keyboard.press("ArrowUp");
  await expect(caption).toContainText("Wv, row <ST>, column man,");
});

test("the position embedding has no gradient where it is left out", async ({ lab }) => {
  await openLens(lab, "position=off");
  await lab.page.locator("#lens-tensor").selectOption({ label: "Position embedding" });
  const { g, step, old, new: after } = await lines(lab);
  expect([g, step]).toEqual([0, 0]);
  expect(after).toBe(old);
});

test("at the end of the run one more step can be seen but not taken", async ({ lab }) => {
  await lab.open("epochs=2");
  await lab.train();
  await lab.page.locator("#lens").scrollIntoViewIfNeeded();
  await expect(lab.page.locator(".lens-step")).toContainText("at its end; one more step");
  await expect(lab.page.locator(".lens-body")).toBeVisible();
  await expect(lab.button("Take this step")).toHaveAttribute("aria-disabled", "true");
});

test("one parameter's way is lit up, with its numbers, from the gradient to the step", async ({ lab }) => {
  await openLens(lab);
  const picked = lab.page.locator(".tensor.picked");
  const shown = await picked.locator(".side-number").allTextContents();
  const { g, step, old } = await lines(lab);
  const [parameter, gradient, , , change] = shown.map((text) => number(text.replace("−", "-")));
  near(parameter, old ?? NaN, "parameter");
  near(gradient, g ?? NaN, "gradient");
  near(change, step ?? NaN, "step");
  // From mark to mark: three lines between four pictures.
  expect((await picked.locator(".way-of-one path").getAttribute("d"))?.match(/M/g)).toHaveLength(3);
  await lab.page.getByLabel("Parameter of").selectOption({ label: "Wv, makes values" });
  await expect(picked).toContainText("Wv");
  await expect(lab.page.locator(".side-number:not(:empty)")).toHaveCount(5);
});
