import type { Locator } from "@playwright/test";
import type { LabPage, Matrix } from "./lab-page.js";
import { expect, test } from "./fixture.js";

const right = "Right.";
const wrong = "Wrong.";

function exercise(lab: LabPage, question: RegExp): Locator {
  return lab.page.locator("#exercises").getByRole("listitem").filter({ hasText: question });
}

/** Whole runs, several in a row: on a software GPU they would take a minute, and the questions are the same. */
async function openOnCpu(lab: LabPage, settings: string): Promise<void> {
  await lab.goto(`${settings}&backend=cpu`);
  await lab.isComplete();
}

async function check(exercise: Locator, verdict: string): Promise<void> {
  await exercise.getByRole("button", { name: "Check" }).click();
  await expect(exercise.getByText(verdict)).toBeVisible({ timeout: 40_000 });
}

test("a choice is right or wrong, and a prediction comes first", async ({ lab }) => {
  await lab.open("epochs=0");
  const place = exercise(lab, /no head can be sure/);
  await check(place, "Say first what you expect.");
  await place.getByLabel("man", { exact: true }).check();
  await check(place, wrong);
  await place.getByLabel("<ST>", { exact: true }).check();
  await check(place, right);
});

test("what differs is what is printed differently", async ({ lab }) => {
  await openOnCpu(lab, "seed=5");
  const rows = exercise(lab, /Which of these rows/);
  await rows.getByLabel("query of “the”").check();
  await check(rows, wrong);
  await rows.getByLabel("query of “the”").uncheck();
  for (const name of ["key of “man” or “woman”", "value of “man” or “woman”"]) {
    await rows.getByLabel(name).check();
  }
  await check(rows, right);
  // The row differs, but in what no picture prints.
  await expect(rows.getByText(/The attention weights of “the” are the same\./)).toBeVisible();
  await expect(rows.getByText(/The key of “man” or “woman” differs, by up to \d\.\d\d\./)).toBeVisible();
  const difference = await lab.difference("Attention weights");
  for (const word of difference.columns.slice(0, 4)) expect(difference.text("3 the", word)).toBe("0.00");
  await rows.getByLabel("attention weights of “the”").check();
  await check(rows, wrong);
});

test("a number is read from the model that the question asks for", async ({ lab }) => {
  await openOnCpu(lab, "epochs=0");
  const parameters = exercise(lab, /how many parameters/);
  await parameters.getByRole("textbox", { name: "Parameters" }).fill("413");
  await check(parameters, wrong);
  await expect(lab.field("Head size")).toHaveValue("40");
  await expect(parameters.getByText(/with head size 20 it has 413/)).toBeVisible();
  await parameters
    .getByRole("textbox", { name: "Parameters" })
    .fill(await lab.page.locator("#parameter-count").innerText());
  await check(parameters, right);
});

test("each question asks its own run, whatever was asked before", async ({ lab }) => {
  test.slow();
  await openOnCpu(lab, "seed=5&head-size=7&skip=off&epochs=10");
  const questions = await lab.page.locator("#exercises .exercise").all();
  expect(questions).toHaveLength(17);
  for (const question of questions) {
    const groups = await question.getByRole("group").all();
    for (const group of groups) await group.locator("input").first().check();
    if (groups.length === 0) await question.getByRole("textbox").fill("9");
  }
  const ask = async (question: Locator) => {
    await question.getByRole("button", { name: "Check" }).click();
    await expect(question.getByText(/^(Right|Wrong)\./)).toBeVisible({ timeout: 40_000 });
    const act = await question.locator(".exercise-act").innerText();
    return `${act}\n${await question.locator(".finding").innerText()}`;
  };
  const forwards = [];
  for (const question of questions) forwards.push(await ask(question));
  const backwards = [];
  for (const question of questions.toReversed()) backwards.unshift(await ask(question));
  expect(backwards).toEqual(forwards);
  // Each says before and after which run that is.
  const name = /the (notebook|printed) run( with [^)]+)?/;
  for (const said of forwards.slice(1)) {
    const finding = said.split("\n").at(-1) ?? "";
    const asked = said.slice(0, said.indexOf(finding));
    const [run = "none"] = finding.match(new RegExp(`(?<=\\()${name.source}`)) ?? [];
    expect(asked.replace("twenty seeds of ", "")).toContain(run);
  }
});

test("the verdict is that of the run with the seed that was chosen", async ({ lab }) => {
  await openOnCpu(lab, "");
  const both = exercise(lab, /Without the position embedding, will both answers be right/);
  const answerOf = async (seed: string) => {
    await lab.fill("Seed of all these runs", seed);
    await expect(
      both.getByText(seed === "77" ? /trains the notebook run with no pos/ : `with seed ${seed}`),
    ).toBeVisible();
    await both.getByLabel("yes").check();
    await both.getByRole("button", { name: "Check" }).click();
    await expect(lab.field("Seed")).toHaveValue(seed);
    await expect(both.getByText(/^(Right|Wrong)\./)).toBeVisible({ timeout: 40_000 });
    await lab.settled();
    const [one, other] = [
      await lab.matrix("Output probabilities", 0),
      await lab.matrix("Output probabilities", 1),
    ];
    const guess = (matrix: Matrix) =>
      matrix.columns.reduce((best, word) =>
        matrix.number("3 the", word) > matrix.number("3 the", best) ? word : best,
      );
    const is = guess(one) === "chkn" && guess(other) === "beef";
    await expect(both.getByText(is ? right : wrong)).toBeVisible();
    return is;
  };
  const answers = new Set<boolean>();
  for (const seed of ["6", "1", "77"]) answers.add(await answerOf(seed));
  expect(answers.size).toBe(2);
  await lab.fill("Seed of all these runs", "nine");
  await expect(lab.page.locator(".exercise-seed").getByRole("alert")).toHaveText(
    /^seed is 'nine': give a whole number/,
  );
});

test("changes of the printed run are proved on it", async ({ lab }) => {
  await openOnCpu(lab, "");
  const filled = exercise(lab, /so that the other weights grow/);
  await filled.getByLabel("beef", { exact: true }).check();
  await check(filled, right);
  await expect(filled.getByText(/goes from 5\.04 to -3\.24/)).toBeVisible();
  const left = exercise(lab, /let the other weights stay/);
  await left.getByLabel("beef", { exact: true }).check();
  await check(left, wrong);
  await expect(left.getByText(/goes from 5\.04 to 0\.92/)).toBeVisible();
});

test("what is no number is no answer, and answers outlive a reload", async ({ lab }) => {
  await lab.open("epochs=0");
  const parameters = exercise(lab, /how many parameters/);
  const answer = parameters.getByRole("textbox", { name: "Parameters" });
  await answer.fill("abc");
  await check(parameters, "“abc” is no whole number");
  await expect(lab.field("Head size")).toHaveValue("20");
  await answer.fill("1,000");
  const place = exercise(lab, /no head can be sure/);
  await place.getByLabel("man", { exact: true }).check();
  await lab.page.reload();
  await expect(answer).toHaveValue("1,000");
  await expect(place.getByLabel("man", { exact: true })).toBeChecked();
  await check(parameters, wrong);
});
