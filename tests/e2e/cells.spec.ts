import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";
import { printedRun } from "./notebook.js";

/** The pictures of the section, from left to right. */
const figures = ["Output probabilities", "Attention weights", "Value", "Scores", "Query", "Key"];

/** A picture: of a sentence from 0, or of the difference. */
function picture(lab: LabPage, figure: string, sentence: number | "difference"): Locator {
  const which = sentence === "difference" ? " 1 minus sentence 2\\." : ` ${sentence + 1},`;
  const grid = lab.page.getByRole("grid", { name: new RegExp(`^${figure}, sentence${which}`) });
  return lab.page.getByRole("figure").filter({ has: grid });
}

/** The middle of a cell of the canvas, by what lights up when the keyboard is there; then the keyboard goes away. */
async function middleOf(lab: LabPage, figure: Locator, row: number, column: number) {
  await focusCell(figure, row, column);
  const mark = figure.locator(".mark.cell");
  await mark.scrollIntoViewIfNeeded();
  const box = await mark.boundingBox();
  if (!box) throw new Error("No cell is lit up.");
  await figure
    .getByRole("gridcell")
    .first()
    .evaluate((cell: HTMLElement) => cell.ownerDocument.body.focus());
  await lab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect(mark).toBeHidden();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function focusCell(figure: Locator, row: number, column: number): Promise<void> {
  await figure.locator("tbody tr").nth(row).locator("td").nth(column).focus();
}

const readout = (figure: Locator) => figure.locator(".readout");

test("pointing at a cell says its number, here and in the other sentence", async ({ lab }) => {
  await lab.open(printedRun);
  await lab.train();
  const attention = picture(lab, "Attention weights", 0);
  const { x, y } = await middleOf(lab, attention, 3, 1);
  await lab.page.mouse.move(x, y);
  await expect(readout(attention)).toHaveText("the looks at man: 0.98");
  await expect(readout(picture(lab, "Attention weights", 1))).toHaveText("the looks at woman: 0.00");
  await expect(readout(picture(lab, "Attention weights", "difference"))).toHaveText(
    "the looks at man/woman: +0.98, more in 1",
  );
  // The words of the corpus keep their colours.
  await expect(readout(attention).locator("[data-word=man]")).toBeVisible();
  await lab.page.mouse.move(x, y - 1000);
  await expect(readout(attention)).toHaveText("");
});

test("what is pointed at is what the table says, in every cell of a picture", async ({ lab }) => {
  await lab.open("epochs=50");
  await lab.train();
  const table = await lab.matrix("Output probabilities", 1);
  const figure = picture(lab, "Output probabilities", 1);
  const first = await middleOf(lab, figure, 0, 0);
  const last = await middleOf(lab, figure, table.rows.length - 1, table.columns.length - 1);
  const again = await middleOf(lab, figure, 0, 0);
  const [across, down] = [(last.x - first.x) / (table.columns.length - 1), (last.y - first.y) / 4];
  expect(again).toEqual(first);
  for (const [row, place] of table.rows.entries()) {
    for (const [column, word] of table.columns.entries()) {
      await lab.page.mouse.move(first.x + column * across, first.y + row * down);
      const [, name] = place.split(" ");
      await expect(readout(figure)).toHaveText(`after ${name} comes ${word}: ${table.text(place, word)}`);
    }
  }
});

test("the same place lights up in every picture", async ({ lab }) => {
  await lab.open();
  const { x, y } = await middleOf(lab, picture(lab, "Attention weights", 0), 3, 1);
  await lab.page.mouse.move(x, y);
  for (const figure of figures) {
    for (const sentence of [0, 1, "difference"] as const) {
      const shown = picture(lab, figure, sentence);
      // Where the rows are asked it is the row of man, else that of the word that asks.
      const row = ["Value", "Key"].includes(figure) ? 1 : 3;
      await expect.poll(() => rowOfMark(shown)).toBe(row);
      const cell = ["Attention weights", "Scores"].includes(figure);
      await expect(shown.locator(".mark.cell")).toBeVisible({ visible: cell });
    }
  }
});

/** Which row the line round a row is on. */
function rowOfMark(figure: Locator): Promise<number> {
  return figure.evaluate((root) => {
    const row = root.querySelector<HTMLElement>(".mark");
    const canvas = root.querySelector("canvas");
    if (!row || row.hidden) return -1;
    const { top } = row.style;
    const height = parseFloat(row.style.height) + 2;
    // Rows stand on the key to the colours, which with its margin is 28 pixels high.
    const bottom = (canvas?.clientHeight ?? 0) - 28;
    return 5 - Math.round((bottom - parseFloat(top)) / height);
  });
}

test("the arrow keys move from cell to cell, and each says in words what it is", async ({ lab }) => {
  await lab.open(printedRun);
  await lab.train();
  const figure = picture(lab, "Attention weights", 0);
  const press = async (key: string, name: string) => {
    await lab.page.keyboard.press(key);
    await expect(figure.getByRole("gridcell", { name, exact: true })).toBeFocused();
    await expect(readout(figure)).toHaveText(name);
    await expect(figure.locator(".mark.cell")).toBeInViewport({ ratio: 1 });
  };
  await focusCell(figure, 3, 0);
  await press("ArrowRight", "the looks at man: 0.98");
  await press("ArrowUp", "ordrd looks at man: 0.00");
  await press("ArrowUp", "man looks at man: 0.67");
  await press("ArrowUp", "<ST> may not look at man: masked");
  await press("Home", "<ST> looks at <ST>: 1.00; place 0 can look only at itself");
  await press("ArrowLeft", "<ST> looks at <ST>: 1.00; place 0 can look only at itself");
  await press("Control+End", "chkn looks at chkn: 0.01");
  // Once out and in again, it goes on from there.
  await lab.page.keyboard.press("Tab");
  await lab.page.keyboard.press("Shift+Tab");
  await expect(figure.getByRole("gridcell", { name: "chkn looks at chkn: 0.01", exact: true })).toBeFocused();
});

test("a wide picture scrolls along with the keyboard", async ({ lab }) => {
  await lab.page.setViewportSize({ width: 360, height: 740 });
  await lab.open();
  const figure = picture(lab, "Key", 1);
  await focusCell(figure, 1, 0);
  await lab.page.keyboard.press("End");
  await expect(figure.locator(".mark.cell")).toBeInViewport({ ratio: 1 });
  await expect(readout(figure)).toHaveText(/^key of woman, number 19: /);
});

test("a click holds a cell while all else changes, another one or Escape lets it go", async ({ lab }) => {
  await lab.open("epochs=50");
  const figure = picture(lab, "Attention weights", 1);
  const { x, y } = await middleOf(lab, figure, 3, 1);
  await lab.page.mouse.click(x, y);
  await lab.page.mouse.move(x, y - 1000);
  await lab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect(readout(figure)).toHaveText(/^the looks at woman: /);
  const before = await readout(figure).textContent();
  await lab.fill("Seed", "5");
  await expect(readout(figure)).not.toHaveText(before ?? "");
  await expect(readout(figure)).toHaveText(/^the looks at woman: /);
  const value = (await lab.matrix("Attention weights", 1)).text("3 the", "1 woman");
  await expect(readout(figure)).toHaveText(`the looks at woman: ${value}`);
  await lab.page.keyboard.press("Escape");
  await expect(readout(figure)).toHaveText("");
  await focusCell(figure, 2, 2);
  await lab.page.keyboard.press("Enter");
  await lab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect(readout(figure)).toHaveText(/^ordrd looks at ordrd: /);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 360, height: 740 } });

  test("a tap holds a cell", async ({ lab }) => {
    await lab.open();
    const figure = picture(lab, "Output probabilities", 0);
    const { x, y } = await middleOf(lab, figure, 3, 3);
    await lab.page.touchscreen.tap(x, y);
    await expect(readout(figure)).toHaveText(/^after the comes chkn: 0\.\d{3}$/);
  });
});

test("the difference is the first sentence minus the second, and what is masked stays masked", async ({
  lab,
}) => {
  await lab.open(printedRun);
  await lab.train();
  for (const figure of figures) {
    const [one, other, difference] = [
      await lab.matrix(figure, 0),
      await lab.matrix(figure, 1),
      await lab.difference(figure),
    ];
    const both = (a: string, b: string) => (a === b ? a : `${a}/${b.split(" ").at(-1)}`);
    expect(difference.rows).toEqual(one.rows.map((row, place) => both(row, other.rows[place] ?? "")));
    // Each of the three numbers is rounded.
    const rounding = (figure === "Output probabilities" ? 0.0015 : 0.015) + 1e-9;
    for (const [row, name] of difference.rows.entries()) {
      for (const [column, label] of difference.columns.entries()) {
        const [a, b] = [one, other].map((matrix) =>
          matrix.text(matrix.rows[row] ?? "", matrix.columns[column] ?? ""),
        );
        const causal = ["Attention weights", "Scores"].includes(figure) && column > row;
        if (causal) expect([a, b, difference.text(name, label)]).toEqual(["masked", "masked", "masked"]);
        else expect(Math.abs(Number(a) - Number(b) - difference.number(name, label))).toBeLessThan(rounding);
      }
    }
  }
});

test("the colours stay while the run trains, unless they are to fit", async ({ lab }) => {
  await lab.open("epochs=1000");
  const scores = picture(lab, "Scores", 0);
  await scores.scrollIntoViewIfNeeded();
  // Every picture before training is the same after it came back to its start, whatever was drawn in between.
  const start = await pixels(scores);
  await lab.train();
  const key = await keyPixels(scores);
  expect(await pixels(scores)).not.toBe(start);
  await lab.button("Rewind").click();
  await lab.settled();
  await expect.poll(() => pixels(scores)).toBe(start);
  expect(await keyPixels(scores)).toBe(key);
  await lab.page.getByLabel("Fit the colours to the numbers of this moment").check();
  await expect.poll(() => keyPixels(scores)).not.toBe(key);
  await lab.page.getByLabel("Fit the colours to the numbers of this moment").uncheck();
  await expect.poll(() => pixels(scores)).toBe(start);
});

test("values are purple and green like all that has a sign, or green as in the notebook", async ({ lab }) => {
  await lab.open();
  const value = picture(lab, "Value", 0);
  await value.scrollIntoViewIfNeeded();
  const signed = await keyPixels(value);
  expect(await ends(value)).toEqual(await ends(picture(lab, "Scores", 0)));
  const notebook = lab.page.getByLabel("Show values in one colour, as the notebook does");
  await notebook.check();
  await expect.poll(() => keyPixels(value)).not.toBe(signed);
  expect(await ends(value)).toEqual(await ends(picture(lab, "Attention weights", 0)));
  await notebook.uncheck();
  await expect.poll(() => keyPixels(value)).toBe(signed);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("what is large stands out from the paper, and 0 sinks into it", async ({ lab }) => {
      await lab.open();
      for (const figure of ["Attention weights", "Value"]) {
        const colours = await ends(picture(lab, figure, 0));
        const paper = colorScheme === "light" ? 255 : 24;
        const away = colours.map((colour) => Math.abs(lightness(colour) - paper));
        const [low = 0, middle = 0, high = 0] = away;
        // A share begins at 0; what has a sign has its 0 in the middle.
        const nothing = figure === "Value" ? middle : low;
        expect(nothing).toBeLessThan(30);
        expect(high).toBeGreaterThan(100);
        if (figure === "Value") expect(low).toBeGreaterThan(100);
      }
    });
  });
}

/** The colours at the beginning, in the middle and at the end of the key to the colours. */
async function ends(figure: Locator): Promise<number[][]> {
  await figure.locator("canvas").scrollIntoViewIfNeeded();
  return figure.locator("canvas").evaluate(async (canvas: HTMLCanvasElement) => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext("2d");
    context?.drawImage(canvas, 0, 0);
    // The middle of the key is 13 pixels above the lower edge; beside it stand numbers, in grey.
    const { data } = context?.getImageData(0, canvas.height - 13, canvas.width, 1) ?? { data: [] };
    const pixel = (x: number) => [...data.slice(4 * x, 4 * x + 3)];
    const coloured = Array.from({ length: canvas.width }, (_, x) => x).filter((x) => {
      const [red = 0, green = 0, blue = 0] = pixel(x);
      return Math.max(red, green, blue) - Math.min(red, green, blue) > 24;
    });
    const [from = 0, to = 0] = [coloured[0], coloured.at(-1)];
    return [pixel(from), pixel(Math.round((from + to) / 2)), pixel(to)];
  });
}

function lightness([red = 0, green = 0, blue = 0]: number[]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What is drawn, or so many rows of pixels at its foot. Only what is in sight is drawn at once. */
async function pixels(figure: Locator, rows = Infinity): Promise<number> {
  await figure.locator("canvas").scrollIntoViewIfNeeded();
  return figure.locator("canvas").evaluate(async (canvas: HTMLCanvasElement, rows) => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = Math.min(rows, canvas.height);
    copy.getContext("2d")?.drawImage(canvas, 0, copy.height - canvas.height);
    // A short name for a long text.
    return [...copy.toDataURL()].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4294967291, 7);
  }, rows);
}

/** The key to the colours is at the foot of a picture. */
const keyPixels = (figure: Locator) => pixels(figure, 24);

test("nothing moves when something is pointed at", async ({ lab }) => {
  await lab.open();
  const figure = picture(lab, "Value", 0);
  const { x, y } = await middleOf(lab, figure, 2, 2);
  // Not the page's: far below, the lens may still be waiting for its first look.
  const section = lab.page.locator("#look");
  const before = await section.boundingBox();
  await lab.page.mouse.move(x, y);
  await expect(readout(figure)).not.toHaveText("");
  expect(await section.boundingBox()).toEqual(before);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the pictures keep nobody out when they are lit up", async ({ lab }) => {
      await lab.open("epochs=50");
      await focusCell(picture(lab, "Attention weights", 0), 3, 1);
      await lab.page.keyboard.press("Enter");
      expect((await new AxeBuilder({ page: lab.page }).include("#look").analyze()).violations).toEqual([]);
    });
  });
}
