import { byId } from "../parts/dom.js";

/** Between the bar and what is scrolled to, in CSS pixels. */
const gap = 8;

/** What is scrolled to shall not hide under the bar, however many lines it has now. */
export function clearBar(): void {
  const bar = byId("div", "bar");
  const stays = getComputedStyle(bar).position === "sticky";
  const height = Math.ceil(bar.getBoundingClientRect().height);
  const page = document.documentElement.style;
  page.scrollPaddingTop = stays ? `${height + gap}px` : "";
  // The bench fills the rest of the window; open settings and a notice push it down and do not squeeze it.
  const passing = [...bar.querySelectorAll<HTMLElement>(":scope > :is(form, p, .notice)")];
  const folded = height - passing.reduce((sum, part) => sum + part.offsetHeight, 0);
  const head = document.querySelector("main > header")?.getBoundingClientRect().height ?? 0;
  page.setProperty("--above", `${Math.ceil(head + folded)}px`);
}

/** Keeps it so; a tab that is opened in the background observes nothing until it is looked at. */
export function keepBarClear(): void {
  const observer = new ResizeObserver(clearBar);
  observer.observe(byId("div", "bar"));
  observer.observe(document.documentElement);
}
