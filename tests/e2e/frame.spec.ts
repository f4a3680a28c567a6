import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";

test("the contents lead to every section of the run, and Back comes back", async ({ lab }) => {
  await lab.open("head-size=10");
  await expect(lab.page).toHaveURL(/#v=2&head-size=10&.*sum=\w{8}$/);
  const { hash } = new URL(lab.page.url());
  const goals: string[] = [];
  const links = lab.page.locator("#contents li:not(.framed) a");
  for (const link of await links.all()) {
    if (!(await link.isVisible())) await lab.button("Contents").click();
    await link.click();
    const goal = /&head-size=10&.*&([\w-]+)$/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
    goals.push(goal);
    const section = lab.page.locator(`section#${goal}`);
    await expect(section).toBeFocused();
    await expect(section.getByRole("heading", { level: 2 })).toBeInViewport();
    expect(new URL(lab.page.url()).hash).toBe(`${hash}&${goal}`);
    await lab.page.evaluate(() => scrollTo(0, 0));
  }
  expect(goals).toHaveLength(14);
  for (const goal of goals.slice(0, -1).reverse()) {
    await lab.page.goBack();
    await expect(lab.page).toHaveURL(new RegExp(`&head-size=10&.*&${goal}$`));
  }
  await lab.page.goBack();
  expect(new URL(lab.page.url()).hash).toBe(hash);
  await expect(lab.field("Head size")).toHaveValue("10");
  await expect(lab.state).toHaveText("untrained");
});

for (const modifiers of [["ControlOrMeta"], ["Shift"]] as const) {
  test(`${modifiers.join()} and a click open the same run at that section`, async ({ lab }) => {
    await lab.open("seed=5");
    await expect(lab.page).toHaveURL(/seed=5&.*sum=/);
    await lab.fill("Head size", "3");
    for (const [link, goal] of [
      [contents(lab).getByText("Follow a word"), "follow"],
      [lab.page.locator("#train a.term").first(), "glossary"],
    ] as const) {
      if (goal === "follow") await lab.button("Contents").click();
      const opened = lab.page.context().waitForEvent("page");
      await link.click({ modifiers: [...modifiers] });
      const other = await opened;
      await expect(other.getByLabel("Seed", { exact: true })).toHaveValue("5");
      await expect(other.getByLabel("Head size", { exact: true })).toHaveValue("3");
      await expect(other.locator("main")).not.toHaveAttribute("data-settling");
      await expect(other.locator(`#${goal}`)).toBeInViewport();
      await expect(other.locator("#alert, #notice")).toHaveText(["", ""]);
      await other.close();
    }
    await expect(lab.page.locator("#follow h2")).not.toBeInViewport();
  });
}

test("a link to a section opens it, without a complaint", async ({ lab }) => {
  await lab.goto("exercises");
  await expect(lab.page.locator("#exercises h2")).toBeInViewport();
  await lab.settled();
  await expect(lab.page.locator("#exercises h2")).toBeInViewport();
  await expect(lab.page).toHaveURL(/#exercises$/);
  await expect(lab.alert).toBeEmpty();
  await expect(lab.notice).toBeEmpty();
  // Typed into an open page it leads there in the run that is open.
  await lab.unfold();
  await lab.fill("Seed", "5");
  await lab.page.evaluate(() => (location.hash = "task"));
  await expect(lab.page.locator("#task h2")).toBeInViewport();
  await expect(lab.page).toHaveURL(/#v=2&seed=5&.*&task$/);
});

test("a file that is no text, dropped on the page, leaves page and run as they are", async ({ lab }) => {
  await lab.open("epochs=100");
  await lab.train();
  const prevented = await lab.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["the man"], "corpus.png", { type: "image/png" }));
    const events = ["dragover", "drop"].map(
      (type) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
    );
    return events.map((event) => !document.querySelector("#look")?.dispatchEvent(event));
  });
  expect(prevented).toEqual([true, true]);
  await expect(lab.notice).toContainText(/corpus\.png.*The run is as it was\./);
  await lab.button("Close").click();
  await expect(lab.notice).toBeEmpty();
  await expect(lab.state).toHaveText("finished");
});

test("a translator finds no word of the corpus and no number to change, and the page goes on", async ({
  lab,
}) => {
  await lab.open("epochs=100");
  await lab.train();
  await lab.settled();
  const touched = await lab.page.evaluate(() => {
    const words = ["<ST>", "the", "man", "chkn", "ordrd", "woman", "beef"];
    const texts = document.createTreeWalker(document.querySelector("main") ?? document, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    while (texts.nextNode()) nodes.push(texts.currentNode as Text);
    const found: string[] = [];
    for (const node of nodes) {
      const text = node.data.trim();
      const parent = node.parentElement;
      if (text === "" || !parent || parent.closest('[translate="no"]')) continue;
      // Within a sentence a number is translated with it.
      const alone = parent.textContent.trim() === text || parent.closest("td, th") !== null;
      const isNumber = alone && /\d/.test(text) && !/\p{L}/u.test(text);
      if (words.includes(text) || isNumber || parent.closest("code, math"))
        found.push(`${text} in ${parent.outerHTML.slice(0, 100)}`);
      // As a browser does it: the text in other words, in an element within an element.
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      node.replaceWith(outer);
      outer.append(inner);
      inner.append(node);
    }
    return found;
  });
  expect(touched).toEqual([]);
  await lab.page.locator("#look").getByRole("button", { name: "10", exact: true }).click();
  await expect(lab.field("Head size")).toHaveValue("10");
  await lab.train();
  await expect(lab.progress).toHaveText("epoch 5,000 of 5,000 · Adam step 10,000 of 10,000");
  await lab.settled();
  const first = lab.page.getByRole("table", { name: "Sentence 1", exact: true });
  await expect(first.locator(".input td")).toHaveText(["<ST>", "man", "ordrd", "the", "chkn"]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("contents and large type are a touch away", async ({ lab }) => {
    await lab.open("head-size=10");
    await lab.button("Contents").click();
    await contents(lab).getByText("Compare").click();
    await expect(lab.page.locator("#compare h2")).toBeInViewport();
    await expect(lab.page.getByRole("navigation", { name: "Contents" })).toBeHidden();
    await lab.button("Contents").click();
    await lab.button("Large type").click();
    await expect(lab.page.locator("html")).toHaveAttribute("data-large-type");
    await lab.page.keyboard.press("Escape");
    await expect(lab.page.getByRole("navigation", { name: "Contents" })).toBeHidden();
    expect(await overhang(lab.page)).toBe(0);
  });

  test("what is compared is seen whole, and what is wider says so", async ({ lab }) => {
    await lab.open("epochs=100");
    await lab.train();
    await lab.settled();
    const frames = lab.page.locator("#look .pictures:not(.long) .frame");
    for (const frame of await frames.all()) {
      await frame.scrollIntoViewIfNeeded();
      await expect.poll(() => frame.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    }
    const long = lab.page.locator("#look .pictures.long .frame").first();
    await long.scrollIntoViewIfNeeded();
    await expect(long).toHaveAttribute("data-more");
    await long.evaluate((box) => box.scrollTo(box.scrollWidth, 0));
    await expect(long).not.toHaveAttribute("data-more");
  });
});

test("in large type tick boxes grow with their words", async ({ lab }) => {
  await lab.open();
  const boxes = lab.page.locator("#look input, #change .option input, .choices input, .scale input");
  const type = () => lab.page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const sizes = () => boxes.evaluateAll((all) => all.map((box) => box.getBoundingClientRect().height));
  const [small, smallType] = [await sizes(), await type()];
  expect(small.length).toBeGreaterThan(3);
  await switchLargeType(lab);
  const growth = (await type()) / smallType;
  expect(growth).toBeGreaterThan(1.4);
  expect(await sizes()).toEqual(small.map((size) => expect.closeTo(growth * size, 0)));
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
  expect((await new AxeBuilder({ page: lab.page }).include("[role=note]").analyze()).violations).toEqual([]);
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
  await switchLargeType(lab);
  expect(await height()).toBeGreaterThan(1.4 * small);
  await cell.scrollIntoViewIfNeeded();
  await expect.poll(pictureHeight).toBeGreaterThan(1.2 * smallPicture);
  expect(await overhang(lab.page)).toBe(0);
  await lab.page.reload();
  expect(await height()).toBeGreaterThan(1.4 * small);
  await switchLargeType(lab);
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
      const far = [...document.querySelectorAll("#stages .stage-arrows g > g")].filter((arrow) => {
        const [from, to] = ["from", "to"].map((end) => {
          const stage = document.querySelector(
            `#stages .stage[data-stage="${arrow.getAttribute(`data-${end}`)}"]`,
          );
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
        arrows: document.querySelectorAll("#stages .stage-arrows .way").length,
      };
    });
    expect(found).toEqual({ width: 680, over: [], cut: [], far: [], arrows: 13 });
    for (const button of await lab.page
      .locator("main button:not(.try, .net, .dot, .stage, .bench-word, .number, .edges button)")
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
    ".chain [data-row=weight] td",
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
      [".chain [data-row=weight] td"],
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

/** Presses the switch, which stands with the contents. */
async function switchLargeType(lab: LabPage): Promise<void> {
  await lab.button("Contents").click();
  await lab.button("Large type").click();
  await lab.page.keyboard.press("Escape");
}

function contents(lab: LabPage): Locator {
  return lab.page.getByRole("navigation", { name: "Contents" }).getByRole("link");
}

function overhang(page: import("@playwright/test").Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
