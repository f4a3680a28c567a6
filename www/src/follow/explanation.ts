import { fixed } from "../dom.js";

/** A number that is for or against something: with its sign, unless nothing is left of it. */
export function signed(value: number, decimals: number): string {
  const text = plain(value, decimals);
  return text.startsWith("-") || !/[1-9∞]/.test(text) ? text : `+${text}`;
}

export function plain(value: number, decimals: number): string {
  return fixed(value, decimals).replace("Infinity", "∞");
}
