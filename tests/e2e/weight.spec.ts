import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const dist = join(import.meta.dirname, "..", "..", "www", "dist");

test("everything for the first picture is below 253 KB compressed", () => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const size = ({ parentPath, name }: (typeof files)[number]) =>
    brotliCompressSync(readFileSync(join(parentPath, name))).length;
  const isWasm = ({ name }: (typeof files)[number]) => name.endsWith(".wasm");
  // The font takes the place of a system font when it comes, and the lesson that of empty sections below the pictures.
  const isLater = ({ name }: (typeof files)[number]) => name.endsWith(".woff2") || name.startsWith("lesson-");
  const builds = files.filter(isWasm).map(size);
  const others = files.filter((file) => !isWasm(file) && !isLater(file)).map(size);
  expect(builds).toHaveLength(2);
  expect(others.length).toBeGreaterThan(2);
  expect(files.filter(isLater)).toHaveLength(4);
  // A browser fetches one of the two builds.
  expect(others.reduce((sum, bytes) => sum + bytes, Math.max(...builds))).toBeLessThan(253_000);
});

test("the page asks for its files beside itself, whatever folder it lies in", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) expect(address).toMatch(/^(\.\/|data:|#)/);
});
