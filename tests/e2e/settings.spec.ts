import { expect, test } from "./fixture.js";
import { printedRun } from "./notebook.js";

test("the toggles change the run, the model summary and the address", async ({ lab }) => {
  await lab.open();
  const notebook = await lab.everything();
  const position = lab.page.getByRole("checkbox", { name: "Position embedding", exact: true });
  await position.uncheck();
  await expect(lab.page).toHaveURL(/position=off/);
  await expect(lab.page.locator("#parameter-count")).toHaveText("378");
  await expect(lab.page.getByRole("row", { name: /Pos_Embed\.weight/ })).toContainText("not in use");
  const without = await lab.everything();
  expect(without).not.toBe(notebook);

  await lab.page.getByRole("checkbox", { name: "Skip connection", exact: true }).uncheck();
  await expect(lab.page).toHaveURL(/position=off&skip=off/);
  await expect.poll(() => lab.everything()).not.toBe(without);

  await position.check();
  await lab.page.getByRole("checkbox", { name: "Skip connection", exact: true }).check();
  // The notebook's run needs no words of its own.
  await expect(lab.page).toHaveURL(/#$/);
  await expect.poll(() => lab.everything()).toBe(notebook);
});

test("a preset sets every knob, and another value is no preset any more", async ({ lab }) => {
  await lab.open();
  await lab.field("Preset").selectOption("printed");
  await expect(lab.field("Draw")).toHaveValue("2");
  await expect(lab.field("Position embedding")).not.toBeChecked();
  await lab.fill("Head size", "40");
  await expect(lab.field("Preset")).toHaveValue("own");
  await expect(lab.page).toHaveURL(/head-size=40/);
  await expect.poll(async () => (await lab.matrix("Query", 0)).columns.length).toBe(40);
  await expect(lab.page.getByRole("heading", { name: "attention weights, head size 40" })).toBeVisible();
});

test("a value that makes no sense says so at its field and keeps the run", async ({ lab }) => {
  await lab.open();
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 1 of");
  const before = await lab.everything();
  const address = lab.page.url();

  for (const [label, value] of [
    ["Head size", "129"],
    ["Learning rate", "fast"],
    ["Epochs", "-1"],
  ] as const) {
    const good = await lab.field(label).inputValue();
    await lab.fill(label, value);
    await expect(lab.field(label)).toHaveAttribute("aria-invalid", "true");
    await expect(lab.field(label)).toHaveAccessibleDescription(/\w+ .*\d|\w+ .*number/);
    await expect(lab.page.locator(`#settings .error:not(:empty)`)).toHaveCount(1);
    expect(await lab.everything()).toBe(before);
    expect(lab.page.url()).toBe(address);
    await lab.fill(label, good);
    await expect(lab.field(label)).toHaveAttribute("aria-invalid", "false");
  }
  // Nothing has changed in the end, so that the run still stands where it stood.
  await expect(lab.progress).toContainText("Adam step 1 of");
});

test("numbers are read as they are typed elsewhere", async ({ lab }) => {
  await lab.open();
  for (const [label, typed, read] of [
    ["Learning rate", "0,001", "0.001"],
    ["Learning rate", " 1e−4 ", "0.0001"],
    ["Epochs", "5 000", "5000"],
    ["Epochs", "1,000", "1000"],
    ["Head size", "３０", "30"],
  ] as const) {
    await lab.fill(label, typed);
    await expect(lab.field(label)).toHaveValue(read);
  }
  await lab.fill("Learning rate", "1,000");
  await expect(lab.field("Learning rate")).toHaveAccessibleDescription(
    /Learning rate is '1,000': give a number from 1e-12 to 1, with a point before its decimals/,
  );
});

test("what is wrong in one field moves no other, and an offer of the text takes it back", async ({ lab }) => {
  await lab.open();
  const fields = lab.page.locator("#settings .field");
  const places = () => fields.evaluateAll((all) => all.map((field) => field.getBoundingClientRect().x));
  const before = await places();
  await lab.fill("Head size", "9999");
  await expect(lab.page.locator("#settings .error:not(:empty)")).toHaveText(/^Head size is '9999'/);
  expect(await places()).toEqual(before);
  await lab.page.locator("#look").getByRole("button", { name: "40", exact: true }).click();
  await expect(lab.field("Head size")).toHaveValue("40");
  await expect(lab.page.locator("#settings .error:not(:empty)")).toHaveCount(0);
});

test("Back brings the run before, and Forward the one after", async ({ lab }) => {
  await lab.open("seed=5");
  await expect(lab.page).toHaveURL(/seed=5&.*sum=/);
  await lab.button("New seed").click();
  await expect(lab.field("Seed")).not.toHaveValue("5");
  const seed = await lab.field("Seed").inputValue();
  await lab.field("Preset").selectOption("printed");
  await expect(lab.field("Draw")).toHaveValue("2");
  await lab.page.goBack();
  await expect(lab.field("Seed")).toHaveValue(seed);
  await expect(lab.field("Draw")).toHaveValue("1");
  await lab.page.goBack();
  await expect(lab.field("Seed")).toHaveValue("5");
  await lab.page.goForward();
  await expect(lab.field("Seed")).toHaveValue(seed);
  await expect(lab.page).toHaveURL(new RegExp(`seed=${seed}&`));
});

test("a slider that is dragged is no step back: Back leads to what was opened before", async ({ lab }) => {
  await lab.open("epochs=10");
  await expect(lab.page).toHaveURL(/epochs=10&.*sum=/);
  const entries = await lab.page.evaluate(() => history.length);
  const slider = lab.page.getByRole("slider", { name: "Head size, slider" });
  for (let size = 21; size <= 60; size += 1) {
    await slider.evaluate((input: HTMLInputElement, value) => {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, String(size));
  }
  await expect(lab.page).toHaveURL(/head-size=60/);
  expect(await lab.page.evaluate(() => history.length)).toBe(entries);
  await lab.field("Preset").selectOption("printed");
  await expect(lab.field("Draw")).toHaveValue("2");
  await lab.page.goBack();
  await expect(lab.field("Head size")).toHaveValue("60");
});

test("a new seed is another head", async ({ lab }) => {
  await lab.open();
  const before = await lab.everything();
  await lab.button("New seed").click();
  await expect(lab.field("Seed")).not.toHaveValue("77");
  const seed = Number(await lab.field("Seed").inputValue());
  expect(seed).toBeLessThan(2 ** 32);
  await expect(lab.page).toHaveURL(new RegExp(`seed=${seed}&`));
  await expect.poll(() => lab.everything()).not.toBe(before);
});

test("the address brings back the same run", async ({ lab }) => {
  await lab.open();
  await lab.fill("Seed", "4321");
  await lab.fill("Epochs", "30");
  await lab.fill("Learning rate", "0.001");
  await lab.train();
  const trained = await lab.everything();
  const { hash } = new URL(lab.page.url());

  await lab.goto(hash.slice(1));
  await expect(lab.state).toHaveText("untrained");
  await expect(lab.field("Seed")).toHaveValue("4321");
  await lab.train();
  expect(await lab.everything()).toBe(trained);
});

test("another run in the address of the open page is opened", async ({ lab }) => {
  await lab.open();
  const hash = `${printedRun}&backend=cpu`;
  await lab.page.evaluate((next) => (location.hash = next), hash);
  await expect(lab.field("Preset")).toHaveValue("printed");
  await expect(lab.device).toHaveAttribute("data-engine", "cpu");
});

test("a knob that is turned while it trains goes on training", { tag: "@device" }, async ({ lab }) => {
  await lab.open();
  await lab.button("Play").click();
  await expect(lab.state).toHaveText("training");
  await lab.fill("Head size", "10");
  await expect(lab.state).toHaveText("training");
  await expect(lab.progress).not.toContainText("Adam step 0 of");
  await lab.button("Pause").click();
  await expect.poll(async () => (await lab.matrix("Query", 0)).columns.length).toBe(10);
});

test("what the text offers to try is one click away", async ({ lab }) => {
  // Each is a whole run, not one knob on top of what is open.
  await lab.open("seed=5&skip=off");
  await lab.page.locator("#look").getByRole("button", { name: "40", exact: true }).click();
  await expect(lab.field("Head size")).toHaveValue("40");
  await expect(lab.field("Seed")).toHaveValue("77");
  await expect(lab.field("Skip connection")).toBeChecked();
  await lab.button("without the position embedding").click();
  await expect(lab.field("Position embedding")).not.toBeChecked();
  await expect(lab.field("Head size")).toHaveValue("20");
  await lab.button("the run that it printed").click();
  await expect(lab.field("Preset")).toHaveValue("printed");
});

test("the CPU engine can be chosen and gives the same first losses", { tag: "@device" }, async ({ lab }) => {
  await lab.open();
  const losses = await lab.page.locator("[data-loss]").allInnerTexts();
  await lab.field("Device").selectOption("cpu");
  await expect(lab.device).toHaveAttribute("data-engine", "cpu");
  await expect(lab.page).toHaveURL(/backend=cpu/);
  await expect(lab.page.locator("[data-loss]")).toHaveText(losses);
});

test("live, every stop of the head size's slider is a finished run", async ({ lab }) => {
  await lab.open("epochs=200");
  await lab.field("Speed").selectOption("live");
  await expect(lab.state).toHaveText("finished");

  const slider = lab.page.getByRole("slider", { name: "Head size, slider" });
  await slider.focus();
  await lab.page.keyboard.press("ArrowRight");
  await lab.page.keyboard.press("ArrowRight");
  await expect(lab.field("Head size")).toHaveValue("22");
  await expect(lab.page).toHaveURL(/head-size=22/);
  // Only then the words speak of this run.
  await expect.poll(async () => (await lab.matrix("Query", 0)).columns.length).toBe(22);
  await expect(lab.state).toHaveText("finished");
  await expect(lab.progress).toHaveText("epoch 200 of 200 · Adam step 400 of 400");
  const live = await lab.everything();

  await lab.open("epochs=200&head-size=22");
  await expect(slider).toHaveValue("22");
  await lab.train();
  expect(await lab.everything()).toBe(live);
});
