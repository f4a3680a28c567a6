import AxeBuilder from "@axe-core/playwright";
import { join } from "node:path";
import { expect, test } from "./fixture.js";
import { printedRun } from "./notebook.js";

const results = join(import.meta.dirname, "results");
const schemes = ["light", "dark"] as const;
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } };

for (const colorScheme of schemes) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    // The whole page as it stands: every section, a trained run, and a field that is wrong.
    test("nothing stands in the way of anybody", async ({ lab }) => {
      // Every element is judged.
      test.slow();
      await lab.open("epochs=200");
      await lab.train();
      await lab.printedLosses();
      await lab.fill("Head size", "0");
      await expect(lab.field("Head size")).toHaveAttribute("aria-invalid", "true");
      expect((await new AxeBuilder({ page: lab.page }).analyze()).violations).toEqual([]);
    });

    for (const [size, viewport] of Object.entries(sizes)) {
      test.describe(size, () => {
        test.use({ viewport, deviceScaleFactor: size === "phone" ? 2 : 1 });

        test("fits its width, and has its picture taken", async ({ lab }, { project }) => {
          await lab.open(printedRun);
          const path = (part: string) => join(results, `${project.name}-${size}-${colorScheme}-${part}.png`);
          await lab.page.screenshot({ path: path("untrained") });
          if (size === "phone") await lab.button("Settings").click();
          await expect.poll(() => overhang(lab.page)).toBe(0);
          await lab.train();
          await expect.poll(() => overhang(lab.page)).toBe(0);
          // On a picture of the whole page a bar that keeps in sight would cover what is under it.
          const style = "#bar { position: static !important }";
          await lab.page.screenshot({ path: path("trained"), fullPage: true, style });
        });
      });
    }
  });
}

// 320 is what is left of 1280 at 400 %; 720 of 1440 at 200 %.
for (const width of [320, 720]) {
  test(`fits ${width} pixels`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 450 });
    await lab.open("head-size=128");
    await expect.poll(() => overhang(lab.page)).toBe(0);
  });
}

/** How many pixels of the page are out of sight to the right. */
function overhang(page: import("@playwright/test").Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
