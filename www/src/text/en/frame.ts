/** Of files that were dropped on the page; a browser may keep their names to itself. */
export function noFiles(names: readonly string[]): string {
  return `${names.join(", ") || "The file"} was not opened, and the run is as it was: this page takes one file at a time, a text file of sentences or a saved run.`;
}

/** Where a browser refuses it, or the page stands in a frame that may not. */
export const noFullScreen =
  "The full screen was refused here: the browser’s own key for it is F11, or Ctrl, Cmd and F on a Mac.";
