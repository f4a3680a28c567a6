import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";
import { printedLosses } from "./notebook.js";

const shipped = (part: string) =>
  readFileSync(join(import.meta.dirname, "..", "..", "shaders", `${part}.wgsl`), "utf8");

/** The section, opened as a person opens it. */
class CodeCells {
  readonly #lab: LabPage;
  readonly root: Locator;

  constructor(lab: LabPage) {
    this.#lab = lab;
    this.root = lab.page.locator("#cells");
  }

  async open(settings = "preset=printed"): Promise<void> {
    await this.#lab.open(settings);
    await this.#lab.button("Open the code cells").click();
    await expect(this.says).toContainText("As shipped", { timeout: 30_000 });
  }

  /** What the checks say. */
  get says(): Locator {
    return this.root.locator(".cells-says");
  }

  get state(): Locator {
    return this.root.locator(".cells-trial [role=status]");
  }

  editor(part: string): Locator {
    return this.#lab.page.getByLabel(`Code of shaders/${part}.wgsl`);
  }

  async choose(pass: string): Promise<void> {
    await this.root.locator("label.place").filter({ hasText: pass }).click();
  }

  /** Writes a part anew. */
  async write(part: string, text: string): Promise<void> {
    await this.editor(part).click();
    await this.#lab.page.keyboard.press("ControlOrMeta+a");
    if (text === "") await this.#lab.page.keyboard.press("Delete");
    else await this.#lab.page.keyboard.insertText(text);
  }

  /** Puts something in the place of what was shipped. */
  async edit(part: string, from: string, to: string): Promise<void> {
    expect(shipped(part)).toContain(from);
    await this.write(part, shipped(part).replaceAll(from, to));
  }

  async run(): Promise<void> {
    await this.#lab.button("Run").click();
    await expect(this.state).toContainText("10,000 steps in", { timeout: 60_000 });
  }

  table(caption: string): Locator {
    return this.root.getByRole("table", { name: caption });
  }

  /** The texts of a table's cells, row by row. */
  async rows(caption: string): Promise<string[][]> {
    return this.table(caption).evaluate((table: HTMLTableElement) =>
      [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    );
  }
}

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
