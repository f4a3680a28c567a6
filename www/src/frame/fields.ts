import { nextTask } from "../session/frame.js";

/**
 * WebKit empties every field with autocomplete="off" of a page that comes back from the browser's memory, in a task after
 * "pageshow": what the fields held when the page was left is given back to them.
 */
export function keepFields(): void {
  let giveBack: (() => void)[] = [];
  addEventListener("pagehide", () => {
    const fields = document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
    giveBack = [...fields].map(kept);
  });
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    await nextTask();
    for (const back of giveBack) back();
  });
}

function kept(field: HTMLInputElement | HTMLSelectElement): () => void {
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
    const { checked } = field;
    return () => (field.checked = checked);
  }
  const { value } = field;
  return () => (field.value = value);
}
