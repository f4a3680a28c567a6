import { spare } from "../parts/dom.js";

/** What a translator leaves alone in the page's own text; what the page makes later says so itself (`dom.ts`). */
export function spareWords(): void {
  for (const part of document.querySelectorAll(".token")) part.setAttribute("translate", "no");
  for (const part of document.querySelectorAll("main *")) {
    if (part.matches(".formula") || part.childElementCount === 0) spare(part, part.textContent.trim());
  }
}
