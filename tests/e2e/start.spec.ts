import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixture.js";

// What a page meets outside: parts that do not come, frames that are closed, browsers that keep nothing.
test.use({
  expectedMessages: /Failed to (load|fetch)|No available adapters|MIME|blocked|CORS|Unsafe|start over/,
});

const dist = join(import.meta.dirname, "..", "..", "www", "dist");

test("without storage it trains, and large type lasts until the page is left", async ({ lab }) => {
  await lab.page.addInitScript(() => {
    for (const store of ["sessionStorage", "localStorage"]) {
      Object.defineProperty(window, store, {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    }
  });
  await lab.open("epochs=100");
  await lab.button("Contents").click();
  await lab.button("Large type").click();
  await expect(lab.button("Large type")).toHaveAttribute("aria-pressed", "true");
  await lab.train();
});

test("a closed frame of another page trains", async ({ page, baseURL }) => {
  const course = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(
      `<iframe sandbox="allow-scripts" width="900" height="700" src="${baseURL}/#epochs=100"></iframe>`,
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => course.once("listening", resolve));
  await page.goto(`http://127.0.0.1:${(course.address() as AddressInfo).port}/`);
  const frame = page.frameLocator("iframe");
  await expect(frame.locator("#state")).toHaveText("untrained");
  await frame.getByRole("button", { name: "To the end" }).click();
  await expect(frame.locator("#state")).toHaveText("finished");
  course.close();
});

test("opened as a file it says what to do, and not that it is loading", async ({ page }) => {
  await page.goto(pathToFileURL(join(dist, "index.html")).href);
  await says(page, "Browsers run such a page only from a server");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

// All that the first picture needs is one file: it comes, or it does not.
for (const { what, type } of [
  { what: "scripts that are blocked", type: undefined },
  { what: "scripts of a wrong type", type: "application/octet-stream" },
]) {
  test(`${what}: it says what to do`, async ({ page }) => {
    await page.route("**/*.js", async (route) => {
      if (!type) return route.fulfill({ status: 404, body: "" });
      const response = await route.fetch();
      return route.fulfill({ response, headers: { ...response.headers(), "content-type": type } });
    });
    await page.goto("/");
    await says(page, "load the page again");
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("it asks for it, the text can be read, and nothing says that it is loading", async ({ page }) => {
    await page.goto("/");
    const asks = page.locator("noscript p");
    await expect(asks).toBeVisible();
    expect(await asks.innerText()).toContain("Attention Lab needs JavaScript");
    await expect(page.locator("#trouble")).toBeHidden();
    await expect(page.locator("#bar")).toBeHidden();
    await expect(page.getByRole("heading", { name: "The task" })).toBeVisible();
  });
});

for (const { what, answer, words } of [
  { what: "missing", answer: { status: 404, body: "" }, words: /server answers 404 for .*\.wasm.*Reload/ },
  {
    what: "a login page",
    answer: { status: 200, contentType: "text/html", body: "<!doctype html>Log in" },
    words: /something else.*login page/,
  },
  { what: "cut off", answer: undefined, words: /did not arrive\. Reload/ },
]) {
  test(`a model that is ${what} is said, and lasts`, async ({ lab }) => {
    let asked = 0;
    await lab.page.route("**/*.wasm", (route) => {
      asked += 1;
      return answer ? route.fulfill(answer) : route.abort();
    });
    await lab.goto("");
    await expect(lab.trouble).toHaveText(words);
    await expect(lab.trouble).not.toContainText(/Error|magic|instantiate/);
    await expect(lab.state).toHaveText("not started");
    expect(asked, "one more try, and no more").toBe(2);
    await expect(lab.trouble.getByRole("button", { name: "Reload the page" })).toBeVisible();
  });
}

test("a model that comes at the second try trains", async ({ lab }) => {
  let asked = 0;
  await lab.page.route("**/*.wasm", (route) => ((asked += 1) === 1 ? route.abort() : route.continue()));
  await lab.open("epochs=100");
  await expect(lab.trouble).toBeEmpty();
  await lab.train();
});

test("where no worker comes, the page's own core trains the seeds", async ({ lab }) => {
  await lab.page.route("**/study-worker-*.js", (route) => route.fulfill({ status: 404, body: "" }));
  await lab.open("epochs=20");
  await lab.button("Try 20 seeds").click();
  await expect(lab.page.getByText(/^20 of 20 heads never learn it/)).toBeVisible({ timeout: 30_000 });
});

test("where the page as one file does not lie beside it, it says so", async ({ lab }) => {
  await lab.page.route("**/attention-lab.html", (route) => route.fulfill({ status: 404, body: "" }));
  await lab.open();
  await lab.button("This page as one file").click();
  await expect(lab.page.locator(".taken-said")).toContainText("not beside this page");
});

test("without the sections below, all above works, and a sentence that lasts offers to reload", async ({
  lab,
}) => {
  let asked = 0;
  await lab.page.route("**/lesson-*.js", (route) => {
    asked += 1;
    return route.fulfill({ status: 404, body: "" });
  });
  await lab.open("epochs=100");
  const missing = lab.page.locator("#lesson-trouble");
  await expect(missing).toContainText("could not be loaded");
  expect(asked, "a look ahead, a try, and one more").toBeLessThanOrEqual(3);
  await expect(lab.state).toHaveText("untrained");
  await lab.train();
  await expect(missing).toContainText("could not be loaded");
  await lab.fill("Head size", "10");
  await expect(lab.page).toHaveURL(/head-size=10/);
  await lab.page.unroute("**/lesson-*.js");
  await missing.getByRole("button", { name: "Reload the page" }).click();
  await lab.isComplete();
  await expect(missing).toBeEmpty();
  await expect(lab.field("Head size")).toHaveValue("10");
});

test("while the sections below are late, all above works, and it is said what is waited for", async ({
  lab,
}) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await lab.page.route("**/lesson-*.js", (route) => released.then(() => route.continue()));
  await lab.goto("epochs=100");
  await lab.train();
  const late = lab.page.locator("#lesson-trouble");
  await expect(late).toContainText("still being loaded");
  release();
  await lab.isComplete();
  await expect(late).toBeEmpty();
  await expect(lab.state).toHaveText("finished");
});

test("a driver that never answers holds nothing up", async ({ lab }) => {
  await lab.page.addInitScript(() => {
    Object.defineProperty(navigator, "gpu", {
      value: { requestAdapter: () => new Promise(() => {}), wgslLanguageFeatures: new Set() },
    });
  });
  for (const backend of ["auto", "gpu"]) {
    await lab.goto(`epochs=100&backend=${backend}`);
    await lab.train();
    await expect(lab.device).toContainText("CPU engine");
    await expect(lab.device).toContainText("still being looked for");
  }
});

/** The sentence that stands in index.html, once it is clear that no script takes it away. */
async function says(page: Page, words: string): Promise<void> {
  const trouble = page.locator("#trouble");
  await expect(trouble).toBeVisible();
  await expect(trouble).toContainText(words);
  await expect(page.getByText("loading", { exact: true })).toBeHidden();
}
