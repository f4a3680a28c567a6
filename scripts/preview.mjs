// @ts-check
// npm run preview-picture: makes the picture that stands beside a link to the page, www/preview.png, from the page as it was
// built last: the bench, trained. It is kept in the repository, since a build needs no browser.

import { join } from "node:path";
import { chromium } from "@playwright/test";
import { preview } from "vite";
import { quiet } from "./chromium.mjs";
import { main, root } from "./run.mjs";

/** What those who show links ask for, in pixels. */
const picture = { width: 1200, height: 630 };
/** The window that is pictured is larger, so that the sentences have room. */
const scale = 5 / 6;
const viewport = { width: picture.width / scale, height: picture.height / scale };
const executablePath = process.env["ATTENTION_LAB_CHROMIUM"] || "/usr/bin/chromium";

await main(async () => {
  const server = await preview({
    root: join(root, "www"),
    preview: { host: "127.0.0.1", port: 0, open: false },
  });
  const browser = await chromium.launch({ executablePath, args: quiet });
  try {
    const page = await browser.newPage({ viewport, deviceScaleFactor: scale });
    await page.goto(`${server.resolvedUrls?.local[0]}#backend=cpu`);
    await page.locator("html[data-complete]").waitFor();
    await page.locator("#to-end").click();
    await page.getByText("finished", { exact: true }).waitFor();
    await page.locator("main:not([data-settling])").waitFor();
    // Of the controls only what says what it is: nobody can press a picture.
    await page.addStyleTag({
      content:
        "#bar { display: none } main { --above: 4rem } .bench { height: calc(100svh - 5rem); min-height: 0 }",
    });
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(root, "www", "preview.png") });
  } finally {
    await browser.close();
    await server.close();
  }
});
