import { fixed } from "./dom.js";

// Whatever the page compares, it compares as it prints it; the crate's `numbers` does the same for the pictures.

/** Whether two numbers are printed differently. */
export function differ(one: number, other: number, decimals: number): boolean {
  return fixed(one, decimals) !== fixed(other, decimals);
}

/** One number minus another, both as they are printed. */
export function difference(one: number, other: number, decimals: number): number {
  const printed = (value: number) => Number(fixed(value, decimals));
  return printed(printed(one) - printed(other));
}

/** Whether nothing is left of a number once it is printed. */
export function isNothing(value: number, decimals: number): boolean {
  return !(Math.abs(Number(fixed(value, decimals))) > 0);
}
