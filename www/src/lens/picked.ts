import { element } from "../parts/dom.js";

/** One parameter: a tensor of the model summary, a row and a column of it. */
export interface Picked {
  tensor: number;
  row: number;
  column: number;
}

/** What a tensor is called here, in the order of the model summary, and what its rows and columns stand for. */
export const tensors = [
  { title: "Token embedding", rows: "word" },
  { title: "Position embedding", rows: "place" },
  { title: "Wq, makes queries", rows: "component" },
  { title: "Wk, makes keys", rows: "component" },
  { title: "Wv, makes values", rows: "word" },
] as const;

/** What the pictures of a tensor show of each parameter; the names are the crate's. */
export const sides = [
  { name: "weight", title: "parameter" },
  { name: "gradient", title: "gradient g" },
  { name: "mean", title: "mean m̂" },
  { name: "size", title: "size √v̂" },
  { name: "change", title: "step" },
] as const;

/** The name of a number, a hat over its letter: only the maths font has the two together. */
export function name(text: string): (Node | string)[] {
  return text
    .split(/(√?[mv]\u0302)/)
    .filter(Boolean)
    .map((part) => (part.endsWith("\u0302") ? element("span", { class: "sign" }, part) : part));
}

/** A number with four significant digits, whatever its size. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 0.001 && size < 10_000 ? plain(value, size) : value.toExponential(3);
  return text.replace(/e[+]?(-)?(\d+)/, (_, sign: string | undefined, power: string) => {
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
