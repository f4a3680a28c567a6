import { stretched_ticks, weight_ticks } from "../../pkg/attention_lab.js";
import { element } from "../parts/dom.js";
import * as words from "../text/en/compare.js";

/** What the colours of the dots mean. */
export function legend(): HTMLElement {
  const entry = (answers: "all" | "some" | "none") =>
    element(
      "li",
      {},
      element("span", { class: "dot", "data-answers": answers, "aria-hidden": "true" }),
      words.legend[answers],
    );
  return element("ul", { class: "seed-legend" }, entry("all"), entry("some"), entry("none"));
}

/** The lines and numbers of both axes. */
export function grid(): HTMLElement[] {
  const shares = stretched_ticks();
  return [...weight_ticks()].flatMap((weight, index) => {
    const share = `${100 * (shares[index] ?? 0)}%`;
    const text = weight < 0.001 ? weight.toFixed(weight < 1e-5 ? 6 : 4) : String(weight);
    const across = element(
      "span",
      { class: "tick-across", "aria-hidden": "true" },
      element("span", {}, text),
    );
    const upward = element(
      "span",
      { class: "tick-upward", "aria-hidden": "true" },
      element("span", {}, text),
    );
    across.style.left = share;
    upward.style.bottom = share;
    // Where there is little room every second number along the axis gives way.
    if (index % 2 === 1 && index < 4) across.classList.add("spare");
    return [across, upward];
  });
}
