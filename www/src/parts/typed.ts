/** Whether keys that are pressed there are letters of a text. */
export function isTyped(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.matches(
    "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])",
  );
}
