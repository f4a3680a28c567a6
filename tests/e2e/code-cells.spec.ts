import AxeBuilder from "@axe-core/playwright";
import { CodeCells, shipped } from "./code-cells.js";
import { expect, test } from "./fixture.js";
import { printedLosses } from "./notebook.js";

test("shaders as they are shipped train to the printed losses", async ({ lab }) => {
  const cells = new CodeCells(lab);
  await cells.open();
  await cells.run();
  await cells.root.getByText("All logged losses, side by side").click();
  const rows = (await cells.rows("Loss by epoch, before the step")).slice(1);
  expect(rows.map(([, , , , yours]) => yours)).toEqual(printedLosses.map((loss) => loss.toFixed(4)));
  expect(rows.map(([, , , shipped]) => shipped)).toEqual(rows.map(([, , , , yours]) => yours));
});

test("the scale is taken away: the check names what is off, and says when the backward is mended", async ({
  lab,
}) => {
  const cells = new CodeCells(lab);
  await lab.open("preset=printed");
  // From the stages, as a reader comes who has seen the shader there.
  await lab.page.getByRole("tab", { name: /^Scores/ }).click();
  await lab.button("Edit this pass").click();
  await expect(cells.says).toContainText("As shipped", { timeout: 30_000 });
  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer the slope of your forward");
  await expect(cells.says).toContainText(/Wq is off by 0\.\d+ of 0\.\d+/);
  await expect(cells.says).toContainText(/Wk is off by/);
  await expect(cells.says).toContainText(/Wv is right/);
  await cells.root.getByText("What changed in the forward").click();
  const changed = (
    await cells.rows("Each matrix of the forward beside the shipped one, at the starting weights")
  )
    .slice(1)
    .map(([matrix]) => matrix);
  expect(changed).toEqual(["scores", "attention", "output", "logits", "probabilities", "loss"]);
  // Trained all the same.
  await cells.run();
  await expect(cells.root.locator(".cells-how")).toHaveText(
    "With your 3_scores_forward.wgsl, along your backward.",
  );
  await cells.edit("3_scores_backward", " * SCALE", "");
  await expect(cells.says).toContainText("your backward is its slope in every tensor");
  await cells.run();
  const [, ...answers] = await cells.rows("What the head says, by the shipped shaders and by yours");
  expect(answers).toHaveLength(2);
  for (const [, , shipped] of answers) expect(shipped).toMatch(/\d\.\d\d right$/);
});

test("undo and the edits outlast another pass and a reload; all can be taken back", async ({ lab }) => {
  const cells = new CodeCells(lab);
  await cells.open();
  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer");
  await cells.choose("4 Attention");
  await cells.choose("3 Scores");
  await cells.editor("3_scores_forward").press("ControlOrMeta+z");
  await expect(cells.says).toContainText("As shipped");
  await cells.editor("3_scores_forward").press("ControlOrMeta+y");
  await expect(cells.says).toContainText("no longer");
  await lab.page.reload();
  await lab.isComplete();
  await expect(cells.root).toContainText("One part is edited from earlier");
  await lab.button("Open the code cells").click();
  await expect(cells.says).toContainText("no longer", { timeout: 30_000 });
  await lab.button("Take back all edits").click();
  await expect(cells.says).toContainText("As shipped");
});

const mistakes: { what: string; part: string; pass: string; from: string; to: string; says: RegExp }[] = [
  {
    what: "an endless loop",
    part: "3_scores_forward",
    pass: "3 Scores",
    from: "h < H; h++",
    to: "h < H; h = 0u",
    says: /3_scores_forward, line 6: It stopped when it ran: this goes on without an end/,
  },
  {
    what: "an index out of bounds",
    part: "3_scores_forward",
    pass: "3 Scores",
    from: "scores[t * T + u] =",
    to: "scores[t * T + u + 1000u] =",
    says: /3_scores_forward, line 9: It stopped when it ran: the index \d+ is out of bounds: `scores/,
  },
  {
    what: "a name that nothing has",
    part: "3_scores_forward",
    pass: "3 Scores",
    from: "SCALE",
    to: "SCALES",
    says: /3_scores_forward, line 9: no definition in scope for identifier: `SCALES`/,
  },
  {
    what: "a barrier that is missing",
    part: "forward",
    pass: "Order of passes",
    from: "    attention_forward();\n    workgroupBarrier();\n",
    to: "    attention_forward();\n",
    says: /forward, line \d+: a barrier is missing/,
  },
  {
    what: "an empty file",
    part: "3_scores_forward",
    pass: "3 Scores",
    from: "",
    to: "",
    says: /3_scores_forward, line 1: the function `score_at` is missing/,
  },
];

for (const { what, part, pass, from, to, says } of mistakes) {
  test(`${what} is a sentence at its place, and what was trained stays`, async ({ lab }) => {
    const cells = new CodeCells(lab);
    await cells.open("preset=printed&epochs=100");
    await lab.button("Run").click();
    await expect(cells.state).toContainText("200 steps in");
    const before = await cells.rows("What the head says, by the shipped shaders and by yours");
    await cells.choose(pass);
    if (from === "") await cells.write(part, "");
    else await cells.edit(part, from, to);
    await expect(cells.says).toHaveText(says);
    await expect(cells.root.locator(".cm-lint-marker-error")).toBeVisible();
    await lab.button("Run").click();
    await expect(cells.says).toHaveText(says);
    await expect(lab.button("Stop")).toBeHidden();
    expect(await cells.rows("What the head says, by the shipped shaders and by yours")).toEqual(before);
    // The run of the page knows nothing of all this.
    await lab.train();
  });
}

/** What else a reader can get wrong: the part, its pass, what takes the place of what, and what is said. */
const refused: readonly [part: string, pass: string, from: string, to: string, says: RegExp][] = [
  [
    "4_attention_forward",
    "4 Attention",
    "attention_row",
    "attention_rows",
    /line 1: the function `attention_row` is missing/,
  ],
  ["4_attention_forward", "4 Attention", "(t: u32)", "(t: u32, u: u32)", /line 2: .*must be written as/],
  ["4_attention_forward", "4 Attention", "/ sum *", "/ (sum - sum) *", /off by not a number/],
  [
    "4_attention_forward",
    "4 Attention",
    "var largest",
    "workgroupBarrier(); var largest",
    /there may be no barrier in/,
  ],
  [
    "3_scores_forward",
    "3 Scores",
    "i % length",
    "i % token(0u)",
    /line 4: It stopped when it ran: .*divided by zero/,
  ],
  [
    "8_adam",
    "8 Adam",
    "own: u32, g: f32) {",
    "own: u32, g: f32) { take_gradient(i, own, g);",
    /8_adam, line \d+: .*recursive/,
  ],
  ["8_adam", "8 Adam", "let v =", "let v", /8_adam, line 12: .*expected/],
  [
    "8_adam",
    "8 Adam",
    "let v =",
    `// ${"long ".repeat(20_000)}\nlet v =`,
    /8_adam, line 1: this part has \d+ KiB of text/,
  ],
  ["bindings", "Training", "@binding(2)", "@binding(16)", /bindings, line \d+: the driver binds `mask` as/],
  ["entry_train", "Training", "LANES", "7", /entry_train.*@workgroup_size\(LANES\)/],
];

test("whatever else is wrong with a part is a sentence at its place", async ({ lab }) => {
  test.setTimeout(120_000);
  const cells = new CodeCells(lab);
  await cells.open("preset=printed&epochs=100");
  for (const [part, pass, from, to, says] of refused) {
    await cells.choose(pass);
    await cells.edit(part, from, to);
    await expect.soft(cells.says, `${part}: ${to.slice(0, 60)}`).toHaveText(says, { timeout: 20_000 });
    await lab.button("Take back all edits").click();
    await expect(cells.says).toContainText("As shipped");
  }
  // Two parts that do not fit each other.
  await cells.choose("2 Query");
  await cells.write("2_project_forward", `const WIDTH: u32 = H;\n${shipped("2_project_forward")}`);
  await cells.write("2_project_backward", `const WIDTH: u32 = 2u;\n${shipped("2_project_backward")}`);
  await expect(cells.says).toHaveText(/2_project_\w+, line 1: .*WIDTH/);
  // And as there was no edit, the page's run is what it was.
  await lab.train();
});

test("the section is accessible, and the keyboard gets out of the editor", async ({ lab }) => {
  const cells = new CodeCells(lab);
  await cells.open("preset=printed&epochs=100");
  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer");
  await cells.root.getByText("Tensor by tensor", { exact: true }).click();
  await lab.button("Run").click();
  await expect(cells.state).toContainText("200 steps in");
  const editor = cells.editor("3_scores_forward");
  await editor.focus();
  await lab.page.keyboard.press("Tab");
  await expect(editor).toBeFocused();
  await lab.page.keyboard.press("Escape");
  await lab.page.keyboard.press("Tab");
  await expect(editor).not.toBeFocused();
  const { violations } = await new AxeBuilder({ page: lab.page }).include("#cells").analyze();
  expect(violations).toEqual([]);
});

test("a guided cell asks first, shows what was measured, and is done when the check is green", async ({
  lab,
}) => {
  const cells = new CodeCells(lab);
  await cells.open();
  const choice = lab.page.getByLabel("Guided cell");
  await choice.selectOption({ label: "1. Take the scale away, forward only" });
  await lab.button("Load it and see").click();
  await expect(cells.root.locator(".finding")).toHaveText("Say first what you expect.");
  await lab.page.getByLabel("Wq or Wk, not Wv").check();
  await lab.button("Load it and see").click();
  await expect(cells.root.locator(".finding")).toContainText("Right: Wq or Wk, not Wv.");
  await expect(cells.root.locator(".cells-goal")).toHaveText("Not there yet: the check is the judge.");
  await cells.edit("3_scores_backward", " * SCALE", "");
  await expect(cells.root.locator(".cells-goal")).toHaveText("Done: the check is green.");
  await expect(choice.locator("option:checked")).toHaveText("1. Take the scale away, forward only: done");
});

/** What each guided cell comes to in the notebook's run: measured by the page, written down here alone. */
const come: readonly [title: string, says: RegExp][] = [
  ["Take the scale away, forward only", /: Wq or Wk, not Wv\./],
  ["Take the scale away, both ways", /: higher\. Mean loss/],
  ["A temperature", /: half of the slope\./],
  ["ReLU in place of the softmax", /: all\. Mean loss/],
  ["Without the mask", /: below the floor\. Mean loss/],
  ["A bias for what is near", /: none\. Mean loss/],
  ["A second skip", /: Wv, not Wq and Wk\./],
  ["One matrix for query and key", /: Wq or Wk, not Wv\./],
  ["A squared loss", /answers are right/],
  ["A backward ten times too steep", /: the same, within 0\.01\. Mean loss/],
  ["Find the mistake", /: Wq or Wk, not Wv\./],
  ["Write a backward yourself", /: Wq or Wk, not Wv\./],
];

test("every guided cell can be loaded, checked and, where it says so, trained", async ({ lab }) => {
  test.setTimeout(240_000);
  const cells = new CodeCells(lab);
  await cells.open("");
  for (const [index, [title, says]] of come.entries()) {
    await lab.page.getByLabel("Guided cell").selectOption({ label: `${index + 1}. ${title}` });
    await cells.root.locator(".cells-guided").getByRole("radio").first().check();
    await lab.button("Load it and see").click();
    await expect(cells.root.locator(".finding"), title).toContainText(/^(Right|Not quite)/, {
      timeout: 30_000,
    });
    await expect.soft(cells.root.locator(".finding"), title).toHaveText(says, { timeout: 1000 });
  }
});

test("an idea for the forward trains without a backward, and is stopped where it is", async ({ lab }) => {
  const cells = new CodeCells(lab);
  await cells.open("epochs=10");
  await cells.edit("3_scores_forward", "sum * SCALE", "sum");
  await expect(cells.says).toContainText("no longer");
  await lab.button("Run with gradients by finite differences").click();
  await expect(cells.state).toContainText(/^20 steps in .* A step took [\d,]+ times as long/, {
    timeout: 30_000,
  });
  await expect(cells.root.locator(".cells-how")).toContainText("along finite differences of your forward");
  // Another run is open in the page: it is the one that is trained.
  await lab.fill("Epochs", "5000");
  await lab.button("Run with gradients by finite differences").click();
  await expect(cells.state).toContainText(/Step \d+ of 10,000, about \d+ \w+ more/, { timeout: 30_000 });
  await lab.button("Stop").click();
  await expect(cells.state).toContainText(/^Stopped at step \d+\./);
  await expect(lab.button("Stop")).toBeHidden();
});
