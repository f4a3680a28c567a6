import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const dist = join(import.meta.dirname, "..", "..", "www", "dist");

// But for the page as one file, which is another page, and the picture of link previews, which no page fetches.
const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter(
  (entry) => entry.isFile() && entry.name !== "attention-lab.html" && !entry.name.endsWith(".png"),
);
const size = ({ parentPath, name }: (typeof files)[number]) =>
  brotliCompressSync(readFileSync(join(parentPath, name))).length;
/** The editor, the worker and the module in it. */
const isCodeCells = ({ name }: (typeof files)[number]) => /^(code-cells|worker|cells_bg)-/.test(name);

test("everything for the first picture is below 250 KB compressed", () => {
  const isWasm = ({ name }: (typeof files)[number]) => name.endsWith(".wasm");
  // The font takes the place of a system font when it comes, the lesson that of empty sections below the pictures, with
  // what only it needs, and the opening begins after the first picture.
  const isLater = ({ name }: (typeof files)[number]) =>
    name.endsWith(".woff2") || /^(lesson|kept|opening)-/.test(name);
  // What writes files, a link as a code, and what trains on other cores: fetched when somebody asks for it. What keeps the
  // page for times without a network comes after all else.
  const isAskedFor = (file: (typeof files)[number]) =>
    /^((taken|code|study-worker|shadow-worker|offline|embed|kept|class|classroom|given|codec)[-_]|(sw\.js|app\.webmanifest)$)/.test(
      file.name,
    ) || isCodeCells(file);
  expect(files.filter(isAskedFor)).toHaveLength(17);
  const builds = files.filter((file) => isWasm(file) && !isAskedFor(file)).map(size);
  const others = files.filter((file) => !isWasm(file) && !isLater(file) && !isAskedFor(file)).map(size);
  expect(builds).toHaveLength(2);
  expect(others.length).toBeGreaterThan(2);
  expect(files.filter(isLater)).toHaveLength(5);
  // A browser fetches one of the two builds.
  expect(others.reduce((sum, bytes) => sum + bytes, Math.max(...builds))).toBeLessThan(250_000);
});

test("the editor and the module of the code cells are below 450 KB compressed together", () => {
  const found = files.filter(isCodeCells);
  expect(found).toHaveLength(3);
  expect(found.map(size).reduce((sum, bytes) => sum + bytes)).toBeLessThan(450_000);
});

test("the page asks for its files beside itself, whatever folder it lies in", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) expect(address).toMatch(/^(\.\/|data:|#)/);
});

test("a link to the page has a title, a sentence and a picture, and nothing fetches the picture for the page", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const content = (property: string) =>
    new RegExp(`property="${property}"\\s+content="([^"]+)"`).exec(html)?.[1];
  for (const property of ["og:title", "og:description", "og:image:alt"])
    expect(content(property), property).toMatch(/\w/);
  const picture = readFileSync(join(dist, content("og:image") ?? ""));
  // The header of a PNG: its width and its height.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
});
