import { expect, test } from "./fixture.js";
import { printedRun } from "./notebook.js";
import { inWords, mainThreadTasks } from "./tasks.js";

test(
  "live, every change shows the end of its run, and none of the runs on the way there untrained",
  { tag: "@device" },
  async ({ lab, backend }) => {
    // A whole run takes seconds on a software device, and so does its opening.
    test.slow(backend === "gpu");
    await lab.open(backend === "gpu" ? "epochs=200" : "");
    await lab.field("Speed").selectOption("retrain live");
    await expect(lab.state).toHaveText("finished");
    const notebook = await lab.everything();

    const progress = await lab.record(lab.progress);
    for (const change of [
      () => lab.fill("Learning rate", "0.001"),
      () => lab.fill("Seed", "3"),
      () => lab.field("Skip connection").uncheck(),
      () => lab.field("Skip connection").check(),
      () => lab.fill("Seed", "77"),
    ]) {
      const before = await lab.everything();
      await change();
      await expect.poll(() => lab.everything()).not.toBe(before);
      await expect(lab.state).toHaveText("finished", { timeout: 30_000 });
      await expect(lab.progress).toHaveText(/Adam step (\S+) of \1$/);
    }
    expect((await progress()).filter((text) => text.includes("Adam step 0 of"))).toEqual([]);
    await expect(lab.page.locator("#rates")).toBeEmpty();

    await lab.fill("Learning rate", "0.0001");
    await expect.poll(() => lab.everything(), { timeout: 30_000 }).toBe(notebook);
  },
);

test("while the head size is dragged live, the page answers", async ({ lab, backend }) => {
  test.skip(backend === "gpu", "that every stop is a finished run at once is what the CPU engine promises");
  await lab.open(printedRun);
  await lab.field("Speed").selectOption("retrain live");
  await expect(lab.state).toHaveText("finished", { timeout: 30_000 });
  const slider = lab.page.getByRole("slider", { name: "Head size, slider" });
  let stops: number[] = [];
  const tasks = await mainThreadTasks(lab.page, async () => {
    stops = await slider.evaluate(async (input: HTMLInputElement) => {
      const times: number[] = [];
      const progress = document.querySelector("#progress-numbers");
      const parameters = document.querySelector("#parameter-count");
      for (let size = 10; size <= 40; size += 1) {
        const start = performance.now();
        input.value = String(size);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        // Which run is open, and that its end is shown.
        const isShown = () =>
          parameters?.textContent.replace(",", "") === String(98 + 14 * size) &&
          progress?.textContent.includes("step 10,000 of");
        while (!isShown() && performance.now() - start < 10_000) {
          await new Promise((resolve) => setTimeout(resolve));
        }
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
      }
      return times.toSorted((one, other) => one - other);
    });
  });
  const [median = NaN, slowest = NaN] = [stops[stops.length >> 1], stops.at(-1)];
  console.log(`${backend}: a stop is shown after ${median.toFixed(0)} ms, at most ${slowest.toFixed(0)} ms`);
  console.log(`${backend}, main thread: ${inWords(tasks)}`);
  expect(slowest).toBeLessThan(10_000);
  // For slower machines and builds; a run that blocks the page would take as long as the run.
  expect(tasks[0]).toBeLessThan(150);
});

test("live, sections out of sight keep their place, and are there when they are gone to", async ({ lab }) => {
  await lab.open("epochs=200");
  const length = () => lab.page.evaluate(() => document.documentElement.scrollHeight);
  const before = await length();
  await lab.field("Speed").selectOption("retrain live");
  await expect(lab.state).toHaveText("finished");
  expect(Math.abs((await length()) / before - 1)).toBeLessThan(0.02);

  const contents = lab.page.getByRole("navigation", { name: "Contents" });
  for (const name of ["Questions", "Stage by stage"]) {
    await lab.button("Contents").click();
    await contents.getByRole("link", { name }).click();
    const { y } = (await lab.page
      .getByRole("heading", { name: new RegExp(name, "i"), level: 2 })
      .boundingBox()) ?? { y: NaN };
    const bar = (await lab.page.locator("#bar").boundingBox()) ?? { y: NaN, height: NaN };
    expect(y).toBeGreaterThanOrEqual(bar.y + bar.height);
    expect(y).toBeLessThan(450);
  }
  // A canvas that nobody has drawn on is 300 wide.
  const picture = lab.page.locator("#stages").getByRole("tabpanel").locator("canvas");
  await expect(picture.first()).not.toHaveJSProperty("width", 300);
});

for (const speed of ["to watch", "full"]) {
  test(
    `while it trains at the speed "${speed}", the page answers`,
    { tag: "@device" },
    async ({ lab, backend }) => {
      await lab.open(printedRun);
      await lab.field("Speed").selectOption(speed);
      const tasks = await mainThreadTasks(lab.page, async () => {
        await lab.button("Play").click();
        await expect(lab.state).toHaveText("finished", { timeout: 90_000 });
      });
      console.log(`${backend}, ${speed}, main thread: ${inWords(tasks)}`);
      expect(tasks[0]).toBeLessThan(150);
    },
  );
}
