import { byId } from "../parts/dom.js";
import { read, write } from "../parts/storage.js";

const key = "large-type";

/**
 * A switch for everything half as large again, to be read from the back of a room. It outlives a reload, where the
 * browser lets the page keep anything: with all storage blocked, or in a closed frame, to ask for it throws.
 */
export function offerLargeType(): void {
  const button = byId("button", "large-type");
  const show = (large: boolean) => {
    document.documentElement.toggleAttribute("data-large-type", large);
    button.setAttribute("aria-pressed", String(large));
  };
  show(read(key) === "on");
  button.addEventListener("click", () => {
    const large = button.getAttribute("aria-pressed") !== "true";
    write(key, large ? "on" : "off");
    show(large);
  });
}
