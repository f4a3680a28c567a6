import type { Locator } from "@playwright/test";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";

const right = "As you said.";
const wrong = "Not in this run.";

function exercise(lab: LabPage, question: RegExp): Locator {
  return lab.page.locator("#exercises").getByRole("listitem").filter({ hasText: question });
}

/** Whole runs, several in a row: on a software GPU they would take a minute, and the questions are the same. */
async function openOnCpu(lab: LabPage, settings: string): Promise<void> {
  await lab.goto(`${settings}&backend=cpu`);
  await expect(lab.state).not.toHaveText("loading");
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

test("all that differ are to be ticked", async ({ lab }) => {
  await lab.open("epochs=0");
  const rows = exercise(lab, /Which of these rows/);
  await rows.getByLabel("query of “the”").check();
  await check(rows, wrong);
  await rows.getByLabel("query of “the”").uncheck();
  for (const name of ["key of “man” or “woman”", "value of “man” or “woman”", "attention weights of “the”"]) {
    await rows.getByLabel(name).check();
  }
  await check(rows, right);
});

test("a number is read from the model that the question asks for", async ({ lab }) => {
  await lab.open("epochs=0");
  const parameters = exercise(lab, /how many parameters/);
  await parameters.getByRole("textbox", { name: "Parameters" }).fill("413");
  await check(parameters, wrong);
  await expect(lab.field("Head size")).toHaveValue("40");
  await parameters
    .getByRole("textbox", { name: "Parameters" })
    .fill(await lab.page.locator("#parameter-count").innerText());
  await check(parameters, right);
});

test("the verdict follows the live run", async ({ lab }) => {
  await openOnCpu(lab, "seed=14");
  const looks = exercise(lab, /How do the weights of the present run pick/);
  await looks.getByLabel("both man and woman").check();
  await check(looks, right);
  // A seed that ends one-sided: its `the` looks up neither word.
  await lab.fill("Seed", "5");
  await check(looks, wrong);
  await expect(looks.getByText(/seed 5,/)).toBeVisible();
  await looks.getByLabel("neither").check();
  await check(looks, right);
});

test("changes of the printed run are proved on it", async ({ lab }) => {
  await openOnCpu(lab, "draw=2&position=off");
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
