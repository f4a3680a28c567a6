// @ts-check
// The page in a real Chromium, served as a static host would: compressed, from the local machine.

import { chromium } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root } from "../run.mjs";
import { findBrowser } from "../system.mjs";
import { quiet, softwareGpu } from "../chromium.mjs";

/** @type {Record<string, string>} */
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Serves a folder of www, and an empty page as /blank. */
export async function serve(/** @type {string} */ folder) {
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = normalize(pathname === "/" ? "/index.html" : pathname);
    const type = types[extname(path)] ?? "text/html";
    try {
      let body = compressed.get(path);
      if (!body) {
        const bytes =
          path === "/blank" ? Buffer.from("<!doctype html>") : await readFile(join(root, folder, path));
        body = type === "font/woff2" ? bytes : brotliCompressSync(bytes);
        compressed.set(path, body);
      }
      const encoding = type === "font/woff2" ? {} : { "content-encoding": "br" };
      response.writeHead(200, { "content-type": type, ...encoding }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** @param {{ gpu: boolean }} options whether WebGPU is offered, on a software device */
export function launch({ gpu }) {
  return chromium.launch({ executablePath: findBrowser(), args: gpu ? [...quiet, ...softwareGpu] : quiet });
}
