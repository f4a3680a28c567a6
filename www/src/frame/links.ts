/**
 * Links within the page. The address after `#` holds the settings of the run, so a link must not write itself there:
 * it scrolls and moves the focus, and the address stays.
 */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#']") : null;
    const goal = link && document.getElementById(link.hash.slice(1));
    if (!goal) return;
    event.preventDefault();
    if (link.classList.contains("term")) return;
    goal.scrollIntoView();
    // A section has no focus of its own; from here on Tab goes on within it.
    if (!goal.hasAttribute("tabindex")) goal.setAttribute("tabindex", "-1");
    goal.focus({ preventScroll: true });
  });
}
