import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { expect, test } from "./fixture.js";
import type { LabPage } from "./lab-page.js";

const opening = /^A first look: trained/;

function tiles(lab: LabPage): Locator {
  return lab.page.locator("#bench .stage");
}

/** A sentence of the bench, from 0. */
function line(lab: LabPage, sentence: number): Locator {
  return lab.page.locator(".bench-sentence").nth(sentence);
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function overlap(one: Box | null, other: Box | null): boolean {
  if (!one || !other) return false;
  const apart = (from: number, length: number, others: number, othersLength: number) =>
    from + length <= others || others + othersLength <= from;
  return !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height);
}

/** The printed weights of a sentence's arcs, by the place that is looked at. */
async function weights(lab: LabPage, sentence: number): Promise<string[]> {
  return line(lab, sentence).locator(".arcs text").allTextContents();
}

/** Opens the page with its settings folded away, as it comes, and waits until its opening is over. */
async function openFolded(lab: LabPage, hash = "backend=cpu"): Promise<void> {
  await lab.goto(hash);
  await expect(lab.page.locator("html")).toHaveAttribute("data-complete");
  await expect(lab.button("Play")).toHaveAttribute("data-invites");
}

for (const [width, height] of [
  [1280, 720],
  [1440, 900],
  [1920, 1080],
] as const) {
  test(`attention, loss, answers and all matrices are on one screen of ${width} x ${height}`, async ({
    lab,
  }) => {
    await lab.page.setViewportSize({ width, height });
    await openFolded(lab);
    await lab.button("Play").click();
    await expect(lab.state).toHaveText("training");
    const parts = lab.page.locator(
      "#play, .bench-line, .bench-answers, #losses canvas, #bench .stage canvas",
    );
    await expect(parts).toHaveCount(1 + 2 + 2 + 1 + 11);
    for (const part of await parts.all()) await expect(part).toBeInViewport({ ratio: 1 });
    expect(
      await lab.page.evaluate(() => [scrollY, document.documentElement.scrollWidth - innerWidth]),
    ).toEqual([0, 0]);
  });
}

test("on a phone the sentences, Play and the loss come first", async ({ lab }) => {
  await lab.page.setViewportSize({ width: 390, height: 844 });
  await openFolded(lab);
  for (const part of await lab.page.locator("#play, .bench-line, .bench-answers, #losses canvas").all())
    await expect(part).toBeInViewport({ ratio: 1 });
});

test("attention forms by itself, once, and then the head is untrained and Play invites", async ({ lab }) => {
  // Every weight that the second word's arc has, from the first picture on.
  await lab.page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = () => {
      const text = document.querySelector(".arcs g:nth-child(2) text")?.textContent;
      if (text) seen.add(text);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await lab.goto("backend=cpu");
  await expect(lab.button("Play")).toHaveAttribute("data-invites");
  await expect(lab.page.locator("#bench-caption")).toBeEmpty();
  const seen = await lab.page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(seen).toContain("1.00");
  expect(seen.length).toBeGreaterThan(5);
  await expect(lab.state).toHaveText("untrained");
  await expect(lab.progress).toContainText("step 0 of");
  await expect(line(lab, 0).locator(".arcs text").nth(1)).toHaveText("0.38");
  await expect(lab.button("Play")).toHaveAttribute("data-invites");
  await lab.train();
  await expect(lab.page.locator("#play")).not.toHaveAttribute("data-invites");
  expect((await weights(lab, 0))[1]).toBe("1.00");
});

test("a key ends the opening", async ({ lab }) => {
  await lab.goto("backend=cpu&epochs=50000");
  await expect(lab.page.locator("#bench-caption")).toHaveText(opening);
  await lab.page.keyboard.press("Shift");
  await expect(lab.page.locator("#bench-caption")).toBeEmpty();
  await expect(line(lab, 0).locator(".arcs text").nth(1)).toHaveText("0.38");
});

test("who wants no motion sees what will be beside what is", async ({ lab }) => {
  await lab.page.emulateMedia({ reducedMotion: "reduce" });
  await openFolded(lab);
  await expect(lab.page.locator("#bench-caption")).toHaveText(/^Faint: /);
  const later = line(lab, 0).locator("[data-later] .later");
  await expect(later).toHaveCount(1);
  await expect(later).toBeVisible();
  await lab.train();
  await expect(lab.page.locator("#bench-caption")).toBeEmpty();
  await expect(later).toBeHidden();
});

test("arcs and answers print what the pictures print", async ({ lab }) => {
  await lab.open();
  await lab.train();
  await lab.settled();
  for (const sentence of [0, 1]) {
    const attention = await lab.matrix("Attention weights", sentence);
    const numbers = attention.columns.slice(0, 4).map((place) => attention.text("3 the", place));
    const printed = numbers.map((text) => (Number(text) >= 0.05 ? text : ""));
    expect(await weights(lab, sentence)).toEqual([...printed, ""]);
    const probabilities = await lab.matrix("Output probabilities", sentence);
    for (const [at, word] of ["chkn", "beef"].entries()) {
      const answer = await line(lab, sentence).locator(".bench-answer-number").nth(at).innerText();
      const chance = Number(probabilities.text("3 the", word));
      expect(Math.abs(Number(answer) - chance)).toBeLessThanOrEqual(0.0051);
    }
    await expect(line(lab, sentence).locator(".bench-answer-verdict")).toHaveText("right");
  }
});

test("another word asks, and the matrices are those of its sentence", async ({ lab }) => {
  await openFolded(lab);
  await line(lab, 1).getByRole("button", { name: "ordrd" }).click();
  await expect(line(lab, 1)).toHaveAttribute("data-shown");
  for (const sentence of [0, 1]) {
    await expect(line(lab, sentence).locator("[aria-pressed=true]")).toHaveText("ordrd");
    await expect(line(lab, sentence).locator(".bench-answer-asked")).toHaveText("after ordrd");
    expect((await weights(lab, sentence)).slice(3)).toEqual(["", ""]);
  }
  await expect(lab.page.locator("#tile-input .stage-words")).toHaveText("<ST>womanordrdthebeef");
  await lab.settled();
  await expect(lab.page.locator("#follow")).toContainText("ordrd at place 2");
});

test("a matrix opens large beside the rest by Enter, and Escape closes it", async ({ lab }) => {
  await lab.page.setViewportSize({ width: 1280, height: 720 });
  await openFolded(lab);
  const large = lab.page.getByRole("region", { name: "Attention weights a" });
  await tiles(lab).first().focus();
  for (let presses = 0; presses < 6; presses += 1) await lab.page.keyboard.press("ArrowRight");
  await expect(large).toBeHidden();
  await lab.page.keyboard.press("Enter");
  await expect(large).toBeVisible();
  await lab.settled();
  await expect(large.getByRole("table")).toContainText("0.38");
  for (const part of await lab.page.locator(".bench-line, #bench .stage canvas, .bench-large canvas").all())
    await expect(part).toBeInViewport({ ratio: 0.9 });
  await lab.page.keyboard.press("Escape");
  await expect(large).toBeHidden();
  await expect(lab.page.locator("#tile-attention")).toBeFocused();
});

test("words, cells and arcs light up together", async ({ lab }) => {
  await openFolded(lab);
  await line(lab, 0).getByRole("button", { name: "the" }).hover();
  await expect(lab.page.locator("#bench .tile-row:visible")).toHaveCount(11);
  const cell = { x: 0.3, y: 0.7 };
  const tile = lab.page.locator("#tile-attention canvas");
  const { width, height } = (await tile.boundingBox()) ?? { width: 0, height: 0 };
  await tile.hover({ position: { x: cell.x * width, y: cell.y * height } });
  await expect(line(lab, 0).locator(".bench-word[data-lit]")).toHaveText(["man", "the"]);
  await expect(line(lab, 0).locator(".arcs [data-lit]")).toHaveCount(1);
  await expect(line(lab, 1).locator("[data-lit]")).toHaveCount(0);
});

test("with three sentences each line of the curve has the colour of its number, and nothing covers anything", async ({
  lab,
}) => {
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ] as const) {
    await lab.page.setViewportSize({ width, height });
    await openFolded(lab, "backend=cpu&epochs=50&words=a+cat+naps/a+dog+barks/a+fish+swims");
    await lab.train();
    await lab.settled();
    const losses = lab.page.locator("#losses");
    const boxes = await Promise.all(
      (await losses.locator(".loss, .scale").all()).map(async (part) => await part.boundingBox()),
    );
    expect(boxes).toHaveLength(3 + 1 + 1);
    const covered = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => overlap(one, other)));
    expect(covered).toEqual([]);
    // Of all pixels of the curve, the colours: each number's is among them.
    const missing = await losses.evaluate((root) => {
      const canvas = root.querySelector("canvas");
      const { data } = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      const seen = new Set<string>();
      for (let at = 0; at < data.length; at += 4) seen.add(`rgb(${data.slice(at, at + 3).join(", ")})`);
      return [...root.querySelectorAll(".loss[data-series]")]
        .map((part) => getComputedStyle(part, "::before").backgroundColor)
        .filter((colour) => !seen.has(colour));
    });
    expect(missing).toEqual([]);
  }
});

test("a trained head that is wrong where it could be right says what to try", async ({ lab }) => {
  const caption = lab.page.locator("#bench-caption");
  await openFolded(lab, "backend=cpu&epochs=20");
  await lab.train();
  await expect(caption).toContainText("Try a new seed");
  // It stands beside the matrices or above them, and covers none.
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
    [390, 844],
  ] as const) {
    await lab.page.setViewportSize({ width, height });
    const tiles = await lab.page.locator(".bench-head .stage").all();
    await expect(async () => {
      const boxes = await Promise.all([caption, ...tiles].map(async (part) => await part.boundingBox()));
      expect(boxes.slice(1).filter((tile) => overlap(tile, boxes[0] ?? null))).toEqual([]);
    }).toPass();
  }
  // At another place it cannot be blamed: after the first token both words are right, each in its sentence.
  await line(lab, 0).getByRole("button", { name: "<ST>" }).click();
  await expect(caption).toBeEmpty();
  await lab.goto("backend=cpu");
  await lab.train();
  await expect(line(lab, 0).locator(".bench-answer-verdict")).toHaveText("right");
  await expect(caption).toBeEmpty();
});

test("on a tablet every word of the notebook's sentences is shown", async ({ lab }) => {
  for (const width of [1024, 1180]) {
    await lab.page.setViewportSize({ width, height: 768 });
    await openFolded(lab);
    await expect(lab.page.locator(".bench-line")).toHaveCount(2);
    await expect(lab.page.locator(".bench-line[data-fit=dots]")).toHaveCount(0);
    for (const word of await lab.page.locator(".bench-word").all())
      await expect(word).toBeInViewport({ ratio: 1 });
  }
});

test("a sentence has dots for words only as long as the window is too narrow for it", async ({ lab }) => {
  const words = "my+aunt+anna+has+a+dog+that+she+walks/my+aunt+anna+has+a+cat+that+she+feeds";
  await lab.page.setViewportSize({ width: 320, height: 700 });
  await openFolded(lab, `backend=cpu&words=${words}`);
  const thin = lab.page.locator(".bench-line[data-fit=dots]");
  await expect(thin).toHaveCount(2);
  await lab.page.setViewportSize({ width: 1440, height: 900 });
  await expect(thin).toHaveCount(0);
  // An arc begins over its word.
  const [word, arc] = await Promise.all(
    [".bench-word[aria-pressed=true]", ".arcs g:not([data-none]) path:not(.later)"].map((selector) =>
      line(lab, 0).locator(selector).last().boundingBox(),
    ),
  );
  expect(overlap({ ...word!, y: 0 }, { ...arc!, y: 0 })).toBe(true);
});

test("no weight is printed over another one", async ({ lab }) => {
  const sentence = (at: number) =>
    Array.from({ length: 12 }, (_, place) => `wd${(7 * at + 3 * place) % 40}`).join("+");
  const words = Array.from({ length: 12 }, (_, at) => sentence(at)).join("/");
  await openFolded(lab, `backend=cpu&epochs=300&words=${words}`);
  await lab.train();
  for (const at of [0, 1]) {
    const numbers = await line(lab, at).locator(".arcs text").filter({ hasText: /./ }).all();
    expect(numbers.length).toBeGreaterThan(0);
    const boxes = await Promise.all(numbers.map(async (number) => await number.boundingBox()));
    const covered = boxes.flatMap((one, place) =>
      boxes.slice(place + 1).filter((other) => overlap(one, other)),
    );
    expect(covered).toEqual([]);
  }
});

test("keys lead a presenter from section to section, step and fill the screen", async ({ lab }) => {
  await openFolded(lab);
  await lab.page.keyboard.press("n");
  await expect(lab.page.locator("#task")).toBeFocused();
  await lab.page.keyboard.press("n");
  await expect(lab.page.locator("#train")).toBeFocused();
  await lab.page.keyboard.press("p");
  await expect(lab.page.locator("#task")).toBeFocused();
  await lab.page.keyboard.press(".");
  await expect(lab.progress).toContainText("Adam step 1 of");
  await lab.page.keyboard.press("f");
  await expect.poll(() => lab.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await lab.page.keyboard.press("PageDown");
  await expect(lab.page.locator("#train")).toBeFocused();
  await lab.page.keyboard.press("f");
  await expect.poll(() => lab.page.evaluate(() => document.fullscreenElement !== null)).toBe(false);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing on the bench stands in the way of anybody, ${colorScheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await openFolded(lab);
    await lab.page.locator("#tile-scores").click();
    const axe = () => new AxeBuilder({ page: lab.page }).include("#bench").include("#bar").analyze();
    expect((await axe()).violations).toEqual([]);
    await lab.train();
    expect((await axe()).violations).toEqual([]);
  });
}
