import { isTyped } from "../parts/typed.js";

/**
 * Calls `play` when the space bar is pressed, unless it has another meaning where the focus is: in a field that is
 * typed in, and on what was reached by keyboard and is pressed by it. What was clicked keeps the focus, so that Tab and
 * the arrow keys go on from there, but not the space bar.
 */
export function spaceBar(play: () => void): void {
  let pointing = false;
  let clicked = false;
  let taken = false;
  const capture = { capture: true };
  // What has the focus already and is clicked gets no other focus; what a click moves the focus to was clicked too.
  addEventListener("pointerdown", () => (pointing = clicked = true), capture);
  addEventListener("click", () => (pointing = false));
  addEventListener("keydown", () => (pointing = false), capture);
  addEventListener("focusin", () => (clicked = pointing), capture);

  // Before whoever else listens for it: a picture whose cell was clicked would press that cell.
  const down = (event: KeyboardEvent) => {
    const other = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing;
    taken = event.key === " " && !other && !isTyped(event.target) && (clicked || !isPressed(event.target));
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) play();
  };
  // Firefox presses a button when the key is let go.
  const up = (event: KeyboardEvent) => {
    if (taken && event.key === " ") event.preventDefault();
  };
  addEventListener("keydown", down, capture);
  addEventListener("keyup", up, capture);
}

function isPressed(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest("button, input:not([type=range]), select, summary, a, [role=grid]") !== null;
}
