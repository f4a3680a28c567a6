import { element, setText } from "../parts/dom.js";
import * as text from "../text/en/look.js";

/**
 * Whole matrices are folded away at first: the row that matters stands above them. On paper all are open, and whoever shows
 * one elsewhere shows the whole of it.
 */
export function foldRows(root: HTMLElement): void {
  const folds = [...root.querySelectorAll<HTMLElement>(".all-rows:not([data-embedded])")].map((rows) => {
    const button = element("button", { type: "button", class: "fold", "aria-controls": rows.id });
    rows.before(element("div", { class: "wide" }, button));
    const turn = (isOpen: boolean) => {
      rows.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.append(...text.everyRow(rows.dataset["name"] ?? ""));
    button.addEventListener("click", () => {
      turn(rows.hidden !== false);
      show();
    });
    turn(false);
    return { rows, turn };
  });
  const all = element("button", { type: "button", class: "act", id: "look-all" });
  const isAnyFolded = () => folds.some(({ rows }) => rows.hidden !== false);
  const show = () => setText(all, isAnyFolded() ? text.openAll : text.foldAll);
  all.addEventListener("click", () => {
    const open = isAnyFolded();
    for (const { turn } of folds) turn(open);
    show();
  });
  show();
  root.querySelector(".look-options")?.prepend(all);
}
