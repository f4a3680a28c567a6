import { noFiles } from "../text/en/frame.js";

/**
 * Where the files go that are dropped on the page or pasted: a browser would open them in place of the page, and the run
 * be gone. Whoever can open them is entered here when it is there; until then the page says that nothing was opened.
 */
export class Inbox {
  /** Opens a file of sentences. */
  text: ((file: File) => void) | undefined;
  /** Opens whatever else there is, and says what has come of it. */
  others: ((files: readonly File[]) => Promise<string>) | undefined;
  readonly #say: (text: string) => void;

  constructor(say: (text: string) => void) {
    this.#say = say;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    addEventListener("dragover", (event) => {
      if (hasFiles(event)) event.preventDefault();
    });
    addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      void this.#take([...(event.dataTransfer?.files ?? [])]);
    });
    addEventListener("paste", ({ clipboardData }) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) void this.#take(files);
    });
  }

  async #take(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (file && files.length === 1 && isText(file) && this.text) return this.text(file);
    this.#say((await this.others?.(files)) ?? noFiles(files.map(({ name }) => name)));
  }
}

/** Whether a file is one of sentences. */
export function isText({ name, type }: File): boolean {
  return type === "text/plain" || /\.txt$/i.test(name);
}
