// @ts-check
// The words of the page that scripts write stand in www/src/text, so that another language is another folder. What reads
// like them anywhere else is named here. `npm test` asks.

import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { parseAst } from "vite";
import { Failure, main, root } from "./run.mjs";

const folder = join("www", "src");

/** Two words in a row, where `…` stands for what a template puts in; or one that begins like a sentence or a label. */
const prose =
  /(\p{L}{2,}|…)[,.:;!?’”)]*\s+[“(]*(\p{L}{2,})|\p{L}{2,}[,.:;!?’”)]*\s+[“(]*…|^\s*\p{Lu}\p{Ll}+/u;

/** Attributes and styles: what they hold is no sentence. */
const attributes = ["class", "style", "transform", "aria-describedby"];

/** Calls whose texts are selectors, media queries, fonts, or what is looked for in another text. */
const calls = /^(querySelector(All)?|matches|closest|matchMedia|load|replace)$/;

/**
 * @typedef {{ type: string, start: number, [key: string]: unknown }} Node
 * @typedef {{ text: string, start: number }} Found
 */

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
const isNode = (value) => typeof value === "object" && value !== null && "type" in value;

/**
 * Whether the texts in here are never read: where modules are, names of types, of keys and of attributes, faults of the
 * program itself, and what is only compared with.
 * @param {Node} node
 */
function isSilent(node) {
  if (/^(Import|ExportAll|TS(Literal|TemplateLiteral))/.test(node.type)) return true;
  if (node.type === "BinaryExpression") return /^[!=]==$/.test(String(node.operator));
  if (node.type === "NewExpression") return named(node.callee) === "Error";
  if (node.type === "CallExpression") return calls.test(named(node.callee)) || isAttribute(node.arguments);
  return node.type === "Property" && attributes.includes(named(node.key));
}

/**
 * Whether these are the arguments of setAttribute("class", ...) and its like.
 * @param {unknown} values
 */
const isAttribute = (values) => Array.isArray(values) && attributes.includes(named(values[0]));

/**
 * What a name, a method, a key or a text is.
 * @param {unknown} node
 * @returns {string}
 */
function named(node) {
  if (!isNode(node)) return "";
  return String(node.name ?? node.value ?? named(node.property));
}

/**
 * The texts under a node, each once.
 * @param {unknown} node
 * @returns {Found[]}
 */
function texts(node) {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (!isNode(node)) return [];
  if (isSilent(node)) return texts(node.callee);
  const { type, start, value, quasis } = node;
  if (type === "Literal") return typeof value === "string" ? [{ text: value, start }] : [];
  const inside = Object.values(node).flatMap(texts);
  if (type !== "TemplateLiteral" || !Array.isArray(quasis)) return inside;
  return [{ text: quasis.map((part) => part.value.cooked).join("…"), start }, ...inside];
}

await main(async () => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.startsWith(`text${sep}`),
  );
  const wrong = files.flatMap((file) => {
    const code = readFileSync(join(root, folder, file), "utf8");
    const found = texts(parseAst(code, { lang: "ts" })).filter(({ text }) => prose.test(text));
    return found.map(({ text, start }) => {
      const line = code.slice(0, start).split("\n").length;
      return `${join(folder, file)}:${line} has words of the page, which belong into www/src/text: ${text}`;
    });
  });
  if (wrong.length > 0) throw new Failure(wrong.join("\n"));
  console.log("The words of the page stand in their place.");
});
