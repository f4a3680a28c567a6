import { language } from "./numbers.js";

const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });

/** How many times as much, in three digits; from a million on by its power of ten. */
export function times(factor: number): string {
  return factor >= 1e6 ? factor.toExponential(1).replace("e+", " × 10^") : short.format(factor);
}
