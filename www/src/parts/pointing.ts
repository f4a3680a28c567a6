/** A cell of a picture, its row and column counted from 0. */
export interface Cell {
  row: number;
  column: number;
}

/** What pointing at a picture does. */
export interface Pointed {
  /** The cell under the pointer. */
  under(event: MouseEvent): Cell | undefined;
  /** Another cell than before, or none. */
  hover(cell: Cell | undefined): void;
  press(cell: Cell): void;
}

/** Tells of the cells that are pointed at. A finger points only where it presses. */
export function followPointer(sheet: HTMLElement, { under, hover, press }: Pointed): void {
  let last: Cell | undefined;
  const move = (cell: Cell | undefined) => {
    if (cell?.row === last?.row && cell?.column === last?.column) return;
    last = cell;
    hover(cell);
  };
  sheet.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") move(under(event));
  });
  sheet.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "touch") move(undefined);
    last = undefined;
  });
  sheet.addEventListener("click", (event) => {
    const cell = under(event);
    if (cell) press(cell);
  });
}
