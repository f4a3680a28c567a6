import { element } from "../parts/dom.js";
import type { Blank } from "./parts.js";

/** What is answered with. */
export function control({ label, kind, options = [] }: Blank, name: string): HTMLElement {
  if (kind === "number") {
    return element(
      "p",
      { class: "exercise-number" },
      element("label", { for: name }, ...label),
      element("input", { id: name, name, inputmode: "numeric" }),
    );
  }
  const type = kind === "several" ? "checkbox" : "radio";
  const choices = options.map(([value, says]) =>
    element(
      "label",
      { class: "option" },
      element("input", { type, name, value }),
      element("span", {}, ...says),
    ),
  );
  return element(
    "fieldset",
    {},
    element("legend", {}, ...label),
    element("div", { class: "choices" }, ...choices),
  );
}
