import { expect, test } from "./fixture.js";
import { printedLosses, printedRun, printedTolerance } from "./notebook.js";

test("trains the printed run to the notebook's numbers", { tag: "@device" }, async ({ lab }) => {
  await lab.open();
  await lab.field("Preset").selectOption("printed");
  await lab.train();
  await expect(lab.progress).toHaveText("epoch 5,000 of 5,000 · Adam step 10,000 of 10,000");

  const losses = await lab.printedLosses();
  expect(losses.rows).toHaveLength(50);
  printedLosses.forEach((loss, at) => {
    const epoch = (at * 100).toLocaleString("en");
    const shown = losses.number(epoch, "Sentence 2");
    expect(Math.abs(shown - loss), `${shown} for ${loss} at epoch ${epoch}`).toBeLessThan(printedTolerance);
  });

  const attention = await lab.matrix("Attention weights", 0);
  expect(attention.text("3 the", "1 man")).toBe("0.98");
  const beef = await lab.matrix("Attention weights", 1);
  expect(beef.text("3 the", "3 the")).toBe("1.00");
  expect((await lab.matrix("Output probabilities", 0)).text("3 the", "chkn")).toBe("0.867");
  expect((await lab.matrix("Output probabilities", 1)).text("3 the", "beef")).toBe("0.815");
});

test("one step is one step, and by hand is as by play", { tag: "@device" }, async ({ lab }) => {
  await lab.open("epochs=1&learning-rate=0.01");
  const untrained = await lab.everything();
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 1 of 2");
  await expect(lab.state).toHaveText("paused at epoch 0");
  expect(await lab.everything()).not.toBe(untrained);
  await lab.button("One step").click();
  await expect(lab.state).toHaveText("finished");
  const byHand = await lab.everything();
  const logged = await lab.printedLosses();

  await lab.button("Rewind").click();
  await expect(lab.state).toHaveText("untrained");
  expect(await lab.everything()).toBe(untrained);
  await lab.button("Play").click();
  await expect(lab.state).toHaveText("finished");
  expect(await lab.everything()).toBe(byHand);
  expect(await lab.printedLosses()).toEqual(logged);
});

test(
  "plays, pauses, goes on and rewinds to exactly the numbers before",
  { tag: "@device" },
  async ({ lab }) => {
    await lab.open(printedRun);
    const untrained = await lab.everything();
    await lab.button("Play").click();
    await expect(lab.state).toHaveText("training");
    await expect(lab.progress).not.toContainText("epoch 0 of");
    await lab.button("Pause").click();
    await expect(lab.state).toHaveText(/^paused at epoch [1-9]/);
    const paused = await lab.progress.textContent();
    const trained = await lab.everything();
    expect(trained).not.toBe(untrained);
    await lab.page.waitForTimeout(300);
    await expect(lab.progress).toHaveText(paused ?? "");

    await lab.button("Play").click();
    await expect(lab.progress).not.toHaveText(paused ?? "");
    await lab.button("Rewind").click();
    await expect(lab.state).toHaveText("untrained");
    await expect(lab.progress).toContainText("Adam step 0 of");
    expect(await lab.everything()).toBe(untrained);
  },
);

test("a finished run plays again from the same weights", async ({ lab }) => {
  await lab.open("epochs=100");
  await lab.train();
  const trained = await lab.everything();
  await expect(lab.button("One step")).toHaveAttribute("aria-disabled", "true");
  const states = await lab.record(lab.state);
  const progress = await lab.record(lab.progress);
  await lab.button("Play again").click();
  await expect.poll(states).toEqual(["training", "finished"]);
  const epochs = (await progress()).map((text) => Number(/epoch (\d+) of 100/.exec(text)?.[1]));
  expect(epochs[0]).toBe(0);
  expect(epochs.filter((epoch) => epoch > 0 && epoch < 100)).not.toEqual([]);
  expect(await lab.everything()).toBe(trained);
});

test("one epoch trains every sentence once, from wherever it begins", async ({ lab }) => {
  await lab.open("epochs=3");
  await lab.button("One epoch").click();
  await expect(lab.progress).toContainText("Adam step 2 of 6");
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 3 of 6");
  await lab.button("One epoch").click();
  await expect(lab.progress).toHaveText("epoch 2 of 3 · Adam step 5 of 6");
  await expect(lab.state).toHaveText("paused at epoch 2");
  // Half of it has been trained already.
  await lab.timeline.press("ArrowLeft");
  await expect(lab.progress).toContainText("Adam step 4 of 6");
  await lab.button("One epoch").click();
  await expect(lab.progress).toContainText("Adam step 6 of 6");
});

test("in slow motion single steps can be seen, and the end comes at once when it is asked for", async ({
  lab,
}) => {
  await lab.open("epochs=100");
  await lab.field("Speed").selectOption("slow motion");
  const progress = await lab.record(lab.progress);
  await lab.button("Play").click();
  // However slow the device and the pictures are: no step is left out.
  await expect
    .poll(async () => (await progress()).join("\n"))
    .toMatch(/Adam step 1 of 200\n.*Adam step 2 of 200\n.*Adam step 3 of 200/);
  await lab.button("To the end").click();
  await expect(lab.state).toHaveText("finished", { timeout: 3000 });
});

test(
  "the learning rate can change in the middle of a run, which then says what it was",
  { tag: "@device" },
  async ({ lab }) => {
    await lab.open("epochs=300");
    const rates = lab.page.locator("#rates");
    for (let epoch = 1; epoch <= 3; epoch += 1) {
      await lab.button("One epoch").click();
      await expect(lab.progress).toContainText(`Adam step ${2 * epoch} of`);
    }
    await lab.fill("Learning rate", "0.01");
    await expect(rates).toContainText("Learning rate 0.0001, then 0.01 from step 6 on");
    await expect(rates).toContainText("cannot bring back this run");
    await expect(lab.progress).toContainText("Adam step 6 of");
    await lab.train();
    const changed = await lab.everything();
    expect((await lab.printedLosses()).rows).toHaveLength(50);

    await lab.button("Start again with 0.01").click();
    await expect(lab.state).toHaveText("untrained");
    await expect(rates).toBeEmpty();
    await lab.train();
    const again = await lab.everything();
    expect(again).not.toBe(changed);
    await lab.open("epochs=300&learning-rate=0.01");
    await lab.train();
    expect(await lab.everything()).toBe(again);
  },
);

test("the losses can be counted on a log scale", async ({ lab }) => {
  await lab.open(printedRun);
  await lab.train();
  const curve = lab.page.getByRole("img", { name: /^Loss of each sentence by epoch/ });
  await curve.scrollIntoViewIfNeeded();
  const picture = () => curve.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const linear = await picture();
  const box = lab.page.getByRole("checkbox", { name: "Log scale" });
  await box.check();
  await expect.poll(picture).not.toBe(linear);
  await box.uncheck();
  await expect.poll(picture).toBe(linear);
});

test("the space bar plays and pauses, but not in a field", async ({ lab }) => {
  await lab.open();
  await lab.page.keyboard.press("Space");
  await expect(lab.state).toHaveText("training");
  await lab.page.keyboard.press("Space");
  await expect(lab.state).toHaveText(/^paused/);
  await lab.field("Head size").focus();
  await lab.page.keyboard.press("Space");
  await expect(lab.state).toHaveText(/^paused/);
});

test("what was clicked does not keep the space bar, and what was reached by keyboard does", async ({
  lab,
}) => {
  await lab.open();
  await lab.field("Speed").selectOption("slow motion");
  const space = async (state: RegExp) => {
    await lab.page.keyboard.press("Space");
    await expect(lab.state).toHaveText(state);
  };
  const seed = await lab.field("Seed").inputValue();
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 1 of");
  await space(/training/);
  await space(/paused/);
  await lab.button("Rewind").click();
  await expect(lab.progress).toContainText("Adam step 0 of");
  await space(/training/);
  await space(/paused/);
  for (const name of ["Show values in one colour", "Fit the colours"]) {
    const box = lab.page.getByRole("checkbox", { name });
    const checked = await box.isChecked();
    await box.click();
    await space(/training/);
    await space(/paused/);
    expect(await box.isChecked()).toBe(!checked);
  }
  // A picture's cell that was clicked goes on by the arrow keys, and then it is what the space bar presses.
  const picture = lab.page.locator('[data-figure="attention"] .sheet').first();
  await picture.scrollIntoViewIfNeeded();
  await picture.click();
  await space(/training/);
  await space(/paused/);
  await lab.page.keyboard.press("ArrowUp");
  await lab.page.keyboard.press("Space");
  await expect(lab.state).toHaveText(/paused/);

  // By keyboard a button is pressed.
  await lab.button("One epoch").focus();
  await lab.page.keyboard.press("Tab");
  await lab.page.keyboard.press("Tab");
  await expect(lab.button("Rewind")).toBeFocused();
  await lab.page.keyboard.press("Space");
  await expect(lab.progress).toContainText("Adam step 0 of");
  await expect(lab.state).toHaveText("untrained");
  expect(await lab.field("Seed").inputValue()).toBe(seed);
});

test("in live mode Play shows how the run came about", async ({ lab }) => {
  await lab.goto("epochs=50&backend=cpu");
  await lab.field("Speed").selectOption("retrain live");
  await expect(lab.state).toHaveText("finished");
  const states = await lab.record(lab.state);
  const progress = await lab.record(lab.progress);
  await lab.button("Play again").click();
  await expect.poll(states).toEqual(["training", "finished"]);
  const steps = (await progress()).map((text) => Number(/step (\d+) of/.exec(text)?.[1]));
  expect(new Set(steps).size).toBeGreaterThan(5);
});

test("the page answers while it trains", { tag: "@device" }, async ({ lab }) => {
  await lab.open("epochs=1000000");
  await lab.field("Speed").selectOption("full");
  await lab.button("Play").click();
  await expect(lab.state).toHaveText("training");
  const gaps = await lab.page.evaluate(async () => {
    const frames: number[] = [];
    const end = performance.now() + 2000;
    for (let now = performance.now(); now < end;) {
      frames.push((now = await new Promise(requestAnimationFrame)));
    }
    return frames.slice(1).map((frame, at) => frame - (frames[at] ?? frame));
  });
  const sorted = gaps.toSorted((one, other) => one - other);
  // Software rendering on a busy machine is slow; a training that blocks the page would take seconds.
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100);
  expect(sorted.at(-1)).toBeLessThan(1000);
  await lab.button("Pause").click();
  await expect(lab.state).toHaveText(/^paused/, { timeout: 1000 });
});

test("with less motion asked for, the pictures follow slowly and the end is the same", async ({ lab }) => {
  await lab.page.emulateMedia({ reducedMotion: "reduce" });
  await lab.open(printedRun);
  await lab.field("Speed").selectOption("watch");
  await lab.button("Play").click();
  const texts = await lab.page.evaluate(async () => {
    const seen = new Set<string>();
    const end = performance.now() + 2000;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      seen.add(document.querySelector("[data-loss='0']")?.textContent ?? "");
    }
    return seen.size;
  });
  expect(texts).toBeGreaterThan(1);
  expect(texts).toBeLessThan(8);
  await lab.field("Speed").selectOption("full");
  await expect(lab.state).toHaveText("finished", { timeout: 120_000 });
  expect((await lab.matrix("Attention weights", 0)).text("3 the", "1 man")).toBe("0.98");
});

test("epochs 0 shows the untrained head and has nothing to play", async ({ lab }) => {
  await lab.open("epochs=0");
  await expect(lab.state).toHaveText("untrained");
  await expect(lab.button("Play")).toBeDisabled();
  await expect(lab.loss(1)).toHaveText(/^\d\.\d{4}$/);
});

test("trains to the same numbers in a browser without vector instructions", async ({ lab }) => {
  const fetched: string[] = [];
  lab.page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) fetched.push(request.url());
  });
  await lab.open(printedRun);
  await lab.page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await lab.open(printedRun);
  expect(new Set(fetched).size, "one build for each kind of browser").toBe(2);
  await lab.train();
  expect((await lab.matrix("Attention weights", 0)).text("3 the", "1 man")).toBe("0.98");
});

test("a run that takes long says how long its rest takes, and can be stopped", async ({ lab }) => {
  await lab.open("epochs=1000000&backend=cpu");
  await lab.field("Speed").selectOption("full");
  await lab.button("Play").click();
  await expect(lab.progress).toContainText(/ · about \d+ (s|min) left$/);
  await lab.button("Pause").click();
  await expect(lab.state).toContainText("paused");
  await expect(lab.progress).not.toContainText("left");
});
