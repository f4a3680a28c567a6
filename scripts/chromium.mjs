// @ts-check
// How Chromium is started, for the page's tests and its benchmark alike.

// A browser that talks to nobody but the page; without a sandbox it also runs as root, as in a container.
export const quiet = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

// A software device, so that every machine computes the same numbers. Without the Dawn feature its pipelines take
// seconds to compile. The two last ones let a test crash the GPU process more than once.
export const softwareGpu = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension",
  "--disable-domain-blocking-for-3d-apis",
  "--disable-gpu-process-crash-limit",
];
