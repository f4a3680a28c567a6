import { expect, test } from "./fixture.js";
import { printedLosses, printedRun, printedTolerance } from "./notebook.js";

// The browser itself warns of what the test does to it.
test.use({
  expectedMessages: /A valid external Instance reference no longer exists|[Dd]evice (was |is )?lost/,
});

test("a lost device is replaced, and training ends with the same numbers", async ({
  lab,
  browser,
  backend,
}) => {
  test.skip(backend !== "gpu", "there is no device to lose");
  await lab.open(printedRun);
  await lab.button("Play").click();
  await expect(lab.progress).toHaveText(/epoch [1-9]\d{2,3} of|epoch [1-4],/);
  const cdp = await browser.newBrowserCDPSession();
  await cdp.send("Browser.crashGpuProcess");
  await expect(lab.device).toContainText("was lost");
  await expect(lab.state).toHaveText("finished", { timeout: 45_000 });
  const losses = await lab.printedLosses();
  expect(losses.rows).toHaveLength(50);
  printedLosses.forEach((loss, at) => {
    const shown = losses.number((at * 100).toLocaleString("en"), "Sentence 2");
    expect(Math.abs(shown - loss)).toBeLessThan(printedTolerance);
  });
});
