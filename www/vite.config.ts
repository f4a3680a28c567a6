import subsetFont from "subset-font";
import { type Plugin, defineConfig } from "vite";

/** Letters, upright and slanted as formulas have them, digits, and the signs of the crate's formulas. */
const signs = [
  ...codes(0x20, 0x7e),
  // Mathematical italic, A to z; its h is the Planck constant.
  ...codes(0x1d434, 0x1d467),
  "\u210e",
  ..."·−∞∑√×ˆ\u0302",
].join("");

/** Leaves of the maths font what formulas can be made of: a tenth of the file. */
const smallMathsFont: Plugin = {
  name: "small-maths-font",
  apply: "build",
  async generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "asset" && file.names.some((name) => name.startsWith("noto-sans-math"))) {
        file.source = await subsetFont(Buffer.from(file.source), signs, { targetFormat: "woff2" });
      }
    }
  },
};

function codes(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}

/**
 * Vite asks for the style sheet as if it came from elsewhere, and a page that was opened as a file or in a closed frame
 * would get none: what it then has to say would look like a broken page.
 */
const styleAnywhere: Plugin = {
  name: "style-anywhere",
  enforce: "post",
  transformIndexHtml: (html) => html.replaceAll('rel="stylesheet" crossorigin', 'rel="stylesheet"'),
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page works from whatever folder a static host serves it.
  base: "./",
  plugins: [smallMathsFont, styleAnywhere],
  // A course's closed frame has no origin, and gets scripts only from a server that gives them to everybody. What is
  // served is this page alone, the same for all.
  preview: { headers: { "Access-Control-Allow-Origin": "*" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
});
