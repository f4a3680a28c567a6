import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Plugin, build } from "vite";
import { oneFile } from "./one-file.js";

/** What the browser is told of the page when it installs it. */
const manifest = {
  name: "Attention Lab",
  short_name: "Attention Lab",
  description: "Train one attention head on your own machine and look inside it",
  // Beside the manifest, whatever folder that lies in.
  id: "./",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: "#ffffff",
  theme_color: "#ffffff",
};
const manifestName = "app.webmanifest";

/** The page works without a network after one visit, and can be installed. */
export const offline: Plugin = {
  name: "offline",
  apply: "build",
  transformIndexHtml: () => [{ tag: "link", attrs: { rel: "manifest", href: `./${manifestName}` } }],
  generateBundle(_, bundle) {
    const icon = Object.keys(bundle).find((name) => /icon-[\w-]+\.svg$/.test(name));
    if (!icon) return this.error("The page has no icon.");
    const icons = [{ src: `./${icon}`, sizes: "any", type: "image/svg+xml", purpose: "any" }];
    this.emitFile({
      type: "asset",
      fileName: manifestName,
      source: JSON.stringify({ ...manifest, icons }, null, 2),
    });
  },
  writeBundle: ({ dir = "" }) => writeServiceWorker(dir),
};

/** Writes the service worker of the page that lies in a folder: it knows every part by its name and its check sum. */
export async function writeServiceWorker(dist: string): Promise<void> {
  const parts = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ![oneFile, "sw.js"].includes(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => {
      const sum = createHash("sha256").update(readFileSync(file)).digest("base64");
      const url = relative(dist, file).split(sep).join("/");
      return { url, revision: sum, integrity: `sha256-${sum}` };
    });
  const made = await build({
    configFile: false,
    root: join(import.meta.dirname, ".."),
    logLevel: "error",
    publicDir: false,
    define: { PARTS: JSON.stringify(parts), "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: "src/taken/service-worker.ts", formats: ["iife"], name: "sw" },
    },
  });
  const [bundle] = Array.isArray(made) ? made : [made];
  if (!bundle || !("output" in bundle)) throw new Error("The service worker was not built.");
  writeFileSync(join(dist, "sw.js"), bundle.output[0].code);
}
