import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.js";

test("the contents lead to every section, and the address stays that of the run", async ({ lab }) => {
  await lab.open("head-size=10");
  const address = lab.page.url();
  const links = lab.page.getByRole("navigation", { name: "Contents" }).getByRole("link");
  for (const link of await links.all()) {
    await link.click();
    const section = lab.page.locator((await link.getAttribute("href")) ?? "");
    await expect(section).toBeFocused();
    await expect(section.getByRole("heading", { level: 2 })).toBeInViewport();
    expect(lab.page.url()).toBe(address);
    await lab.page.evaluate(() => scrollTo(0, 0));
  }
});

test("a word that needs explaining is explained where it stands", async ({ lab }) => {
  await lab.open();
  const note = lab.page.getByRole("note");
  for (const term of await lab.page.locator("a.term").all()) {
    await term.focus();
    await lab.page.keyboard.press("Enter");
    await expect(note).toBeVisible();
    await expect(note).toHaveText(/\w{3}.*\./);
    await expect(term).toHaveAccessibleDescription(/\w{3}.*\./);
    expect(await overhang(lab.page)).toBe(0);
    await lab.page.keyboard.press("Escape");
    await expect(note).toBeHidden();
    await expect(term).toBeFocused();
  }
  await lab.page.locator("a.term").first().click();
  expect((await new AxeBuilder({ page: lab.page }).analyze()).violations).toEqual([]);
});

test("large type enlarges words and pictures alike, and outlives a reload", async ({ lab }) => {
  await lab.open("epochs=10");
  const heading = lab.page.getByRole("heading", { level: 2, name: "Train it" });
  const height = async () => (await heading.boundingBox())?.height ?? 0;
  const small = await height();
  // The one that has room to grow: the others scroll or are as wide as their column.
  const cell = lab.page.locator('[data-figure="attention"] canvas').first();
  await cell.scrollIntoViewIfNeeded();
  const pictureHeight = async () => (await cell.boundingBox())?.height ?? 0;
  const smallPicture = await pictureHeight();
  await lab.button("Large type").click();
  expect(await height()).toBeGreaterThan(1.4 * small);
  await cell.scrollIntoViewIfNeeded();
  await expect.poll(pictureHeight).toBeGreaterThan(1.2 * smallPicture);
  expect(await overhang(lab.page)).toBe(0);
  await lab.page.reload();
  expect(await height()).toBeGreaterThan(1.4 * small);
  await lab.button("Large type").click();
  expect(await height()).toBeCloseTo(small);
});

test("nothing that was seen moves by itself", async ({ lab }) => {
  await lab.page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[]) {
        if (entry.hadRecentInput) continue;
        shifts.push(
          `${entry.value} ${entry.sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 80))}`,
        );
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await lab.open("epochs=200");
  await lab.train();
  await lab.settled();
  for (const section of await lab.page.locator("main > section").all()) {
    await section.scrollIntoViewIfNeeded();
    await lab.settled();
  }
  const shifts = await lab.page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
  expect(shifts.filter((shift) => parseFloat(shift) > smallestShift)).toEqual([]);
});

test("everything that is pressed is large enough for a finger", async ({ lab }) => {
  await lab.open();
  const small = await lab.page.evaluate(() => {
    const targets = [...document.querySelectorAll("button, input, select, summary, nav a, [role=radio]")];
    // A label is pressed for its field; what stands within a sentence is as high as its line.
    const target = (element: Element) =>
      element.matches("[type=checkbox], [type=radio]")
        ? ((element as HTMLInputElement).labels?.[0] ?? element)
        : element;
    return targets
      .filter((element) => element.checkVisibility() && !element.closest("p, li > a, .visually-hidden"))
      .map((element) => ({ element: target(element), box: target(element).getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < 24)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`);
  });
  expect(small).toEqual([]);
});

test("on paper there is nothing that can only be pressed", async ({ lab }) => {
  await lab.open();
  await lab.page.emulateMedia({ media: "print" });
  await expect(lab.page.locator("#bar")).toBeHidden();
  await expect(lab.page.getByRole("navigation", { name: "Contents" })).toBeHidden();
  await expect(lab.page.getByRole("heading", { name: "The task" })).toBeVisible();
});

for (const width of [390, 1440, 2560]) {
  test(`paper gets everything from a window of ${width} pixels`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 900 });
    await lab.open("epochs=50&backend=cpu");
    await lab.train();
    await lab.settled();
    await lab.page.emulateMedia({ media: "print" });
    await lab.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const found = await lab.page.evaluate(() => {
      const box = (element: Element) => element.getBoundingClientRect();
      const paper = box(document.querySelector("main") ?? document.body);
      const shown = [...document.querySelectorAll("main *")].filter((element) => element.checkVisibility());
      // A button may reach into the margin with its padding.
      const over = shown.filter((element) => {
        const { left, right, width } = box(element);
        return (
          width > 1 &&
          !element.closest(".visually-hidden") &&
          (left < paper.left - 12 || right > paper.right + 12)
        );
      });
      const cut = shown.filter(
        (element) =>
          getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1,
      );
      // Words stand beside the first stage.
      const far = [...document.querySelectorAll(".stage-arrows g > g")].filter((arrow) => {
        const [from, to] = ["from", "to"].map((end) => {
          const stage = document.querySelector(`[data-stage="${arrow.getAttribute(`data-${end}`)}"]`);
          return stage ? box(stage) : new DOMRect();
        });
        const line = box(arrow);
        const apart = (one: DOMRect, other: DOMRect) =>
          Math.max(
            one.left - other.right,
            other.left - one.right,
            one.top - other.bottom,
            other.top - one.bottom,
          );
        return !from || !to || Math.max(apart(line, from), apart(line, to)) > 60;
      });
      const name = (element: Element) =>
        `${element.tagName}.${element.getAttribute("class")} ${element.textContent.slice(0, 40)}`;
      return {
        width: Math.round(paper.width),
        over: over.map(name),
        cut: cut.map(name).filter((text) => !text.includes("visually-hidden")),
        far: far.map((arrow) => arrow.outerHTML.slice(0, 60)),
        arrows: document.querySelectorAll(".stage-arrows .way").length,
      };
    });
    expect(found).toEqual({ width: 680, over: [], cut: [], far: [], arrows: 13 });
    for (const button of await lab.page
      .locator("main button:not(.try, .net, .dot, .stage, .number, .edges button)")
      .all())
      await expect(button).toBeHidden();
    await lab.page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await lab.page.emulateMedia({ media: "screen" });
    await expect(lab.page.locator("#bar")).toBeVisible();
  });
}

test("bars are printed without the browser's leave to print backgrounds", async ({ lab }) => {
  await lab.open("epochs=50");
  await lab.page.emulateMedia({ media: "print" });
  for (const bar of [
    ".sentence .chance td",
    ".split-bar",
    ".lane",
    ".chain [data-stage=weight] td",
    ".spectrum-bars li",
  ]) {
    await expect(lab.page.locator(bar).first()).toHaveCSS("print-color-adjust", "exact");
  }
});

test("forced colours leave everything that means something", async ({ lab }) => {
  await lab.open("epochs=50&backend=cpu");
  await lab.train();
  await lab.page.locator("#nets").scrollIntoViewIfNeeded();
  await expect(lab.page.locator(".net[aria-current]")).toBeVisible({ timeout: 30_000 });
  await lab.page.emulateMedia({ forcedColors: "active" });
  const lost = await lab.page.evaluate(() => {
    const style = (selector: string, pseudo?: string) => {
      const element = document.querySelector(selector);
      if (!element) throw new Error(`There is no ${selector}.`);
      return getComputedStyle(element, pseudo);
    };
    const paper = style("body").backgroundColor;
    const drawn = ({ backgroundImage, backgroundColor }: CSSStyleDeclaration) =>
      backgroundImage !== "none" || ![paper, "rgba(0, 0, 0, 0)"].includes(backgroundColor);
    const bars: [string, string?][] = [
      [".sentence .chance td"],
      [".sentence .target td", "::before"],
      [".loop", "::after"],
      [".loss", "::before"],
      [".chain [data-stage=weight] td"],
      [".edges button"],
      [".edges .masked"],
      [".lane"],
      [".split-bar"],
      [".bars span:last-child"],
      [".net-loss"],
      [".spectrum-bars li"],
      [".seed-legend .dot", "::before"],
    ];
    const chosen = (one: string, other: string, property: "borderBottomColor" | "outlineStyle" | "color") =>
      style(one)[property] !== style(other)[property];
    return [
      ...bars.filter(([selector, pseudo]) => !drawn(style(selector, pseudo))).map(String),
      ...(chosen(".place:has(:checked)", ".place:not(:has(:checked))", "borderBottomColor")
        ? []
        : ["chosen place"]),
      ...(chosen(".net[aria-current]", ".net:not([aria-current])", "outlineStyle") ? [] : ["chosen net"]),
      ...(chosen(".bar [aria-disabled=true]", "#new-seed", "color") ? [] : ["greyed button"]),
    ];
  });
  expect(lost).toEqual([]);
});

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });

  test("the paper is white, and no picture is missing on it", async ({ lab }) => {
    await lab.open();
    const figures = lab.page.locator("#look canvas");
    const corners = () =>
      figures.evaluateAll((canvases: HTMLCanvasElement[]) =>
        canvases.map((canvas) => {
          const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
          const context = copy.getContext("2d", { willReadFrequently: true });
          context?.drawImage(canvas, -1, -1);
          return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].join();
        }),
      );
    const white = "255,255,255,255";
    await lab.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await expect.poll(async () => (await corners()).every((corner) => corner === white)).toBe(true);
    expect(await corners()).not.toEqual([]);
    await lab.page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await figures.first().scrollIntoViewIfNeeded();
    await expect.poll(async () => (await corners())[0]).not.toBe(white);
  });
});

/** As a part of the window; a number that grows by a digit moves its neighbours by less. */
const smallestShift = 0.001;

interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

function overhang(page: import("@playwright/test").Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
