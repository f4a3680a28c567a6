import { noFiles } from "../text/en/frame.js";

/**
 * A file that is dropped would be opened by the browser in place of the page, and the run be gone: one text file is
 * `open`ed as sentences, one other file is offered as an event `file-dropped`, and of anything that nobody takes the page
 * says so.
 */
export function takeFiles(open: (file: File) => void, say: (text: string) => void): void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const [file] = files;
    const isOne = file && files.length === 1;
    if (isOne && isText(file)) return open(file);
    const isTaken =
      isOne && !dispatchEvent(new CustomEvent("file-dropped", { detail: file, cancelable: true }));
    if (!isTaken) say(noFiles(files.map(({ name }) => name)));
  });
}

function isText({ name, type }: File): boolean {
  return type === "text/plain" || /\.txt$/i.test(name);
}
