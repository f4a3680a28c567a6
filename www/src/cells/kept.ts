import { read, write } from "../parts/storage.js";

/** Under which the tab keeps what is edited. */
const key = "edited-shaders";

/** A part and its text. */
export type Edit = readonly [part: string, text: string];

/** What was edited when this tab last left the page. */
export function keptEdits(): Edit[] {
  try {
    const found: unknown = JSON.parse(read(key) ?? "[]");
    return Array.isArray(found) ? found.filter(isEdit) : [];
  } catch {
    return [];
  }
}

export function keepEdits(edits: readonly Edit[]): void {
  write(key, JSON.stringify(edits));
}

function isEdit(found: unknown): found is Edit {
  return Array.isArray(found) && found.length === 2 && found.every((text) => typeof text === "string");
}
