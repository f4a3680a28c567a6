import { expect, test } from "./fixture.js";

/** As a browser treats a tab that is not seen: no frame is drawn. */
function hide(isHidden: boolean): void {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  window.requestAnimationFrame = () => 0;
  document.dispatchEvent(new Event("visibilitychange"));
}

for (const speed of ["to watch", "full"]) {
  test(`a hidden tab goes on training, ${speed}`, { tag: "@device" }, async ({ lab, backend }) => {
    await lab.open(backend === "gpu" ? "epochs=500" : "epochs=20000");
    await lab.field("Speed").selectOption(speed);
    await lab.button("Play").click();
    await expect(lab.state).toHaveText("training");
    await lab.page.evaluate(hide, true);
    await expect(lab.state).toHaveText("finished", { timeout: 30_000 });
  });
}

test("a frame that is scrolled out of sight goes on training", async ({ lab }) => {
  await lab.open("epochs=100");
  await lab.page.evaluate(hide, false);
  await lab.train();
});

test("a page that comes back from the browser's memory shows its own run", async ({ lab }) => {
  const settings = "head-size=12&epochs=100&seed=6&position=off";
  await lab.open(settings);
  await lab.field("Speed").selectOption("full");
  await lab.train();
  const everything = await lab.everything();
  const fields = () =>
    lab.page
      .locator("#bar :is(input, select), #follow select")
      .evaluateAll((all) =>
        all.map((field) =>
          field instanceof HTMLInputElement && field.type === "checkbox"
            ? field.checked
            : (field as HTMLInputElement | HTMLSelectElement).value,
        ),
      );
  const before = await fields();
  // WebKit does this to every field with autocomplete="off" before it puts a page into its memory.
  await lab.page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    for (const form of document.forms) form.reset();
    for (const field of document.querySelectorAll<HTMLInputElement>("#bar input")) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    for (const field of document.querySelectorAll<HTMLSelectElement>("#bar select, #follow select")) {
      field.selectedIndex = 0;
    }
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await expect.poll(fields).toEqual(before);
  expect(await lab.everything()).toBe(everything);
  await lab.field("Skip connection").uncheck();
  await expect(lab.page).toHaveURL(/skip=off/);
  await expect(lab.page.locator("#bar .error:not(:empty)")).toHaveCount(0);
});
