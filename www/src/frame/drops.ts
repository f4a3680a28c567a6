import { noFiles } from "../text/en/frame.js";

/**
 * A file that is dropped beside whatever it was meant for would be opened in place of the page, and the run be gone.
 * What is dropped is text into a field, or nothing.
 */
export function refuseFiles(say: (text: string) => void): void {
  const files = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  addEventListener("dragover", (event) => {
    if (files(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    const names = Array.from(event.dataTransfer?.files ?? [], ({ name }) => name);
    say(noFiles(names));
  });
}
