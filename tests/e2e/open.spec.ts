import { expect, test } from "./fixture.js";

test(
  "opens with the untrained head and says what computes it",
  { tag: "@device" },
  async ({ lab, backend }) => {
    await lab.open();
    await expect(lab.state).toHaveText("untrained");
    await expect(lab.progress).toHaveText("epoch 0 of 5,000 · Adam step 0 of 10,000");
    await expect(lab.loss(0)).toHaveText(/^[1-4]\.\d{4}$/);
    await expect(lab.loss("floor")).toHaveText("0.1386");
    await expect(lab.device).toHaveText(backend === "gpu" ? /GPU/ : /CPU engine.*(WebGPU|GPU)/);
    await expect(lab.device).toHaveAttribute("data-engine", backend === "gpu" ? "gpu" : "cpu");
    await expect(lab.page.locator("#parameter-count")).toHaveText("413");
  },
);

test("shows both sentences with the input above the target", async ({ lab }) => {
  await lab.open();
  const first = lab.page.getByRole("table", { name: "Sentence 1", exact: true });
  await expect(first.locator(".input td")).toHaveText(["<ST>", "man", "ordrd", "the", "chkn"]);
  await expect(first.locator(".target td")).toHaveText(["man", "ordrd", "the", "chkn", "<ST>"]);
  const second = lab.page.getByRole("table", { name: "Sentence 2", exact: true });
  await expect(second.locator(".input td")).toHaveText(["<ST>", "woman", "ordrd", "the", "beef"]);
  await expect(second.locator(".target td")).toHaveText(["woman", "ordrd", "the", "beef", "<ST>"]);
});

test("has every figure of the notebook, with its axes, for both sentences", async ({ lab }) => {
  await lab.open();
  const places = ["0 <ST>", "1 woman", "2 ordrd", "3 the", "4 beef"];
  const vocabulary = ["<ST>", "the", "man", "chkn", "ordrd", "woman", "beef"];
  for (const figure of ["Output probabilities", "Value"]) {
    const { rows, columns } = await lab.matrix(figure, 1);
    expect(rows).toEqual(places);
    expect(columns).toEqual(vocabulary);
  }
  const attention = await lab.matrix("Attention weights", 1);
  expect(attention.rows).toEqual(places);
  expect(attention.columns).toEqual(places);
  expect(attention.text("0 <ST>", "1 woman")).toBe("masked");
  expect(attention.number("0 <ST>", "0 <ST>")).toBe(1);
  for (const figure of ["Query", "Key"]) {
    const { rows, columns } = await lab.matrix(figure, 1);
    expect(rows).toEqual(places);
    expect(columns).toHaveLength(20);
  }
});

test("draws every picture, sharp and not blank", async ({ lab }) => {
  await lab.open();
  const canvases = lab.page.locator("#losses canvas, #look canvas");
  // Six matrices, each of both sentences and of their difference, and the losses.
  await expect(canvases).toHaveCount(19);
  for (const canvas of await canvases.all()) {
    await canvas.scrollIntoViewIfNeeded();
    const drawn = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { width, height } = element;
      const { data } = element.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
      return {
        colours: new Set(new Uint32Array((data as Uint8ClampedArray).buffer)).size,
        ratio: width / element.clientWidth,
      };
    });
    expect(drawn.colours).toBeGreaterThan(8);
    expect(drawn.ratio).toBeGreaterThan(0.99);
  }
});

test("everything can be reached by keyboard, and what has the focus shows it", async ({ lab }) => {
  await lab.open();
  // From the beginning of the page on, wherever the settings were opened.
  await lab.page.getByRole("heading", { level: 1 }).click();
  const reached: string[] = [];
  for (let presses = 0; presses < 130; presses += 1) {
    await lab.page.keyboard.press("Tab");
    const focused = lab.page.locator(":focus");
    if ((await focused.count()) === 0) break;
    const { name, outline, hidden } = await focused.evaluate((element) => {
      const bar = document.querySelector("#bar");
      const [mine, its] = [element, bar ?? element].map((part) => part.getBoundingClientRect());
      const inside = (mine?.top ?? 0) >= (its?.top ?? 0) && (mine?.bottom ?? 0) <= (its?.bottom ?? 0);
      return {
        name: element.id || element.getAttribute("aria-label") || element.textContent.trim(),
        outline: getComputedStyle(element).outlineStyle,
        hidden: inside && !bar?.contains(element),
      };
    });
    expect(outline, `the outline of ${name}`).not.toBe("none");
    expect(hidden, `${name} is under the bar`).toBe(false);
    reached.push(name);
  }
  const buttons = [
    "play",
    "step",
    "epoch",
    "to-end",
    "rewind",
    "new-seed",
    "speed",
    "contents-toggle",
    "settings-toggle",
  ];
  const bar = [...buttons, "preset", "head-size", "Head size, slider", "epochs"];
  const from = reached.indexOf("play");
  expect(reached.slice(from, from + bar.length)).toEqual(bar);
  expect(reached).toEqual(
    expect.arrayContaining(["learning-rate", "seed", "draw", "position", "skip", "backend"]),
  );
  expect(reached).toEqual(expect.arrayContaining(["timeline", "40", "All logged losses"]));
  // One cell of each picture: two sentences and their difference, twice.
  expect(reached.filter((name) => /^(query|key) of /.test(name))).toHaveLength(6);
});

test("of an address that is partly strange the rest is kept, and the page says what was not understood", async ({
  lab,
}) => {
  await lab.open("head-size=999&seed=5&utm_source=mail");
  await expect(lab.notice).toContainText("Head size is '999': give a whole number from 1 to 128");
  await expect(lab.notice).toContainText("'utm_source=mail' is no setting");
  await expect(lab.field("Head size")).toHaveValue("20");
  await expect(lab.field("Seed")).toHaveValue("5");
  await expect(lab.page).toHaveURL(/#v=2&seed=5&(?!.*utm)/);
  // It has not failed, and no act takes it back.
  await expect(lab.alert).toBeEmpty();
  await lab.button("One step").click();
  await expect(lab.progress).toContainText("Adam step 1 of");
  await expect(lab.notice).toContainText("utm_source=mail");
});

for (const [what, hash] of [
  ["with its separators encoded", "head-size%3D40%26epochs%3D200%26seed%3D5"],
  ["encoded twice", "head-size%253D40%2526epochs%253D200%2526seed%253D5"],
  ["from a page's source", "head-size=40&amp;epochs=200&amp;seed=5"],
  ["from the end of a sentence", "head-size=40&epochs=200&seed=5)."],
] as const) {
  test(`a link ${what} is understood`, async ({ lab }) => {
    await lab.goto(hash);
    await expect(lab.field("Seed")).toHaveValue("5");
    await expect(lab.field("Head size")).toHaveValue("40");
    await expect(lab.field("Epochs")).toHaveValue("200");
    await expect(lab.notice).toBeEmpty();
  });
}

test("a link may name a preset", async ({ lab }) => {
  await lab.open("preset=printed&head-size=40");
  await expect(lab.field("Draw")).toHaveValue("2");
  await expect(lab.field("Head size")).toHaveValue("40");
  await expect(lab.field("Position embedding")).not.toBeChecked();
  await expect(lab.notice).toBeEmpty();
});

test("a percent sign that is no code is said as it stands", async ({ lab }) => {
  await lab.open("seed=5&note=100%");
  await expect(lab.field("Seed")).toHaveValue("5");
  await expect(lab.notice).toContainText("'note=100%' is no setting");
});

test("asked for a GPU where there is none, it says so in one plain sentence, and the CPU computes", async ({
  lab,
}) => {
  for (const { isSecure, said } of [
    {
      isSecure: true,
      said: /^this browser offers no WebGPU device: open the page in a browser with WebGPU, or/,
    },
    {
      isSecure: false,
      said: /^browsers offer WebGPU only over https or on localhost, and this page came over http: /,
    },
  ]) {
    await lab.page.addInitScript((isSecure) => {
      Object.defineProperty(window, "isSecureContext", { get: () => isSecure });
      Reflect.deleteProperty(Navigator.prototype, "gpu");
    }, isSecure);
    await lab.goto("epochs=50&backend=gpu");
    await lab.isComplete();
    await expect(lab.alert).toHaveText(said);
    await expect(lab.alert).not.toContainText(/vulkan|noop|backend/i);
    await expect(lab.device).toHaveText(/^Computed by the CPU engine .*WebGPU/);
    await expect(lab.field("Device")).toHaveValue("auto");
    await lab.field("Device").selectOption("gpu");
    await expect(lab.alert).toHaveText(said);
    await lab.train();
    await expect(lab.alert).toBeEmpty();
  }
});

test("what came over http has no GPU, and the reason is not the browser", async ({ lab }) => {
  await lab.page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { get: () => false });
    Reflect.deleteProperty(Navigator.prototype, "gpu");
  });
  await lab.goto("");
  await lab.isComplete();
  await expect(lab.device).toContainText("only over https or on localhost");
});

test(
  "a hardware GPU is measured against the CPU, and both figures are said",
  { tag: "@device" },
  async ({ lab, backend }) => {
    test.skip(backend !== "gpu", "there is no GPU to measure");
    // A software device that says it were hardware.
    await lab.page.addInitScript(() => {
      if (!("GPUAdapter" in window)) return;
      for (const { prototype } of [GPUAdapter, GPUAdapterInfo]) {
        Object.defineProperty(prototype, "isFallbackAdapter", { get: () => false });
      }
    });
    const figures = /: this GPU takes [\d.]+ (s|min) a run, the CPU [\d.]+ s\.$/;
    await lab.goto("epochs=10");
    await lab.isComplete();
    await expect(lab.device).toHaveText(figures);
    await expect(lab.device).toHaveAttribute("data-engine", "gpu");
    await lab.goto("epochs=1000000");
    await lab.isComplete();
    await expect(lab.device).toHaveText(figures);
    await expect(lab.device).toHaveAttribute("data-engine", "cpu");
  },
);
