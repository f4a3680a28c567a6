import type { Cell } from "../parts/pointing.js";

/** Where the cells are, in CSS pixels from the corner of the sheet, and how large each is. */
export interface Cells {
  left: number;
  top: number;
  across: number;
  down: number;
}

/** How many rows and columns there are. */
export interface Size {
  rows: number;
  columns: number;
}

/** The cell at a point of the sheet, if there is one. */
export function cellAt(
  { left, top, across, down }: Cells,
  size: Size,
  x: number,
  y: number,
): Cell | undefined {
  const column = Math.floor((x - left) / across);
  const row = Math.floor((y - top) / down);
  const inside = row >= 0 && row < size.rows && column >= 0 && column < size.columns;
  return inside ? { row, column } : undefined;
}

/** A wide picture scrolls in its frame: the cell that the keyboard goes to shall be in sight, up and down too. */
export function scrollTo(
  { row, column }: Cell,
  { left, top, across, down }: Cells,
  frame: HTMLElement,
  sheet: HTMLElement,
): void {
  const { scrollLeft, clientWidth } = frame;
  const from = left + column * across;
  if (from < scrollLeft + left || from + across > scrollLeft + clientWidth) {
    frame.scrollLeft = from - clientWidth / 2;
  }
  const y = sheet.getBoundingClientRect().top + top + row * down;
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (y < covered || y + down > innerHeight) scrollBy({ top: y - innerHeight / 2 });
}
