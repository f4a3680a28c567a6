/** What a translator leaves alone in the page's own text; what the page makes later says so itself (`dom.ts`). */
export function spareWords(): void {
  for (const part of document.querySelectorAll(".token, .formula, code"))
    part.setAttribute("translate", "no");
}
