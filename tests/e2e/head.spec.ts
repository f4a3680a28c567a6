import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Locator, type Page } from "@playwright/test";
import { expect, test } from "./fixture.js";

const shaders = join(import.meta.dirname, "..", "..", "shaders");
const names = ["x", "q", "k", "v", "s", "Mask", "a", "o", "Skip connection", "l", "p"];

function tabs(page: Page): Locator {
  return page.getByRole("tablist", { name: "Stages of the head" }).getByRole("tab");
}

test("shows all stages in their order with their shapes, which follow the head size", async ({ lab }) => {
  await lab.open();
  const titles = await tabs(lab.page).locator(".stage-title").allInnerTexts();
  expect(titles.map((title) => title.split(" ").at(-1))).toEqual(names.map((name) => name.split(" ").at(-1)));
  const shapes = tabs(lab.page).locator(".stage-shape");
  const [e, t] = ["5 × 7", "5 × 5"];
  await expect(shapes).toHaveText([e, "5 × 20", "5 × 20", e, t, t, t, e, e, e, e]);
  await lab.fill("Head size", "40");
  await expect(shapes).toHaveText([e, "5 × 40", "5 × 40", e, t, t, t, e, e, e, e]);
});

test("every stage has a formula, a meaning, its shape, and the shader word for word", async ({ lab }) => {
  await lab.open();
  const panel = lab.page.getByRole("tabpanel");
  const parts = new Set<string>();
  for (const tab of await tabs(lab.page).all()) {
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await expect(panel.locator("math")).toBeVisible();
    await expect(panel.locator(".stage-size")).toContainText("T = 5 places");
    await expect(panel.getByRole("paragraph").first()).toHaveText(/^[A-Z].{40,}\.$/s);
    await panel.getByText("Backward through this stage").click();
    for (const figure of await panel.getByRole("figure").all()) {
      const file = await figure.locator("figcaption").innerText();
      parts.add(file);
      expect(file).toMatch(/^shaders\/\d_\w+\.wgsl$/);
      const text = readFileSync(join(shaders, file.replace("shaders/", "")), "utf8");
      expect(await figure.locator("code").textContent()).toBe(text);
    }
    await panel.getByText("Backward through this stage").click();
  }
  // Seven passes, each forward and backward.
  expect(parts.size).toBe(14);
});

test("formulas are set in the page's own font, whatever the machine has", async ({ lab }) => {
  await lab.open();
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const fontsOf = async (selector: string) => {
    await lab.page.evaluate(() => document.fonts.ready);
    const { root } = await session.send("DOM.getDocument");
    const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
    expect(nodeIds.length).toBeGreaterThan(1);
    for (const nodeId of nodeIds) {
      const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
      const { outerHTML } = await session.send("DOM.getOuterHTML", { nodeId });
      expect(
        fonts.map(({ isCustomFont }) => isCustomFont),
        outerHTML,
      ).toEqual([true]);
    }
  };
  for (const tab of await tabs(lab.page).all()) {
    await tab.click();
    await fontsOf("#stage-panel :is(mi, mo, mn, mtext)");
  }
  // A letter and its hat, in the lens.
  await lab.page.locator("#lens").scrollIntoViewIfNeeded();
  await fontsOf("#lens .sign");
});

test("the root of the head size is drawn", async ({ lab }) => {
  await lab.open();
  await lab.page.getByRole("tab", { name: /^Scores/ }).click();
  const root = lab.page.locator("#stage-panel msqrt");
  await root.scrollIntoViewIfNeeded();
  await lab.page.evaluate(() => document.fonts.ready);
  const before = await root.boundingBox();
  const letter = await root.locator("mi").boundingBox();
  if (!before || !letter) throw new Error("The formula has no root.");
  const clip = { x: before.x, y: before.y, width: letter.x - before.x, height: before.height };
  expect(clip.width).toBeGreaterThan(4);
  const sign = await lab.page.screenshot({ clip });
  const ink = await lab.page.evaluate(
    async (bytes) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
      const canvas = Object.assign(document.createElement("canvas"), {
        width: image.width,
        height: image.height,
      });
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
      return [...data].filter((value, at) => at % 4 === 0 && value < 128).length;
    },
    [...sign],
  );
  expect(ink, "dark pixels left of H").toBeGreaterThan(10);
});

test(
  "the numbers of a stage are those of the figures, of the sentence that is chosen",
  { tag: "@device" },
  async ({ lab }) => {
    await lab.open();
    await lab.page.getByRole("tab", { name: /^Attention weights/ }).click();
    for (const [index, words] of [
      [1, "woman ordrd the beef"],
      [0, "man ordrd the chkn"],
    ] as const) {
      await lab.page.getByRole("radio", { name: words }).check();
      const table = lab.page.getByRole("table", { name: `Attention weights a of sentence ${index + 1}.` });
      const figure = await lab.matrix("Attention weights", index);
      await expect(table.getByRole("rowheader")).toHaveText(figure.rows);
      const cells = await table.getByRole("cell").allInnerTexts();
      const expected = figure.rows.flatMap((row) => figure.columns.map((column) => figure.text(row, column)));
      expect(cells.filter((text) => text !== "")).toEqual(expected);
    }
  },
);

test("stages are chosen by keyboard as tabs are", async ({ lab }) => {
  await lab.open();
  await lab.page.getByRole("tab", { name: /^Scores/ }).focus();
  const focused = lab.page.locator(":focus .stage-title");
  for (const [key, title] of [
    ["ArrowRight", "Mask"],
    ["ArrowLeft", "Scores s"],
    ["End", "Output probabilities p"],
    ["ArrowRight", "Input x"],
    ["Home", "Input x"],
    ["ArrowLeft", "Output probabilities p"],
  ] as const) {
    await lab.page.keyboard.press(key);
    await expect(focused).toHaveText(title);
    await expect(lab.page.getByRole("tabpanel").getByRole("heading")).toHaveText(title);
  }
  await expect(tabs(lab.page).and(lab.page.locator('[tabindex="0"]'))).toHaveCount(1);
});

test("the bench has the pictures and arrows of all stages, and nothing is wider than the page", async ({
  lab,
}) => {
  const stages = lab.page.locator("#bench .stage");
  for (const width of [1440, 1120, 768, 360, 320]) {
    await lab.page.setViewportSize({ width, height: 800 });
    await lab.open();
    await lab.page.locator("#bench .stages").scrollIntoViewIfNeeded();
    await expect(lab.page.locator("#bench .stage-arrows .way")).toHaveCount(13);
    const drawn = () =>
      stages
        .locator("canvas")
        .evaluateAll((all) => (all as HTMLCanvasElement[]).filter(({ width }) => width !== 300).length);
    await expect.poll(drawn).toBe(11);
    // Below they are tabs without pictures.
    await expect(lab.page.locator("#stages canvas:visible")).toHaveCount(
      await lab.page.locator("#stage-panel canvas").count(),
    );
    const boxes = await stages.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().toJSON()));
    boxes.forEach((one, at) => {
      expect(one.right, `stage ${at} at ${width}`).toBeLessThanOrEqual(width);
      for (const other of boxes.slice(at + 1)) {
        const apart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top;
        expect(apart, `stages overlap at ${width}`).toBe(true);
      }
    });
    const overflow = await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `at ${width}`).toBeLessThanOrEqual(0);
  }
});

test("without the skip connection nothing is added to the output", async ({ lab }) => {
  await lab.open("skip=off");
  await lab.page.getByRole("tab", { name: /^Skip connection/ }).click();
  const table = lab.page.getByRole("table", { name: "Skip connection of sentence 1." });
  const numbers = async () => {
    const cells = await table.getByRole("cell").allInnerTexts();
    return [...new Set(cells.filter((text) => text !== ""))];
  };
  await expect.poll(numbers).toEqual(["0.00"]);
});
