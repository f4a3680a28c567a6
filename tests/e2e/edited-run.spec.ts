import { readFileSync } from "node:fs";
import { CodeCells } from "./code-cells.js";
import { expect, test } from "./fixture.js";
import { LabPage } from "./lab-page.js";

test("a run with edited shaders is the page's run, its link opens it elsewhere, and one click takes it back @device", async ({
  lab,
}) => {
  test.setTimeout(120_000);
  const cells = new CodeCells(lab);
  const mark = lab.page.locator("#edits");
  await cells.open("preset=printed&epochs=500");
  await lab.train();
  const shippedRun = await lab.everything();
  await expect(mark).toBeEmpty();

  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer");
  await cells.edit("3_scores_backward", " * SCALE", "");
  await expect(cells.says).toContainText("your backward is its slope in every tensor");
  await lab.button("Run it in the page").click();
  await expect(mark).toContainText("With your 3_scores_forward and 3_scores_backward.");
  await expect(cells.root).toContainText(
    "The page trains with your 3_scores_forward and 3_scores_backward now",
  );
  await expect(lab.device).toContainText("with your `3_scores_forward` and `3_scores_backward`");
  await expect(lab.page).toHaveURL(/edit=3_scores_forward:[0-9a-f]{4}\?9\.35-8-\?&edit=3_scores_backward/);
  // The step under the lens is that of these shaders, at the same settings and the same step.
  await lab.button("Rewind").click();
  await lab.settled();
  const next = lab.page.locator("#one-step");
  // Out of sight it would wait.
  await next.scrollIntoViewIfNeeded();
  await expect(next).toContainText("Step 1");
  const editedStep = await next.textContent();
  await lab.button("Back to the shipped shaders").click();
  await expect(mark).toBeEmpty();
  await expect.poll(() => next.textContent()).not.toBe(editedStep);
  await lab.button("Run it in the page").click();
  await expect(mark).not.toBeEmpty();
  await lab.train();
  const edited = await lab.everything();
  expect(edited).not.toBe(shippedRun);
  // The past of the run is that of the edited shaders too.
  await lab.button("Rewind").click();
  await lab.train();
  expect(await lab.everything()).toBe(edited);
  await expect(lab.page.locator("#follow .only-edited")).toBeVisible();
  await expect(lab.page.locator("#settled [role=status]")).toHaveText(/only the shaders as they are shipped/);

  await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.button("Copy link with these edits").click();
  await expect(cells.root.locator(".copy-link")).toContainText(/Copied, \d+ characters\.$/);
  const link = await lab.page.evaluate(() => navigator.clipboard.readText());
  const context = await lab.page.context().browser()?.newContext();
  const other = await context?.newPage();
  if (!context || !other) throw new Error("no other context");
  const fresh = new LabPage(other, "");
  await other.goto(link);
  await fresh.isComplete();
  await expect(other.locator("#edits")).toContainText("With your 3_scores_forward and 3_scores_backward.", {
    timeout: 30_000,
  });
  const there = new CodeCells(fresh);
  await expect(there.says).toContainText("your backward is its slope in every tensor", { timeout: 30_000 });
  await there.choose("3 Scores");
  await expect(there.editor("3_scores_forward")).toContainText("select(sum, MASKED");
  await fresh.train();
  expect(await fresh.everything()).toBe(edited);
  await context.close();

  await lab.button("Back to the shipped shaders").click();
  await expect(mark).toBeEmpty();
  await expect(lab.page.locator("#settled [role=status]")).toBeEmpty();
  await expect(lab.page).not.toHaveURL(/edit=/);
  await lab.train();
  expect(await lab.everything()).toBe(shippedRun);
});

test("a link with an edit of another version of a shader says so, and opens the rest", async ({ lab }) => {
  await lab.open("epochs=20&edit=3_scores_forward:0000?9.35-8-?");
  await expect(lab.alert).toContainText(
    "the edit of `3_scores_forward` was made in another version of that shader, and does not fit this one",
  );
  await expect(lab.page.locator("#edits")).toBeEmpty();
  await lab.train();
});

test("a link whose edit cannot run says where, and opens the shipped run; the editor has the edit", async ({
  lab,
}) => {
  await lab.open("epochs=20&seed=5");
  const cells = new CodeCells(lab);
  await lab.button("Open the code cells").click();
  await expect(cells.says).toContainText("As shipped", { timeout: 30_000 });
  await cells.edit("3_scores_forward", "h < H; h++", "h < H; h = 0u");
  await expect(cells.says).toContainText("without an end");
  await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.button("Copy link with these edits").click();
  await expect(cells.root.locator(".copy-link")).toContainText(/Copied/);
  const link = await lab.page.evaluate(() => navigator.clipboard.readText());
  await lab.goto(new URL(link).hash.slice(1));
  await expect(lab.alert).toContainText("3_scores_forward, line 6: this goes on without an end", {
    timeout: 30_000,
  });
  await expect(lab.page.locator("#edits")).toBeEmpty();
  await expect(cells.editor("3_scores_forward")).toContainText("h = 0u");
  await lab.train();
});

test("what is taken along of an edited run is of that run", async ({ lab }) => {
  const cells = new CodeCells(lab);
  await cells.open("epochs=50");
  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer");
  await lab.button("Run it in the page").click();
  await expect(lab.page.locator("#edits")).toContainText("With your 3_scores_forward.");
  await lab.train();
  const losses = await lab.page.locator("[data-loss]").allInnerTexts();
  const save = async (name: string) => {
    const download = lab.page.waitForEvent("download");
    await lab.page.locator("#taken").getByRole("button", { name }).click();
    return (await download).path();
  };
  const report = JSON.parse(readFileSync(await save("Everything as JSON"), "utf8")) as {
    edited: string[];
    run: string;
    final: { loss: number }[];
  };
  expect(report.edited).toEqual(["3_scores_forward"]);
  expect(report.run).toContain("&edit=3_scores_forward:");
  expect(losses.slice(0, 2)).toEqual(report.final.map(({ loss }) => loss.toFixed(4)));
  const saved = await save("Save the run");
  await lab.button("Back to the shipped shaders").click();
  await expect(lab.page.locator("#edits")).toBeEmpty();
  await lab.page.locator("#taken input[type=file]").setInputFiles({
    name: "mine.safetensors",
    mimeType: "application/octet-stream",
    buffer: readFileSync(saved),
  });
  await expect(lab.page.locator("#edits")).toContainText("With your 3_scores_forward.", { timeout: 30_000 });
  await expect(lab.page.locator("#taken .taken-said")).toContainText(/bit for bit/);
});
