/** In which numbers are grouped. */
export const language = "en";

const grouped = new Intl.NumberFormat(language);

/** A count for people: 10,000. */
export function count(value: number): string {
  return grouped.format(value);
}

/**
 * A number with a fixed number of decimals, and without a sign where nothing of it is left; a large one, whose digits
 * nobody counts, by its power of ten, as the crate writes it. Its minus is the keyboard's: what is copied from a table
 * can be pasted into a spreadsheet or a program.
 */
export function fixed(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e7 && Number.isFinite(value))
    return value.toExponential(decimals).replace(/\.?0*e\+/, "e");
  const text = value.toFixed(decimals);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/** A number that is for or against something: with its sign, unless nothing is left of it. */
export function signed(value: number, decimals: number): string {
  const text = plain(value, decimals);
  return text.startsWith("-") || !/[1-9∞]/.test(text) ? text : `+${text}`;
}

/** A number as it stands in a sentence or a table of its own. */
export function plain(value: number, decimals: number): string {
  return fixed(value, decimals).replace("Infinity", "∞");
}

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

/** The numbers of a matrix of the moment, as the crate holds them. */
export interface Rows {
  columns(): number;
  number(cell: number): number;
}

export function rowOf(rows: Rows, at: number): number[] {
  const columns = rows.columns();
  return Array.from({ length: columns }, (_, column) => rows.number(at * columns + column));
}
