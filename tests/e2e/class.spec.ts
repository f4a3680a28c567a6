import { readFileSync } from "node:fs";
import { decode, encode } from "../../www/src/class/codec.js";
import { type HandIn, fromLink, fromText, toFile, toLink } from "../../www/src/class/hand-in.js";
import { csv } from "../../www/src/class/marks.js";
import { packed } from "../../www/src/class/packed.js";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";

// A lesson as two people have it: it is made, opened, answered, handed in by thirty, and read.

const lesson = {
  title: "<b>Who ordered?</b>",
  words: "Read it first.\nThen <i>predict</i>.",
  hidden: ["cells", "compare"],
  locked: ["words", "head-size", "epochs", "learning-rate", "seed", "draw", "position", "skip"],
  questions: ["parameters", "nearFloor"],
};

test("a teacher makes a lesson, and its link opens as it was made", async ({ lab }) => {
  await lab.open("epochs=150&seed=5");
  await lab.page.getByText("Make a lesson", { exact: true }).click();
  await lab.field("Title").fill(lesson.title);
  await lab.field("Your words on top").fill(lesson.words);
  for (const section of ["Compare many nets", "Code cells"])
    await lab.page.getByRole("checkbox", { name: section, exact: true }).uncheck();
  await lab.button("Lock all of them").click();
  const questions = lab.page.locator(".lesson-questions");
  const keep = /how many parameters|within 0.1 of the floor/;
  for (const row of await questions.locator("li").all())
    if (!keep.test(await row.innerText())) await row.getByRole("checkbox").uncheck();
  await lab.button("Earlier: With head size 40, how many parameters does the head have?").click();
  await lab.button("Make the link").click();
  const link = await lab.page.getByLabel("The link of the lesson").inputValue();
  expect(await decode(new URL(link).searchParams.get("lesson") ?? "")).toEqual(lesson);

  await lab.page.goto("about:blank");
  await lab.page.goto(link);
  await lab.isComplete();
  await expect(lab.page.getByRole("heading", { level: 1 })).toHaveText(lesson.title);
  await expect(lab.page.locator(".purpose")).toHaveText(lesson.words);
  for (const part of ["#compare", "#cells", "#settings-toggle", "#new-seed", "#shelf"])
    await expect(lab.page.locator(part)).toBeHidden();
  await expect(lab.page.locator(".question")).toHaveText([/how many parameters/, /within 0.1 of the floor/]);
  await expect(lab.progress).toContainText("of 150");
});

test("of what may be changed a lesson locks each by itself, and all as lessons did before", async ({
  lab,
}) => {
  const open = async (code: string) => {
    await lab.page.goto("about:blank");
    await lab.page.goto(`/?lesson=${code}#epochs=50&backend=cpu`);
    await lab.isComplete();
    await lab.unfold();
  };
  const shown = async (...parts: string[]) =>
    Promise.all(parts.map((part) => lab.page.locator(part).isVisible()));
  await open(await encode({ ...lesson, locked: ["seed"] }));
  expect(await shown("#head-size", "#epochs", "#shelf")).toEqual([true, true, true]);
  // A preset would set the seed too.
  expect(await shown("#seed", "#new-seed", "#preset")).toEqual([false, false, false]);
  await lab.fill("Head size", "10");
  await expect(lab.page).toHaveURL(/head-size=10/);
  await open(await encode({ ...lesson, locked: ["words"] }));
  expect(await shown("#seed", "#new-seed", "#preset", "#shelf")).toEqual([true, true, true, false]);
  const { title, words, hidden, questions } = lesson;
  await open(await packed(JSON.stringify([1, title, words, hidden, true, questions])));
  expect(await shown("#settings-toggle", "#new-seed", "#shelf")).toEqual([false, false, false]);
});

test("what a student answers survives a reload, leaves as file and link, and is read with that of thirty", async ({
  lab,
}) => {
  const asked = { ...lesson, questions: ["uncertain"] };
  const address = `/?lesson=${await encode(asked)}#epochs=100&backend=cpu`;
  await lab.page.goto(address);
  await lab.isComplete();
  const first = lab.page.locator(".exercise").first();
  const choice = (word: string) => first.getByRole("radio", { name: word, exact: true });
  await choice("man").check();
  await first.getByRole("button", { name: "Check" }).click();
  await expect(first).toContainText("Wrong");
  await choice("<ST>").check();
  await lab.page.reload();
  await lab.isComplete();
  await expect(choice("<ST>")).toBeChecked();
  await lab.page.getByText("Hand in", { exact: true }).click();
  await lab.button("Save the answers").click();
  await expect(lab.page.getByText("Write your name first.")).toBeVisible();
  await lab.field("Your name").fill("Zoë <b>Ω</b>");
  const download = lab.page.waitForEvent("download");
  await lab.button("Save the answers").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("answers-Zoë-b-Ω-b-.json");
  const handed = fromText(readFileSync(await file.path(), "utf8"));
  expect(handed).toMatchObject({ student: "Zoë <b>Ω</b>", lesson: lesson.title });
  expect(handed.answers).toHaveLength(1);
  expect(handed.answers[0]).toMatchObject({ name: "uncertain", predicted: "man", right: false, tries: 1 });

  // The teacher, with thirty of them and two that are none.
  await lab.open();
  await lab.page.getByText("Open what was handed in").click();
  const files = Array.from({ length: 30 }, (_, index) => ({
    name: `${index}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(toFile({ ...handed, student: `Student ${index}` })),
  }));
  const changed = toFile(handed).replace('"predicted": "man"', '"predicted": "<ST>"');
  files.push({ name: "changed.json", mimeType: "", buffer: Buffer.from(changed) });
  files.push({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG") });
  await lab.page.getByLabel("Choose files of answers").setInputFiles(files);
  const table = lab.page.getByRole("table", { name: "Who answered what" });
  await expect(table.locator("tbody tr")).toHaveCount(30);
  await expect(table).toContainText("✗ man");
  await expect(lab.page.locator(".class-refused li")).toHaveText([
    /^“changed.json”: it was cut or changed on its way/,
    /^“photo.png”: it is no file of answers/,
  ]);
  const saved = lab.page.waitForEvent("download");
  await lab.button("Save the table as CSV").click();
  expect(readFileSync(await (await saved).path(), "utf8").split("\r\n")).toHaveLength(32);
});

test("a link with answers opens the table, and the answers stay out of the address", async ({ lab }) => {
  await lab.page.goto(`/#answers=${await toLink(example)}`);
  await lab.isComplete();
  await expect(lab.page.getByRole("table", { name: "Who answered what" })).toContainText("Ada");
  expect(lab.page.url()).not.toContain("answers=");
  await expect(lab.notice).toBeEmpty();
});

test("a lesson that was cut is said, and the page is as it is without one", async ({ lab }) => {
  await lab.page.goto(`/?lesson=${(await encode(lesson)).slice(0, -3)}#epochs=50&backend=cpu`);
  await lab.isComplete();
  await expect(lab.notice).toContainText("The lesson in this address was not opened: it was cut or changed");
  await expect(lab.page.locator("#compare")).toBeVisible();
});

test("the key is what the run says", async ({ lab }) => {
  await lab.page.goto(
    `/?lesson=${await encode({ ...lesson, questions: ["uncertain"] })}#epochs=100&backend=cpu`,
  );
  await lab.isComplete();
  await lab.page.getByText("Make a lesson", { exact: true }).click();
  await lab.button("Make the key from the live run").click();
  await expect(lab.page.locator(".lesson-key li")).toHaveCount(1);
  await expect(lab.page.locator(".lesson-key")).toContainText("<ST>");
});

const example: HandIn = {
  student: "Ada",
  lesson: "A lesson",
  run: "v=2&seed=5&sum=00000000",
  answers: [
    {
      name: "parameters",
      question: "How many?",
      predicted: "=1+1",
      right: false,
      says: "It has 693.",
      run: "the notebook run",
      tries: 2,
      later: true,
    },
  ],
};

test("a damaged hand-in is refused in a sentence, or is what was handed in", async () => {
  test.setTimeout(600_000);
  // ATTENTION_LAB_DAMAGED_FILES=1000000 tries as many.
  const tries = Number(process.env["ATTENTION_LAB_DAMAGED_FILES"] ?? 5_000);
  const file = toFile(example);
  let state = 1;
  const below = (end: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
  const signs = [
    '"',
    "{",
    "}",
    "[",
    ",",
    ":",
    "1e999",
    "null",
    "\\u0000",
    "__proto__",
    "é",
    "<img src=x>",
    "-",
  ];
  let read = 0;
  for (let count = 0; count < tries; count += 1) {
    const [from, to] = [below(file.length), below(file.length)].sort((one, other) => one - other) as [
      number,
      number,
    ];
    const damaged = [
      () => file.slice(0, from),
      () => file.slice(0, from) + file.slice(to),
      () => file.slice(0, to) + file.slice(from),
      () => file.slice(0, from) + (signs[below(signs.length)] ?? "") + file.slice(from + below(2)),
    ][below(4)]?.();
    try {
      const found = fromText(damaged ?? "");
      read += 1;
      if (JSON.stringify(found) !== JSON.stringify(example)) throw new RangeError(`${damaged} was read`);
    } catch (error) {
      if (!(error instanceof Error && error.constructor === Error)) throw error;
      if (!/^(it (was cut|is no)|a newer)/.test(error.message)) throw error;
    }
  }
  expect(read, "some accidents do no harm").toBeGreaterThan(0);
  const link = await toLink(example);
  // A link is inflated, which takes a hundred times as long.
  for (let count = 0; count < Math.min(tries / 20, 5_000); count += 1) {
    const at = below(link.length);
    const damaged = link.slice(0, at) + "aZ_-.9"[below(6)] + link.slice(at + below(2));
    const found = await fromLink(damaged).catch((error: Error) => error.message);
    if (typeof found === "string") expect(found).toMatch(/^it was cut/);
    else expect(found).toEqual(example);
  }
});

test("a spreadsheet takes no student's name for a formula", () => {
  expect(csv([["=1+1", 'a"b', "plain"]])).toBe('\ufeff"\'=1+1","a""b","plain"\r\n');
});

test("the sheet has all of the lesson on one page", async ({ lab }) => {
  await lab.page.addInitScript(() => {
    // A print window would wait for a person.
    window.print = () => dispatchEvent(new Event("beforeprint"));
  });
  await lab.open("epochs=50&backend=cpu");
  await lab.train();
  await sheetIsPrinted(lab);
  await lab.page.emulateMedia({ media: "print" });
  const sheet = lab.page.locator(".print-sheet");
  await expect(sheet).toBeVisible();
  await expect(lab.page.locator("main")).toBeHidden();
  await expect(sheet.locator("img")).toHaveCount(6);
  await expect(sheet.locator(".sheet-questions > li")).toHaveCount(5);
  const pdf = (await lab.page.pdf({ format: "A4", printBackground: false })).toString("latin1");
  expect([...pdf.matchAll(/\/Type \/Page\b/g)]).toHaveLength(1);
  await lab.page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await lab.page.emulateMedia({ media: "screen" });
  await expect(sheet).toHaveCount(0);
  await expect(lab.page.locator("main")).toBeVisible();
});

async function sheetIsPrinted(lab: LabPage): Promise<void> {
  await lab.button("Print the sheet").first().click();
  await expect(lab.page.locator("#class")).toContainText("went to the browser’s print window");
}
