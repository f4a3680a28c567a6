import { addressOf, whenAddressChanges, writeSection } from "../session/address.js";
import { element } from "../parts/dom.js";
import { clearBar } from "./clearance.js";

/** Every link within the page: `#head-size=20&...&look`. */
const links = "a[href^='#']";

/**
 * Links within the page lead to a section of the present run, so that what is opened in another tab or copied shows
 * the same. A plain click scrolls, moves the focus and says so in the address.
 */
export function followLinks(): void {
  const renew = () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>(links)) {
      const address = addressOf(goalName(link));
      if (link.getAttribute("href") !== address) link.setAttribute("href", address);
    }
  };
  whenAddressChanges(renew);
  document.documentElement.toggleAttribute("data-framed", self !== top);
  document.addEventListener("click", (event) => {
    const link = followed(event);
    if (!link) return;
    event.preventDefault();
    if (link.classList.contains("term")) return;
    link.closest<HTMLElement>(":popover-open")?.hidePopover();
    writeSection(goalName(link));
    goTo(goalName(link));
  });
}

/** A link to a part of the page. */
export function linkTo(id: string, text: string): HTMLAnchorElement {
  return element("a", { href: addressOf(id) }, text);
}

/** The link that a plain click is meant to follow here, not in another tab or window. */
export function followed(event: MouseEvent): HTMLAnchorElement | undefined {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (elsewhere || !(event.target instanceof Element)) return undefined;
  const link = event.target.closest<HTMLAnchorElement>(links);
  return link?.target ? undefined : (link ?? undefined);
}

/** The part of the page that a link leads to: what stands last in it. */
export function goalName(link: HTMLAnchorElement): string {
  const last = link.hash.slice(1).split("&").at(-1) ?? "";
  return last.includes("=") ? "" : last;
}

/** Goes to a part of the page, if there is one of this name. */
export function goTo(id: string): void {
  const goal = document.getElementById(id);
  if (!goal) return;
  clearBar();
  goal.scrollIntoView();
  // A section has no focus of its own; from here on Tab goes on within it.
  if (!goal.hasAttribute("tabindex")) goal.setAttribute("tabindex", "-1");
  goal.focus({ preventScroll: true });
}
