import { byId } from "../parts/dom.js";

/** Between the bar and what is scrolled to, in CSS pixels. */
const gap = 8;

/** What is scrolled to shall not hide under the bar, however many lines it has now. */
export function clearBar(): void {
  const bar = byId("div", "bar");
  const stays = getComputedStyle(bar).position === "sticky";
  const height = Math.ceil(bar.getBoundingClientRect().height);
  document.documentElement.style.scrollPaddingTop = stays ? `${height + gap}px` : "";
}

/** Keeps it so; a tab that is opened in the background observes nothing until it is looked at. */
export function keepBarClear(): void {
  new ResizeObserver(clearBar).observe(byId("div", "bar"));
}
