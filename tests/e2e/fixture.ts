import { test as base, expect } from "@playwright/test";
import { LabPage } from "./lab-page.js";

export interface Options {
  /** The device that the page is asked for. */
  backend: "auto" | "gpu" | "cpu";
  /** Console messages that the project or the test brings about on purpose. */
  expectedMessages: RegExp;
}

interface Fixtures {
  lab: LabPage;
}

/** A test with the page; it fails if the console has an error or a warning, or if anything is fetched elsewhere. */
export const test = base.extend<Options & Fixtures>({
  backend: ["auto", { option: true }],
  expectedMessages: [/^$/, { option: true }],
  lab: async ({ page, backend, baseURL, expectedMessages }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      // The tests let no service worker in (playwright.config.ts), and their browser says so.
      if (message.text() === "Service Worker registration blocked by Playwright") return;
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== baseURL) complaints.push(`fetched ${request.url()}`);
    });
    await use(new LabPage(page, backend));
    const unexpected = complaints.filter((text) => !expectedMessages.test(text));
    expect(unexpected, "console errors, warnings and requests to elsewhere").toEqual([]);
  },
});

export { expect };
