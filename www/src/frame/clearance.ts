/** Between the bar and what is scrolled to, in CSS pixels. */
const gap = 8;

/** What is scrolled to shall not hide under the bar, however many lines it has now. */
export function keepClearOf(bar: HTMLElement): void {
  const root = document.documentElement;
  new ResizeObserver(() => {
    const stays = getComputedStyle(bar).position === "sticky";
    root.style.scrollPaddingTop = stays ? `${Math.ceil(bar.getBoundingClientRect().height) + gap}px` : "";
  }).observe(bar);
}
