import type { Browser } from "@playwright/test";
import { expect, test } from "./fixture.js";
import { printedLosses, printedRun, printedTolerance } from "./notebook.js";

// The browser itself warns of what the test does to it.
test.use({
  expectedMessages: /A valid external Instance reference no longer exists|[Dd]evice (was |is )?lost/,
});

test(
  "a lost device is replaced, and training ends with the same numbers",
  { tag: "@device" },
  async ({ lab, browser }) => {
    await lab.open(printedRun);
    await lab.button("Play").click();
    await expect(lab.progress).toHaveText(/epoch [1-9]\d{2,3} of|epoch [1-4],/);
    await crashGpu(browser);
    await expect(lab.device).toContainText("was lost");
    await expect(lab.state).toHaveText("finished", { timeout: 120_000 });
    const losses = await lab.printedLosses();
    expect(losses.rows).toHaveLength(50);
    printedLosses.forEach((loss, at) => {
      const shown = losses.number((at * 100).toLocaleString("en"), "Sentence 2");
      expect(Math.abs(shown - loss)).toBeLessThan(printedTolerance);
    });
  },
);

test(
  "a device that is lost while nothing happens is replaced at the next step",
  { tag: "@device" },
  async ({ lab, browser }) => {
    await lab.open();
    await crashGpu(browser);
    await lab.page.waitForTimeout(500);
    await lab.button("One step").click();
    await expect(lab.device).toContainText("was lost");
    await expect(lab.progress).toContainText("Adam step 1 of");
    await expect(lab.alert).toBeEmpty();
  },
);

test(
  "a device that is lost is replaced for another run too",
  { tag: "@device" },
  async ({ lab, browser }) => {
    await lab.open();
    await crashGpu(browser);
    await lab.page.waitForTimeout(500);
    await lab.fill("Head size", "10");
    await expect.poll(async () => (await lab.matrix("Query", 0)).columns.length).toBe(10);
    await expect(lab.alert).toBeEmpty();
    await lab.button("One step").click();
    await expect(lab.progress).toContainText("Adam step 1 of");
  },
);

test(
  "a device that does not answer when the page comes back is given up",
  { tag: "@device" },
  async ({ lab }) => {
    // As Firefox does: what was asked before the page was left stays unanswered for ever.
    await lab.page.addInitScript(() => {
      if (!("GPUBuffer" in window)) return;
      const { mapAsync } = GPUBuffer.prototype;
      GPUBuffer.prototype.mapAsync = function (...mode) {
        return "silent" in window ? new Promise(() => {}) : mapAsync.apply(this, mode);
      };
    });
    await lab.open("epochs=300");
    await lab.button("Play").click();
    await expect(lab.state).toHaveText("training");
    await lab.page.evaluate(() => Object.assign(window, { silent: true }));
    await lab.page.waitForTimeout(500);
    await expect(lab.state).toHaveText("training");
    await lab.page.evaluate(() => {
      Reflect.deleteProperty(window, "silent");
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await expect(lab.device).toContainText("was lost");
    await lab.train();
  },
);

async function crashGpu(browser: Browser): Promise<void> {
  const cdp = await browser.newBrowserCDPSession();
  await cdp.send("Browser.crashGpuProcess");
  await cdp.detach();
}
