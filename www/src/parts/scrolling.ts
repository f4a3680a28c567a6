/**
 * What is wider than its frame can be scrolled by keyboard too. The browser tells when that changes: to ask for widths
 * whenever numbers have changed would have the whole page laid out each time.
 * @param name what the frame is called while it scrolls, where its content has no name
 */
export function letKeysScroll(frame: HTMLElement, content: Element, name = ""): void {
  const region = { tabindex: "0", ...(name ? { role: "region", "aria-label": name } : {}) };
  const sizes = new ResizeObserver(() => {
    const scrolls = frame.scrollWidth > frame.clientWidth;
    for (const [attribute, value] of Object.entries(region)) {
      if (scrolls) frame.setAttribute(attribute, value);
      else frame.removeAttribute(attribute);
    }
  });
  for (const part of [frame, content]) sizes.observe(part);
}
