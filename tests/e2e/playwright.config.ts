import { defineConfig } from "@playwright/test";
import { join } from "node:path";
import type { Options } from "./fixture.js";

const root = join(import.meta.dirname, "..", "..");
// Another port, for two test runs at the same time.
const port = Number(process.env["ATTENTION_LAB_TEST_PORT"] ?? 4387);

// A browser that talks to nobody but the page; without a sandbox it also runs as root, as in a container.
const quiet = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

// A software device, so that every machine computes the same numbers. Without the Dawn feature its pipelines take
// seconds to compile. The two last ones let a test crash the GPU process more than once.
const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension",
  "--disable-domain-blocking-for-3d-apis",
  "--disable-gpu-process-crash-limit",
];

const executablePath = process.env["ATTENTION_LAB_CHROMIUM"] || "/usr/bin/chromium";

export default defineConfig<Options>({
  testDir: ".",
  outputDir: "results/failures",
  reporter: [["list"]],
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { baseURL: `http://127.0.0.1:${port}`, viewport: { width: 1440, height: 900 } },
  projects: [
    {
      name: "webgpu",
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
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview www --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false,
  },
});
