import { element } from "../parts/dom.js";

/** Where the cells of a drawing begin, and how wide a column is, in CSS pixels. */
export interface Columns {
  left: number;
  across: number;
  count: number;
}

/** A picture that is wider than the paper by more than this is cut: smaller, its numbers could not be read. */
const smallest = 1.35;

/**
 * A drawing that is `width` CSS pixels wide in pieces that fit a room, one below the other; each has the labels of the
 * rows and as many columns as there is room for. None where the whole fits, or all but fits.
 */
export function strips(
  canvas: HTMLCanvasElement,
  width: number,
  room: number,
  { left, across, count }: Columns,
): HTMLCanvasElement[] {
  const many = Math.floor((room - left) / across);
  if (width <= smallest * room || many < 1) return [];
  const ratio = canvas.width / width;
  return Array.from({ length: Math.ceil(count / many) }, (_, index) => {
    const columns = Math.min(many, count - index * many);
    const strip = element("canvas", { "aria-hidden": "true" });
    strip.width = Math.round((left + columns * across) * ratio);
    strip.height = canvas.height;
    const context = strip.getContext("2d");
    const copy = (from: number, to: number, long: number) => {
      const [x, at, size] = [from, to, long].map((length) => Math.round(length * ratio)) as [
        number,
        number,
        number,
      ];
      context?.drawImage(canvas, x, 0, size, canvas.height, at, 0, size, canvas.height);
    };
    copy(0, 0, left);
    copy(left + index * many * across, left, columns * across);
    strip.style.width = `${left + columns * across}px`;
    return strip;
  });
}
