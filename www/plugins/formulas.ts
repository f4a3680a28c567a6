import temml from "temml";
import type { Plugin } from "vite";

/**
 * A file of formulas becomes an object of MathML by name: each line has a name, a colon and a formula in TeX; lines that
 * begin with % are comments.
 */
export const formulas: Plugin = {
  name: "formulas",
  transform(text, file) {
    if (!file.endsWith(".tex")) return;
    const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("%"));
    const made = lines.map((line) => {
      const [, name, tex] = /^(\w+): (.+)$/.exec(line) ?? [];
      if (name === undefined || tex === undefined)
        throw new Error(`${file}: no name and formula in "${line}"`);
      return [name, temml.renderToString(tex, { displayMode: true, throwOnError: true, strict: true })];
    });
    return { code: `export default ${JSON.stringify(Object.fromEntries(made))};`, map: null };
  },
};
