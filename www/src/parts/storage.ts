/**
 * What the browser keeps of the page, where it keeps anything: in a frame without an origin, with cookies switched off
 * or with a full disk the very question throws. Nothing of the page may depend on it. It is the tab's own: two tabs are
 * two readers.
 */

/** What was kept under this name; `undefined` if nothing was, or if nothing can be. */
export function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text for the next time that this tab opens the page, if the browser lets it. */
export function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Then it lasts as long as the page is open.
  }
}
