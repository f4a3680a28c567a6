import { type Prose, element } from "../parts/dom.js";
import * as text from "../text/en/lens.js";

/** One parameter: a tensor of the model summary, a row and a column of it. */
export interface Picked {
  tensor: number;
  row: number;
  column: number;
}

/** What a tensor is called here, in the order of the model summary, and what its rows and columns stand for. */
export const tensors = [
  { ...text.tensors.token, rows: "word" },
  { ...text.tensors.position, rows: "place" },
  { ...text.tensors.query, rows: "component" },
  { ...text.tensors.key, rows: "component" },
  { ...text.tensors.value, rows: "word" },
] as const;

/** What the pictures of a tensor show of each parameter; the names are the crate's. */
export const sides = ["weight", "gradient", "mean", "size", "change"] as const;

/** The name of a number, a hat over its letter: only the maths font has the two together. */
export function name(plain: string): Prose {
  return plain
    .split(/(√?[mv]\u0302)/)
    .filter(Boolean)
    .map((part) => (part.endsWith("\u0302") ? element("span", { class: "sign" }, part) : part));
}

/** A number with four significant digits, whatever its size. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const digits = size >= 0.001 && size < 10_000 ? plain(value, size) : value.toExponential(3);
  return digits.replace(/e[+]?(-)?(\d+)/, (_, sign: string | undefined, power: string) => {
    return ` · 10${[...(sign ? `-${power}` : power)].map((character) => superscripts[character] ?? "").join("")}`;
  });
}

function plain(value: number, size: number): string {
  return value.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size))));
}

const superscripts: Record<string, string> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};
