import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** Letters, upright and slanted as formulas have them, digits, and the signs of formulas. */
const signs = [
  ...codes(0x20, 0x7e),
  // Mathematical italic, A to z; its h is the Planck constant.
  ...codes(0x1d434, 0x1d467),
  "\u210e",
  // The last is the invisible sign between a function and what it is of.
  ..."·⋅−∞∑√×ˆ\u0302\u2061",
].join("");

/** Where the font stands within a style sheet, as it does in the page's one file. */
const inSheet = /(font-family: ?"?Maths"?;[^}]*?data:font\/woff2;base64,)([\w+/=]+)/;

/** Leaves of the maths font what formulas can be made of: a tenth of the file. */
export const smallMathsFont: Plugin = {
  name: "small-maths-font",
  apply: "build",
  async generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "asset") continue;
      if (file.names.some((name) => name.startsWith("noto-sans-math")))
        file.source = await small(Buffer.from(file.source));
      const [, before, font] = (file.fileName.endsWith(".css") && inSheet.exec(String(file.source))) || [];
      if (before === undefined || font === undefined) continue;
      const less = await small(Buffer.from(font, "base64"));
      file.source = String(file.source).replace(before + font, before + less.toString("base64"));
    }
  },
};

function small(font: Buffer): Promise<Buffer> {
  return subsetFont(font, signs, { targetFormat: "woff2" });
}

function codes(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
