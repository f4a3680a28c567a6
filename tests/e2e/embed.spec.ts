import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixture.js";
import { LabPage } from "./lab-page.js";

// The page within the page of a course: another origin, a closed frame, no cookies.

/** A course's page with a frame as docs/embedding.md has it; it listens to how high the frame wants to be. */
const course = (frame: string) => `<!doctype html>
  <style>body { margin: 0 } iframe { border: 0; width: 100% }</style>
  ${frame}
  <script>
    addEventListener("message", ({ data, source }) => {
      if (data?.subject !== "lti.frameResize") return;
      for (const frame of document.querySelectorAll("iframe"))
        if (frame.contentWindow === source) frame.style.height = data.height + "px";
    });
  </script>`;

let server: Server;
let html = "";
test.beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
test.afterAll(() => void server.close());

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

for (const width of [1200, 420]) {
  test(`in a closed frame of ${width} pixels the bench alone trains, as high as it is`, async ({
    page,
    baseURL,
  }) => {
    html = course(`<iframe sandbox="allow-scripts" src="${baseURL}/?embed#epochs=100"></iframe>`);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address());
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("#state")).toHaveText("untrained");
    await expect(frame.locator("html")).toHaveAttribute("data-complete");
    await expect(frame.locator("h1")).toBeHidden();
    await expect(frame.locator("#task")).toBeHidden();
    await expect(frame.locator("#bench-head canvas").first()).toBeVisible();
    await frame.getByRole("button", { name: "To the end" }).click();
    await expect(frame.locator("#state")).toHaveText("finished");
    // All of it is seen, and nothing is left below it.
    const rest = () =>
      frame.locator("main").evaluate((main) => innerHeight - main.getBoundingClientRect().bottom - scrollY);
    await expect.poll(rest).toBeGreaterThanOrEqual(0);
    await expect.poll(rest).toBeLessThan(2);
    const high = await height(page);
    await page.setViewportSize({ width, height: 500 });
    await expect.poll(() => height(page), "it does not follow the window").toBe(high);
  });
}

for (const [name, shown, hidden] of [
  ["loss", "#losses", "#bench-head"],
  ["attention", '[data-figure="attention"] canvas >> nth=0', 'div[data-asked="value"]'],
  ["seed-study", "#seeds", "#bench"],
] as const) {
  test(`embedded by its name, ${name} is shown alone`, async ({ lab }) => {
    await lab.page.goto(`/?embed=${name}#epochs=50&backend=cpu`);
    await lab.isComplete();
    await expect(lab.page.locator(shown)).toBeVisible();
    await expect(lab.page.locator(hidden)).toBeHidden();
    await expect(lab.page.locator("#glossary")).toBeHidden();
    await lab.train();
    const whole = lab.page.getByRole("link", { name: "The whole page" });
    await whole.focus();
    await expect(whole).toHaveAttribute("href", /^\/#v=2&epochs=50&/);
    expect(lab.page.url()).toContain(`?embed=${name}#`);
  });
}

test("a part that is not there is said, and the bench is shown", async ({ lab }) => {
  await lab.page.goto("/?embed=<b>x</b>#epochs=50&backend=cpu");
  await lab.isComplete();
  await expect(lab.notice).toContainText("no part “<b>x</b>”");
  await expect(lab.page.locator("#bench-head")).toBeVisible();
});

test("with all cookies and storage blocked it trains, in a course's frame too", async ({ page, baseURL }) => {
  const lab = new LabPage(page, "cpu");
  // What Chromium answers with all cookies blocked; the shell that runs the tests has no such setting.
  await page.addInitScript(() => {
    const deny = (name: string) => ({
      get(): never {
        throw new DOMException("Access is denied for this document.", name);
      },
    });
    for (const storage of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, storage, deny("SecurityError"));
    Object.defineProperty(ServiceWorkerContainer.prototype, "register", {
      value: () => Promise.reject(new DOMException("The user denied permission.", "NotSupportedError")),
    });
  });
  await page.goto("/#epochs=100&backend=cpu");
  await lab.isComplete();
  await lab.train();
  await expect(page.locator("#taken")).toContainText("does not keep the page here");
  html = course(`<iframe src="${baseURL}/?embed#epochs=100"></iframe>`);
  await page.goto(address());
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "To the end" }).click();
  await expect(frame.locator("#state")).toHaveText("finished");
});

async function height(page: Page): Promise<number> {
  return page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().height);
}
