import { type Prose, element } from "../parts/dom.js";

/** What stands in a cell. */
export type Cell = string | Prose;

/** A table; the first cell of a row names it. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): HTMLTableElement {
  const content = (cell: Cell | undefined) => (typeof cell === "string" ? [cell] : (cell ?? []));
  return element(
    "table",
    { class: "data" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...columns.map((name) => (name === "" ? element("td") : element("th", { scope: "col" }, name))),
      ),
    ),
    element(
      "tbody",
      {},
      ...rows.map(([name, ...cells]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, ...content(name)),
          ...cells.map((cell) => element("td", {}, ...content(cell))),
        ),
      ),
    ),
  );
}
