import { expect, test } from "./fixture.js";

const ask = "How many digits of this run would any device show?";

test("of the notebook's run four decimals are settled, and another run is not spoken of", async ({ lab }) => {
  const { page } = lab;
  const says = page.locator("#settled [role=status]");
  await lab.open("preset=printed&epochs=500&backend=cpu");
  await lab.button(ask).click();
  await expect(says).toHaveText(/^Train first/);
  await lab.train();
  await lab.button(ask).click();
  await expect(says).toHaveText("On any device the losses are the same to 4 decimals, all the way.");
  const rows = page.locator("#settled tbody tr");
  await expect(rows.filter({ hasText: "Attention" }).locator("td")).toHaveText(/^[3-7]$/);
  await expect(page.locator("#printed .unsettled")).toHaveCount(0);
  await lab.button("Rewind").click();
  await expect(says).toBeEmpty();
  await expect(page.locator("#settled table")).toBeHidden();
});

test("where rounding decides, it is said, and the digits are marked", async ({ lab }) => {
  const { page } = lab;
  const word = (sentence: number, place: number) =>
    `w${(31 * sentence + 17 * place * place + 5 * place) % 30}`;
  // A dozen ragged sentences of thirty words in no order, which a large learning rate makes chaotic.
  const sentences = Array.from({ length: 12 }, (_, sentence) =>
    Array.from({ length: 4 + ((7 * sentence) % 9) }, (_, place) => word(sentence, place)).join(" "),
  );
  await lab.open("learning-rate=0.001&epochs=120&backend=cpu");
  await lab.button("Write your own").click();
  await page.getByRole("textbox", { name: /A sentence a line/ }).fill(sentences.join("\n"));
  await lab.button("Train these sentences").click();
  await lab.train();
  await lab.button(ask).click();
  await expect(page.locator("#settled [role=status]")).toHaveText(
    /^On any device the losses are the same to 4 decimals up to epoch \d+; from epoch \d+ on rounding decides, and another device shows others\.$/,
  );
  await page.getByText("All logged losses").click();
  const table = page.locator("#printed");
  // The last row is of rounding from its first digit on, the first row of none.
  await expect(table.locator("tbody tr").last().locator(".unsettled").first()).toHaveText(/^\d\.\d{4}$/);
  await expect(table.locator("tbody tr").first().locator(".unsettled")).toHaveCount(0);
});
