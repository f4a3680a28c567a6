import { defineConfig } from "@playwright/test";
import { join } from "node:path";
import { quiet, softwareGpu } from "../../scripts/chromium.mjs";
import type { Options } from "./fixture.js";

const root = join(import.meta.dirname, "..", "..");
// Another port, for two test runs at the same time.
const port = Number(process.env["ATTENTION_LAB_TEST_PORT"] ?? 4387);

const executablePath = process.env["ATTENTION_LAB_CHROMIUM"] || "/usr/bin/chromium";

export default defineConfig<Options>({
  testDir: ".",
  outputDir: "results/failures",
  // The second is read by scripts/test.mjs, which names the slowest tests and those that needed a second try.
  reporter: [["list"], ...(process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] ? ([["json"]] as const) : [])],
  fullyParallel: true,
  workers: 2,
  // Where nobody watches, a test that fails by chance shall not fail everything; at a desk it shall be seen.
  retries: process.env["CI"] ? 1 : 0,
  forbidOnly: true,
  // Long enough for a machine that has other things to do: who waits for what never comes waits the longer for it once.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    // What a service worker answers no test could hold up or take away. offline.spec.ts lets it in.
    serviceWorkers: "block",
  },
  projects: [
    {
      name: "webgpu",
      // Only where the device makes a difference, unless all is asked for: software devices are slow, the more so two at
      // a time.
      ...(!process.env["ATTENTION_LAB_ALL_ON_DEVICE"] && { grep: /@device/ }),
      timeout: 360_000,
      expect: { timeout: 60_000 },
      use: { backend: "gpu", launchOptions: { executablePath, args: [...quiet, ...softwareGpu] } },
    },
    // No flag, no adapter, and the browser itself says so: what a machine without WebGPU gives the page.
    {
      name: "cpu",
      // There is no device to lose.
      testIgnore: "device-lost.spec.ts",
      use: {
        backend: "auto",
        expectedMessages: /^No available adapters\.$/,
        launchOptions: { executablePath, args: quiet },
      },
    },
  ],
  // A spec that needs no page needs no server.
  ...(!process.env["ATTENTION_LAB_NO_PAGE"] && {
    webServer: {
      command: `node node_modules/vite/bin/vite.js preview www --host 127.0.0.1 --port ${port} --strictPort`,
      cwd: root,
      url: `http://127.0.0.1:${port}`,
      reuseExistingServer: false,
    },
  }),
});
