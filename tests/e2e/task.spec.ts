import { expect, test } from "./fixture.js";

test("numbers the vocabulary as the notebook does, and spells the sentences in these numbers", async ({
  lab,
}) => {
  await lab.open();
  const words = lab.page.getByRole("list", { name: "Vocabulary" }).getByRole("listitem");
  await expect(words).toHaveText(["1 <ST>", "2 the", "3 man", "4 chkn", "5 ordrd", "6 woman", "7 beef"]);
  const vocabulary = lab.page.locator("#vocabulary");
  await expect(vocabulary).toContainText("1 3 5 2 4 and 1 6 5 2 7");
});

test("says why nobody can be certain at place 0, with the floor that the curve has", async ({ lab }) => {
  await lab.open();
  const floor = lab.page.locator("#floor");
  await expect(floor).toContainText("At place 0 nobody can be certain.");
  await expect(floor).toContainText("man 0.50 and woman 0.50");
  await expect(floor).toContainText(await lab.loss("floor").innerText());
  // ln 2, and a fifth of it.
  await expect(floor).toContainText(Math.log(2).toFixed(4));
  await expect(floor).toContainText((Math.log(2) / 5).toFixed(4));
});

test("sets what is likely beside the best that anybody can do", async ({ lab }) => {
  await lab.open();
  for (const name of ["Sentence 1", "Sentence 2"]) {
    const table = lab.page.getByRole("table", { name, exact: true });
    await expect(table.locator(".best td")).toHaveText(["0.500", "1.000", "1.000", "1.000", "1.000"]);
    await expect(table.locator(".wraps")).toHaveText("<ST>");
  }
});
