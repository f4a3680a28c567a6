// @ts-check
// The rooms of the house and their order: nothing imports from a room above it, no two files of the page import each
// other, and its sections know nothing of each other. `npm test` asks.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { Failure, main, root } from "./run.mjs";

/** From the ground up; rooms of one line know nothing of each other. A file that lies in no room is a room of its own. */
const crate = [
  ["elementary", "matrix", "numbers"],
  ["task"],
  ["model"],
  ["engine"],
  ["check"],
  ["train"],
  ["explain"],
  ["sweep"],
  ["figure"],
  ["show"],
  ["files"],
  ["web", "taken", "workshop", "cli"],
  ["lib", "main"],
];

const page = [
  ["parts"],
  ["text"],
  ["common", "session"],
  ["frame"],
  ["stages"],
  [
    "bench",
    "task",
    "train",
    "look",
    "follow",
    "change",
    "head",
    "lens",
    "cells",
    "compare",
    "exercises",
    "taken",
    "bar",
  ],
  ["class"],
  ["lesson"],
  ["start"],
  ["main"],
];

/**
 * @param {string} folder
 * @param {string} extension
 */
function filesIn(folder, extension) {
  const all = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return all.filter((file) => file.endsWith(extension) && !file.endsWith(`.d${extension}`));
}

/** @param {string} file */
const roomOf = (file) => file.split(sep)[0]?.replace(/\.\w+$/, "") ?? "";

/**
 * What is wrong with the order of rooms.
 * @param {string[][]} order
 * @param {Map<string, string[]>} imports of each file, the files or rooms that it takes something from
 * @returns {string[]}
 */
function upward(order, imports) {
  /** @param {string} room */
  const floor = (room) => order.findIndex((rooms) => rooms.includes(room));
  return [...imports].flatMap(([file, targets]) =>
    targets.flatMap((target) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (floor(from) < 0 || floor(to) < 0) return [`${file}: "${floor(from) < 0 ? from : to}" is no room`];
      const isBelow = from === to || floor(to) < floor(from);
      return isBelow ? [] : [`${file} imports from ${to}, which is not below ${from}`];
    }),
  );
}

/** @returns {Map<string, string[]>} */
function importsOfCrate() {
  const folder = "crate/src";
  return new Map(
    filesIn(folder, ".rs").map((file) => {
      const text = readFileSync(join(root, folder, file), "utf8");
      // Tests look wherever they must, and the program sees the library from outside.
      const [code = ""] = text.split("#[cfg(test)]");
      const rooms = [...code.matchAll(/^(?!\s*\/\/).*?\b(?:crate|attention_lab)::(\w+)/gm)];
      const known = rooms.map(([, room = ""]) => room).filter((room) => /^[a-z]/.test(room));
      return /tests?\.rs$/.test(file) ? [file, []] : [file, known];
    }),
  );
}

/** @returns {Map<string, string[]>} */
function importsOfPage() {
  const folder = join("www", "src");
  return new Map(
    filesIn(folder, ".ts").map((file) => {
      const text = readFileSync(join(root, folder, file), "utf8");
      const targets = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]*)\.js"/g)].map(([, target = ""]) =>
        normalize(join(dirname(file), target)),
      );
      return [file, targets.filter((target) => !target.startsWith("..")).map((target) => `${target}.ts`)];
    }),
  );
}

/**
 * Files that import each other, directly or by way of others.
 * @param {Map<string, string[]>} imports
 * @returns {string[]}
 */
function circles(imports) {
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const found = [];
  /** @param {string} file @param {string[]} way */
  const visit = (file, way) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" -> "));
    if (done.has(file) || way.includes(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

await main(async () => {
  const ofPage = importsOfPage();
  const wrong = [
    ...upward(crate, importsOfCrate()).map((text) => `crate/src/${text}`),
    ...upward(page, ofPage).map((text) => `www/src/${text}`),
    ...circles(ofPage).map((text) => `www/src/${text}`),
  ];
  if (wrong.length > 0) throw new Failure(wrong.join("\n"));
  console.log("The crate and the page keep the order of their rooms.");
});
