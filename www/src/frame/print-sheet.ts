/**
 * Prints a sheet of its own in place of the page. False where the browser does not print, as in a closed frame.
 */
export function printSheet(sheet: HTMLElement): boolean {
  sheet.classList.add("print-sheet");
  const page = document.documentElement;
  document.body.append(sheet);
  page.setAttribute("data-sheet", "");
  let began = false;
  addEventListener("beforeprint", () => (began = true), { once: true });
  const away = () => {
    sheet.remove();
    page.removeAttribute("data-sheet");
  };
  // Some browsers come back from print() before the paper is made.
  addEventListener("afterprint", away, { once: true });
  try {
    print();
  } catch {
    // Said by the caller.
  }
  if (!began) away();
  return began;
}
