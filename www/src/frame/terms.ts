import { element } from "../parts/dom.js";
import { followed, goalName } from "./links.js";

/** Shows what a word means where it is read: the glossary's own text, beside the link that was followed. */
export function explainTerms(): void {
  const note = element("div", { id: "definition", popover: "auto", role: "note" });
  document.querySelector("main")?.append(note);
  document.addEventListener("click", (event) => {
    const link = followed(event);
    if (!link?.classList.contains("term")) return;
    const meaning = document.getElementById(goalName(link))?.nextElementSibling;
    if (!meaning) return;
    note.replaceChildren(...[...meaning.childNodes].map((part) => part.cloneNode(true)));
    note.showPopover();
    place(note, link.getBoundingClientRect());
    // A screen reader is told at once; Escape closes it, and the focus stays at the word.
    link.setAttribute("aria-describedby", note.id);
    note.addEventListener("beforetoggle", () => link.removeAttribute("aria-describedby"), { once: true });
  });
}

const gap = 6;

/** Below the word, or above it where there is no room below, and never over the edge. */
function place(note: HTMLElement, word: DOMRect): void {
  const { width, height } = note.getBoundingClientRect();
  const below = word.bottom + gap;
  const top = below + height <= innerHeight ? below : Math.max(gap, word.top - gap - height);
  note.style.left = `${Math.max(gap, Math.min(word.left, innerWidth - width - gap))}px`;
  note.style.top = `${top}px`;
}
