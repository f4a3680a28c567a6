import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";

/** Corpora of every shape that a person may write. */
const shapes: readonly (readonly [string, string])[] = [
  ["one sentence", "the cat sat"],
  ["two equal ones", "a b c\na b c"],
  ["beginnings of others", "a b\na b c\na b c d"],
  ["three ragged", "the cat saw the dog run\ndogs bark\nthe dog saw"],
  [
    "twelve",
    Array.from({ length: 12 }, (_, n) => `${"abcdefghijkl"[n]} then ${"mnopqrstuvwx"[n]}`).join("\n"),
  ],
  ["1,024", Array.from({ length: 1024 }, (_, n) => `w${n % 40} is here`).join("\n")],
  ["words that repeat", "a a a b a a\nb a a a a a"],
  [
    "forty words",
    Array.from({ length: 5 }, (_, n) => Array.from({ length: 8 }, (_, m) => `w${n * 8 + m}`).join(" ")).join(
      "\n",
    ),
  ],
  ["64 places", `man ${"and ".repeat(61)}ate\nwoman ${"and ".repeat(61)}drank`],
  ["one word", "hello"],
  [
    "words that mean something elsewhere",
    "constructor __proto__ a/b\n<img src=x onerror=alert(1)> &amp; a/b\ntoString 👩‍🚀 e\u0301te\u0301",
  ],
];

/** Writes sentences into the box and trains them. */
async function write(lab: LabPage, words: string): Promise<void> {
  const box = lab.page.getByLabel("A sentence a line, its words apart by spaces");
  if (!(await box.isVisible())) await lab.button("Write your own").click();
  await box.fill(words);
  await box.press("ControlOrMeta+Enter");
}

async function hasNoAxeFault(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Of different lengths: what a device has to get right about them. All others run there too if they are asked to (config). */
const onDevice = "three ragged";

for (const [name, words] of shapes) {
  const details = name === onDevice ? { tag: "@device" } : {};
  test(`every section works with ${name}`, details, async ({ lab }) => {
    // Sixty words make thousands of cells, and axe looks at each of them.
    test.setTimeout(400_000);
    // Many sentences make many steps of each epoch, and twenty seeds twenty times as many.
    await lab.open(`epochs=${words.length > 5000 ? 1 : 20}`);
    await write(lab, words);
    await expect(lab.state).toHaveText("finished", { timeout: 120_000 });
    await lab.settled();
    const { page } = lab;
    // No word becomes anything but text, and nothing is wider than the page.
    await expect(page.locator("main img, main script")).toHaveCount(0);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.setViewportSize({ width: 390, height: 900 });
    await lab.settled();
    expect(await width()).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await lab.settled();
    expect(await width()).toBeLessThanOrEqual(0);
    // Each section has something of these words, and what can be pressed in it can be pressed.
    await expect(page.locator("#sentences table")).not.toHaveCount(0);
    await expect(page.locator("#look canvas")).not.toHaveCount(0);
    await page.locator("#follow .place").last().click();
    await page.locator("#change").getByRole("button", { name: "the skip connection" }).click();
    await expect(page.locator("#change-figure")).not.toContainText("Nothing is changed yet.");
    await page.locator("#stages [role=tab]").last().click();
    await page.locator("#one-step").scrollIntoViewIfNeeded();
    await page.locator("#seeds").getByRole("button", { name: "Try 20 seeds" }).click();
    await expect(page.locator("#seeds .study-state")).toContainText(/(\d+ of|All) 20 heads/, {
      timeout: 60_000,
    });
    await expect(page.locator("#seeds tbody tr")).not.toHaveCount(0);
    await expect(page.locator("#exercise-list li")).not.toHaveCount(0);
    await expect(lab.alert).toBeEmpty();
    await hasNoAxeFault(lab);
    // The address brings all of it back.
    const { hash } = new URL(page.url());
    const losses = await page.locator("[data-loss]").allInnerTexts();
    await lab.goto(hash.slice(1));
    await lab.isComplete();
    await lab.train();
    await expect(page.locator("[data-loss]")).toHaveText(losses);
    await expect(lab.notice).toBeEmpty();
  });
}

test("every set of the shelf opens with its question and as many seeds as were measured", async ({ lab }) => {
  test.slow();
  await lab.open("backend=cpu");
  const choice = lab.field("Sentences");
  const names = await choice
    .locator("option")
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(names.length).toBeGreaterThan(12);
  for (const name of names.slice(0, -1)) {
    await choice.selectOption(name);
    await expect(lab.page.locator("#set-about")).toContainText(/Of 20 seeds \d+ give every answer/);
    await expect(lab.alert).toBeEmpty();
    if (name !== "notebook") await expect(lab.page).toHaveURL(new RegExp(`set=${name}&`));
    await expect(lab.page.locator("#exercise-list li").nth(7)).toBeAttached();
  }
});

test("a sentence in Arabic runs from right to left in text and table", async ({ lab }) => {
  await lab.open("set=arabic&backend=cpu");
  const table = lab.page.locator("#sentences table").first();
  await expect(table).toHaveAttribute("dir", "rtl");
  const boxes = await table
    .locator(".input td")
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x));
  expect(boxes).toEqual(boxes.toSorted((one, other) => other - one));
  await expect(lab.page.locator("#losses .sentence-words").first()).toHaveAttribute("dir", "rtl");
  // What stands below each word is of this word: the chances of a sentence make its loss.
  await lab.train();
  await lab.settled();
  const chances = (await table.locator(".chance td").allInnerTexts()).map(Number);
  const loss = chances.reduce((sum, chance) => sum - Math.log(chance), 0) / chances.length;
  expect(loss).toBeCloseTo(Number(await lab.loss(0).innerText()), 2);
  const beside = lab.page.locator("#bench .chance-number");
  await expect
    .poll(async () => {
      const found = (await beside.allTextContents()).map(Number);
      return (
        found.length === chances.length && found.every((one, at) => Math.abs(one - (chances[at] ?? 0)) < 0.01)
      );
    })
    .toBe(true);
});

test("what is wrong in the box is said at its line while the run stays", async ({ lab }) => {
  await lab.open("epochs=100&backend=cpu");
  await lab.train();
  const losses = await lab.page.locator("[data-loss]").allInnerTexts();
  for (const [words, said] of [
    ["the cat\nvocab: a", /^line 2: 'vocab:' looks like the beginning/i],
    ["", /^the corpus has no sentence/i],
    ["# nothing", /only comments/],
    [`a ${"b ".repeat(300)}`, /^line 1: the sentence has 301 words/i],
    [Array.from({ length: 300 }, (_, n) => `w${n}`).join("\n"), /the vocabulary has 301 tokens/],
    ["a\n".repeat(2000), /the corpus has 2000 sentences/],
    ["ok\na\u0007b", /^line 2: U\+0007 has no picture/i],
  ] as const) {
    await write(lab, words);
    await expect(lab.page.locator("#words-problem")).toHaveText(said);
    await expect(lab.page.locator("#words")).toHaveAttribute("aria-invalid", "true");
    await expect(lab.page.locator("#words")).toBeFocused();
  }
  await expect(lab.page.locator("[data-loss]")).toHaveText(losses);
  await lab.button("Go to line 2").click();
  const selected = await lab.page
    .locator("#words")
    .evaluate((box: HTMLTextAreaElement) => box.value.slice(box.selectionStart, box.selectionEnd));
  expect(selected).toBe("a\u0007b");
  await lab.button("Put back what is open").click();
  await expect(lab.page.locator("#words-problem")).toContainText("These are open.");
});

test("what was typed survives a reload, and a text file can be dropped", async ({ lab }) => {
  await lab.open("backend=cpu");
  await lab.button("Write your own").click();
  await lab.page.locator("#words").fill("one two\nthree # not yet");
  await lab.page.reload();
  await lab.isComplete();
  await lab.field("Sentences").selectOption("own");
  await expect(lab.page.locator("#words")).toHaveValue("one two\nthree # not yet");
  await lab.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(
      new File(["# mine\nsun warms stone\nrain wets stone\n"], "mine.txt", { type: "text/plain" }),
    );
    document
      .querySelector("#look")
      ?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(lab.page.locator("#words")).toHaveValue("# mine\nsun warms stone\nrain wets stone\n");
  await expect(lab.page.locator("#words-problem")).toContainText(
    "2 sentences, 5 different words. Ready to be trained.",
  );
});

test("another pair is compared everywhere, and the link keeps it with the step", async ({ lab }) => {
  await lab.open("set=animals&epochs=100&learning-rate=0.01&backend=cpu");
  await lab.field("Second sentence").selectOption({ index: 5 });
  await expect(lab.page.locator("#sentences caption")).toHaveText(["Sentence 1", "Sentence 6"]);
  await expect(lab.page.locator("#told")).toContainText("one goes on with grass and the other with meat");
  await expect(lab.page.locator("#look [data-role=teller-1]").first()).toHaveText("dog");
  await expect(lab.page).toHaveURL(/pair=1-6/);
  await lab.button("One epoch").click();
  await expect(lab.progress).toContainText("Adam step 12 of");
  await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.button("Copy link").click();
  await expect(lab.page.locator(".copy-link")).toContainText(/Copied, \d+ characters\./);
  const link = await lab.page.evaluate(() => navigator.clipboard.readText());
  await lab.goto(new URL(link).hash.slice(1));
  await lab.isComplete();
  await expect(lab.progress).toContainText("Adam step 12 of");
  await expect(lab.page.locator("#sentences caption")).toHaveText(["Sentence 1", "Sentence 6"]);
  await expect(lab.notice).toBeEmpty();
  // An address without a pair means the one that is compared by itself.
  await lab.page.evaluate(() => (location.hash = "set=animals&epochs=100&learning-rate=0.01&backend=cpu"));
  await expect(lab.page.locator("#sentences caption")).toHaveText(["Sentence 1", "Sentence 2"]);
  await expect(lab.page).not.toHaveURL(/pair=/);
  // All sentences with their losses, by keyboard too.
  await lab.page.locator("#all-sentences summary").press("Enter");
  await expect(lab.page.locator("#all-sentences tbody tr")).toHaveCount(12);
  await expect(lab.page.locator("#all-sentences tbody td").nth(1)).toHaveText(/\d\.\d{4}/);
});

test("a link that was cut or changed says so and shows what can be read", async ({ lab }) => {
  await lab.open("set=order&backend=cpu&seed=5");
  const { hash } = new URL(lab.page.url());
  await lab.goto(hash.slice(1, -6));
  await expect(lab.notice).toContainText("This link was cut or changed on its way");
  await expect(lab.field("Seed")).toHaveValue("5");
  await lab.goto(hash.slice(1).replace("seed=5", "seed=6"));
  await expect(lab.notice).toContainText("This link was cut or changed on its way");
});
