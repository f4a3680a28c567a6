import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";
import { printedRun } from "./notebook.js";

const section = (lab: LabPage) => lab.page.getByRole("region", { name: "Change something" });
const edge = (lab: LabPage, from: string, to: string) =>
  section(lab).getByRole("button", { name: new RegExp(`^${from} looks at ${to}:`) });
const verdict = (lab: LabPage) => section(lab).locator(".verdict");
const difference = (lab: LabPage) => section(lab).locator(".both-differences");
const button = (lab: LabPage, name: string) => section(lab).getByRole("button", { name, exact: true });

/** The answers at the place `the`: untouched, changed. */
function answers(lab: LabPage) {
  return section(lab).locator(".all-places tr.followed td");
}

async function finished(lab: LabPage): Promise<void> {
  await lab.open(printedRun);
  await lab.train();
  await lab.settled();
  await expect(verdict(lab)).toContainText("Nothing is changed yet.");
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +5.04");
}

async function expectFlip(lab: LabPage): Promise<void> {
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → −3.24");
  await expect(verdict(lab)).toContainText("the no longer looks at man (renormalised)");
  await expect(verdict(lab)).toContainText("The answer flips from chkn to beef (+5.04 becomes −3.24)");
  await expect(verdict(lab)).toContainText("because the adds −4.25 instead of −0.09");
  await expect(answers(lab)).toHaveText(["chkn 0.87", /^beef 0\.8\d$/, "+5.04 → -3.24"]);
}

async function expectStand(lab: LabPage): Promise<void> {
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +0.92");
  await expect(verdict(lab)).toContainText("(not renormalised). The answer stands: still chkn");
  await expect(edge(lab, "the", "the")).toHaveText("0.02");
}

test("cutting the look from the to man, with the mouse", async ({ lab }) => {
  await finished(lab);
  await edge(lab, "the", "man").click();
  await expect(edge(lab, "the", "man")).toHaveAttribute("aria-pressed", "true");
  await expectFlip(lab);
  await expect(edge(lab, "the", "the")).toHaveText("1.00");
  await section(lab).getByText("Not renormalised.").click();
  await expectStand(lab);
  await button(lab, "Undo last").click();
  await expectFlip(lab);
  await button(lab, "Undo all").click();
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +5.04");
  await expect(button(lab, "Undo all")).toBeDisabled();
});

test("cutting the look from the to man, by keyboard", async ({ lab }) => {
  await finished(lab);
  await edge(lab, "<ST>", "<ST>").focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"]) await lab.page.keyboard.press(key);
  await expect(edge(lab, "the", "man")).toBeFocused();
  await lab.page.keyboard.press("Space");
  await expectFlip(lab);
  await expect(edge(lab, "the", "man")).toBeFocused();
  await section(lab)
    .getByRole("radio", { name: /^Renormalised/ })
    .focus();
  await lab.page.keyboard.press("ArrowDown");
  await expectStand(lab);
  await button(lab, "Undo all").focus();
  await lab.page.keyboard.press("Enter");
  await expect(verdict(lab)).toContainText("Nothing is changed yet.");
});

test("with woman for man the first sentence answers as the second", async ({ lab }) => {
  await finished(lab);
  await section(lab).getByRole("button", { name: "Swap man and woman", exact: true }).last().click();
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → −3.24");
  await expect(verdict(lab)).toContainText("woman stands in for man. The answer flips from chkn to beef");
  await expect(section(lab).getByLabel("Input, place 1")).toHaveValue("woman");
  await section(lab).getByLabel("Input, place 1").selectOption("man");
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +5.04");
});

test("a row set by hand, renormalised and as it is", async ({ lab }) => {
  await finished(lab);
  await button(lab, "Set by hand the row of the").click();
  const man = section(lab).getByLabel("Weight of man, place 1");
  await expect(man).toHaveValue("0.98");
  await man.fill("0");
  await expect(edge(lab, "the", "the")).toHaveText("1.00");
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → −3.24");
  await section(lab).getByText("Not renormalised.").click();
  await expect(edge(lab, "the", "the")).toHaveText("0.02");
  await button(lab, "Give back the row of the").click();
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +5.04");
});

test("leaving out the skip connection, and a run without position has none to leave out", async ({ lab }) => {
  await finished(lab);
  await expect(section(lab).getByLabel("the position embedding")).toBeDisabled();
  await section(lab).getByLabel("the skip connection").check();
  // What the embedding of `the` added, 1.01, is gone.
  await expect(difference(lab)).toHaveText("chkn − beef+5.04 → +4.02");
  await expect(verdict(lab)).toContainText("the skip connection is left out");
});

test("changes stay while it trains, and a sentence can suggest them", async ({ lab }) => {
  await lab.open(printedRun);
  await section(lab).getByRole("button", { name: "the look from the to man" }).click();
  await expect(edge(lab, "the", "man")).toHaveAttribute("aria-pressed", "true");
  await lab.train();
  await lab.settled();
  await expectFlip(lab);
  await section(lab).getByRole("button", { name: "without renormalising" }).click();
  await expectStand(lab);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing stands in the way of anybody, ${colorScheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await lab.open(printedRun);
    await edge(lab, "the", "man").click();
    await button(lab, "Set by hand the row of the").click();
    await section(lab).getByLabel("Input, place 1").selectOption("woman");
    await expect(verdict(lab)).toContainText("woman stands in for man");
    expect((await new AxeBuilder({ page: lab.page }).include("#change").analyze()).violations).toEqual([]);
    const sizes = await section(lab)
      .locator("button:visible, input:visible, select:visible, .place")
      .evaluateAll((all) =>
        all
          .filter((target) => !target.matches(".try, .visually-hidden, .option input"))
          .map((target) => [target.textContent, target.getBoundingClientRect()] as const)
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([text]) => text),
      );
    expect(sizes, "targets below 24 x 24 pixels").toEqual([]);
  });
}

test("what is changed stands in the address: a link shows the same changes and numbers", async ({ lab }) => {
  await finished(lab);
  await edge(lab, "the", "man").click();
  await expectFlip(lab);
  await section(lab).getByRole("button", { name: "Swap man and woman", exact: true }).last().click();
  await section(lab).getByText("Not renormalised.").click();
  await expect(lab.page).toHaveURL(/cut=1:3-1&word=1:1-woman&renormalise=no/);
  const shown = await section(lab).locator(".result").innerText();
  await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.button("Copy link").click();
  await expect(lab.page.locator(".copy-link")).toContainText(/Copied, \d+ characters\./);
  const link = await lab.page.evaluate(() => navigator.clipboard.readText());

  const context = await lab.page.context().browser()?.newContext();
  const other = await context?.newPage();
  if (!context || !other) throw new Error("no other context");
  await other.goto(link);
  const changed = other.getByRole("region", { name: "Change something" });
  await expect(other.locator("#state")).toHaveText("finished");
  await expect(changed.getByRole("button", { name: /^the looks at woman:/ })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(changed.locator(".input-words select").first()).toHaveValue("woman");
  await expect(changed.locator(".both-differences")).toHaveText((await difference(lab).textContent()) ?? "");
  await expect.poll(() => changed.locator(".result").innerText()).toBe(shown);
  await expect(other.locator("#notice")).toBeEmpty();
  await context.close();

  // A change that cannot be is said, and the others are made; a link from before there were any changes nothing.
  await lab.open(`${printedRun}&cut=1:9-1&cut=1:2-1`);
  await expect(lab.notice).toContainText("'cut=1:9-1' cannot be: there is no place 9 in this sentence");
  await expect(edge(lab, "ordrd", "man")).toHaveAttribute("aria-pressed", "true");
  await expect(lab.page).toHaveURL(/cut=1:2-1.*sum=/);
  await lab.page.evaluate(() => {
    location.hash = location.hash.replaceAll(/(v|cut|sum)=[^&]*&?/g, "");
  });
  await expect(edge(lab, "ordrd", "man")).toHaveAttribute("aria-pressed", "false");
  await expect(verdict(lab)).toContainText("Nothing is changed yet.");
  await lab.page.goBack();
  await expect(edge(lab, "ordrd", "man")).toHaveAttribute("aria-pressed", "true");
});
