import { type Plugin, defineConfig } from "vite";
import { version as projectVersion } from "../scripts/versions.mjs";
import { formulas } from "./plugins/formulas.js";
import { offline } from "./plugins/offline.js";
import { allInOneFile, inOneFile } from "./plugins/one-file.js";
import { smallMathsFont } from "./plugins/small-maths-font.js";
import { smaller } from "./plugins/smaller.js";

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
    return html.replaceAll("%VERSION%", projectVersion());
  },
};

/** What is for those who read the source, comments and indents, no reader of the page needs to fetch. */
const withoutComments: Plugin = {
  name: "without-comments",
  enforce: "post",
  transformIndexHtml: (html) => html.replace(/<!--[\s\S]*?-->/g, "").replace(/^\s+/gm, ""),
};

/** The page with its parts beside it; with `--mode one-file` the same page as one HTML file, beside the other. */
export default defineConfig(({ mode }) => {
  const isOneFile = mode === "one-file";
  return {
    root: import.meta.dirname,
    // Relative, so that the page works from whatever folder a static host serves it.
    base: "./",
    plugins: [
      formulas,
      smallMathsFont,
      styleAnywhere,
      version,
      ...(isOneFile ? allInOneFile : [withoutComments, smaller, offline]),
    ],
    // A course's closed frame has no origin, and gets scripts only from a server that gives them to everybody. What is
    // served is this page alone, the same for all.
    preview: { headers: { "Access-Control-Allow-Origin": "*" } },
    // The workers are modules, as the page is; from a file on the disk browsers take none that is a module.
    worker: isOneFile ? { format: "iife", plugins: () => [inOneFile] } : { format: "es" },
    build: {
      outDir: "dist",
      emptyOutDir: !isOneFile,
      target: "es2022",
      modulePreload: { polyfill: false },
      // What the first picture needs comes in one file, whatever shares it: many small ones are slower and larger.
      ...(isOneFile
        ? {}
        : {
            rolldownOptions: {
              output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } },
            },
          }),
    },
  };
});
