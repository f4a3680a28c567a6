import { readFileSync } from "node:fs";
import { type Plugin, defineConfig } from "vite";
import { formulas } from "./plugins/formulas.js";
import { smallMathsFont } from "./plugins/small-maths-font.js";

/**
 * Vite asks for the style sheet as if it came from elsewhere, and a page that was opened as a file or in a closed frame
 * would get none: what it then has to say would look like a broken page.
 */
const styleAnywhere: Plugin = {
  name: "style-anywhere",
  enforce: "post",
  transformIndexHtml: (html) => html.replaceAll('rel="stylesheet" crossorigin', 'rel="stylesheet"'),
};

/** The page names its version, which stands in Cargo.toml alone. */
const version: Plugin = {
  name: "version",
  transformIndexHtml(html) {
    const manifest = readFileSync(new URL("../Cargo.toml", import.meta.url), "utf8");
    const [, found = ""] = /^version = "(.*)"$/m.exec(manifest) ?? [];
    return html.replaceAll("%VERSION%", found);
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page works from whatever folder a static host serves it.
  base: "./",
  plugins: [formulas, smallMathsFont, styleAnywhere, version],
  // A course's closed frame has no origin, and gets scripts only from a server that gives them to everybody. What is
  // served is this page alone, the same for all.
  preview: { headers: { "Access-Control-Allow-Origin": "*" } },
  // The worker of the code cells is a module, as the page is.
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // What the first picture needs comes in one file, whatever shares it: many small ones are slower and larger.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } } },
  },
});
