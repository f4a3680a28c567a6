import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

/** What the file is called beside the served page. */
export const oneFile = "attention-lab.html";

/** Where a worker is started from a file of its own. */
const workers = /new Worker\(new URL\("(\.\/[\w-]+)\.ts", import\.meta\.url\), \{ type: "module" \}\)/g;

/** The glue names the model that it would fetch by itself; the page always says which one it wants. */
const ownModel = /new URL\('attention_lab_bg\.wasm', import\.meta\.url\)/;

/** Workers stand in the file as texts, and the model stands in it once for each build and not once more for each glue. */
export const inOneFile: Plugin = {
  name: "in-one-file",
  enforce: "pre",
  transform(code, id) {
    if (id.endsWith("/pkg/attention_lab.js")) return { code: code.replace(ownModel, "undefined"), map: null };
    const names = [...code.matchAll(workers)].map(([, name]) => name);
    if (names.length === 0) return;
    const imports = names.map((name, index) => `import Worker${index} from "${name}?worker&inline";\n`);
    let next = 0;
    return { code: imports.join("") + code.replace(workers, () => `new Worker${next++}()`), map: null };
  },
};

/** Stands in the policy for the check sum of the script, until that is there. */
const unknown = "sha256-of-the-script";

/**
 * A script only if it is this one, letter by letter; fonts, pictures and models as they stand in the file; workers that it
 * makes itself. There is no address that it could ask.
 */
const policy = [
  "default-src 'none'",
  `script-src '${unknown}' 'wasm-unsafe-eval'`,
  "worker-src blob:",
  "connect-src data:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The policy of a page that has nothing beside it, and none of what it says of other files. */
const alone: Plugin = {
  name: "alone",
  transformIndexHtml: {
    order: "pre",
    handler: (html) =>
      html
        .replace(/(http-equiv="Content-Security-Policy"\s+content=")[^"]*/, (_, before) => before + policy)
        .replace(/<li class="served-only">[\s\S]*?<\/li>/, ""),
  },
};

/** Writes the page under its name, once everything stands in it. */
const named: Plugin = {
  name: "named",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") return this.error("There is no page.");
      let html = String(page.source);
      for (const [name, file] of Object.entries(bundle)) {
        if (file === page) continue;
        // The page's icon, which Vite leaves beside every page.
        if (file.type !== "asset" || !name.endsWith(".svg"))
          return this.error(`${name} is not in the one file.`);
        const content = Buffer.from(file.source).toString("base64");
        html = html.replaceAll(`./${name}`, `data:image/svg+xml;base64,${content}`);
        delete bundle[name];
      }
      const [, script] = /<script type="module"[^>]*>([\s\S]*?)<\/script>/.exec(html) ?? [];
      if (!script || !html.includes(unknown)) return this.error("The one file has no script, or no policy.");
      const sum = createHash("sha256").update(script).digest("base64");
      delete bundle["index.html"];
      this.emitFile({ type: "asset", fileName: oneFile, source: html.replace(unknown, `sha256-${sum}`) });
    },
  },
};

/** Makes the whole page one HTML file, which opens by a double click. */
export const allInOneFile = [inOneFile, alone, viteSingleFile(), named];
