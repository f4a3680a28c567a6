import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";
import { printedRun } from "./notebook.js";

/** Sets the timeline as a drag does: each value on the way is one that the page is told of. */
async function drag(lab: LabPage, ...steps: number[]): Promise<void> {
  for (const step of steps) {
    await lab.timeline.evaluate((slider: HTMLInputElement, value) => {
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }, String(step));
  }
  const last = steps.at(-1) ?? 0;
  await expect(lab.progress).toContainText(`Adam step ${last.toLocaleString("en")} of`);
}

test(
  "any step of the past is what a fresh run that stops there shows, exactly",
  { tag: "@device" },
  async ({ lab }) => {
    await lab.open(printedRun);
    await lab.train();
    const trained = await lab.everything();
    const seen = new Map<number, string>();
    for (const step of [1234, 0, 9998]) {
      await drag(lab, step);
      await expect(lab.state).toHaveText("looking back from epoch 5,000");
      seen.set(step, await lab.everything());
    }
    await drag(lab, 9000, 5000, 1234);
    expect(await lab.everything()).toBe(seen.get(1234));
    await lab.button("To the end").click();
    await expect(lab.state).toHaveText("finished");
    expect(await lab.everything()).toBe(trained);

    for (const [step, shown] of seen) {
      await lab.open(`${printedRun}&epochs=${step / 2}`);
      if (step > 0) await lab.train();
      expect(await lab.everything(), `step ${step}`).toBe(shown);
    }
  },
);

test("the timeline is moved by mouse and by keyboard, and pauses what is playing", async ({ lab }) => {
  await lab.open(printedRun);
  await lab.button("Play").click();
  await expect(lab.progress).toContainText(/epoch [1-9]\d\d/);
  const { x, y, width, height } = (await lab.timeline.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(height).toBeGreaterThanOrEqual(24);
  await lab.page.mouse.click(x + 0.001 * width, y + height / 2);
  await expect(lab.state).toHaveText(/^looking back from epoch [1-9]/);
  const start = Number(await lab.timeline.inputValue());
  await lab.page.keyboard.press("Home");
  await expect(lab.progress).toContainText("Adam step 0 of");
  expect(start).toBeLessThan(100);
  // Faster than the pictures follow: no key may be lost.
  for (let key = 0; key < 12; key++) await lab.page.keyboard.press("ArrowRight");
  for (let key = 0; key < 5; key++) await lab.page.keyboard.press("ArrowLeft");
  await expect(lab.progress).toContainText("Adam step 7 of");
  await expect(lab.timeline).toHaveAttribute("aria-valuetext", /^epoch 3 of 5,000 · Adam step 7 of/);
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 8 of");
  // To the end of what has been trained, and not beyond it.
  await lab.timeline.press("End");
  await expect(lab.state).toHaveText(/^paused at epoch [1-9]/);
  const end = await lab.progress.textContent();
  await lab.timeline.press("PageDown");
  await lab.timeline.press("PageDown");
  await expect(lab.state).toHaveText(/^looking back/);
  await lab.timeline.press("End");
  await expect(lab.progress).toHaveText(end ?? "");
});

test("a timeline that has the focus speaks seldom while it moves by itself, and at once when it is moved", async ({
  lab,
}) => {
  await lab.open("epochs=4000");
  await lab.timeline.focus();
  const spoken = await lab.timeline.evaluateHandle((slider) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(slider.getAttribute("aria-valuetext") ?? "")).observe(slider, {
      attributeFilter: ["aria-valuetext"],
    });
    return texts;
  });
  const shown = await lab.record(lab.progress);
  const begin = Date.now();
  await lab.page.keyboard.press("Space");
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(30);
  await lab.page.keyboard.press("Space");
  await expect(lab.state).toHaveText(/^paused/);
  // Once in five seconds, at the beginning, and where it has come to rest, however many pictures the machine has made.
  const texts = await spoken.jsonValue();
  expect(texts.length).toBeLessThanOrEqual(2 + (Date.now() - begin) / 5000);
  await expect(lab.timeline).toHaveAttribute("aria-valuetext", (await lab.progress.textContent()) ?? "");
  await lab.timeline.press("Home");
  await expect(lab.timeline).toHaveAttribute("aria-valuetext", /Adam step 0 of/);
});

test("play goes on from what is shown, and nothing is lost", { tag: "@device" }, async ({ lab }) => {
  await lab.open("epochs=200");
  await lab.train();
  const trained = await lab.everything();
  await drag(lab, 390);
  await expect(lab.state).toHaveText("looking back from epoch 200");
  await lab.field("Speed").selectOption("slow motion");
  const states = await lab.record(lab.state);
  await lab.timeline.press("Space");
  await expect.poll(states).toEqual(["playing back", "finished"]);
  expect(await lab.everything()).toBe(trained);
});

test("every section looks back", async ({ lab }) => {
  await lab.open(printedRun);
  const untrained = await lab.page.locator("#sentences").innerText();
  await lab.train();
  await drag(lab, 0);
  await lab.settled();
  await expect(lab.page.locator("#sentences")).toHaveText(untrained, { useInnerText: true });
  // The logged losses are the whole run's.
  expect((await lab.printedLosses()).rows).toHaveLength(50);
});
