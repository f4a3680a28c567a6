/** Of files that were dropped on the page; a browser may keep their names to itself. */
export function noFiles(names: readonly string[]): string {
  return `${names.join(", ") || "The file"} was not opened, and the run is as it was: this page takes one file at a time, a text file of sentences or a saved run.`;
}
