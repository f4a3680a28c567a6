import type { Explanation } from "../../pkg/attention_lab.js";
import { type Prose, element, token } from "../parts/dom.js";
import { signed } from "../parts/numbers.js";
import { logits as text, partName } from "../text/en/follow-tables.js";
import { named } from "./says.js";

/** What stands in the table of both logits: a row for each part, and their sums. */
export function logitTable(
  found: Explanation,
  words: readonly string[],
  place: number,
  [first, second]: readonly [string, string],
): HTMLElement[] {
  const cell = (text: string) => element("td", {}, text);
  const head = (name: Node | string) => element("th", { scope: "col" }, name);
  const row = (name: Prose, a: number, b: number, difference: number) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, ...name),
      cell(signed(a, 4)),
      cell(signed(b, 4)),
      cell(signed(difference, 4)),
    );
  const parts = found.parts.map(({ source, first, second, difference }) =>
    row(partName(named(source, words, place)), first, second, difference),
  );
  const [a = NaN, b = NaN] = found.logits;
  return [
    element("caption", {}, text.caption),
    element(
      "thead",
      {},
      element("tr", {}, element("td"), head(token(first)), head(token(second)), head(text.difference)),
    ),
    element("tbody", {}, ...parts),
    element("tfoot", {}, row([text.sum], a, b, found.difference)),
  ];
}
