import { byId } from "../dom.js";

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
  show(kept() === "on");
  button.addEventListener("click", () => {
    const large = button.getAttribute("aria-pressed") !== "true";
    keep(large ? "on" : "off");
    show(large);
  });
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // It holds until the page is left.
  }
}
