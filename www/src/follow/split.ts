import { type Prose, element, inPlain, setText, token } from "../parts/dom.js";
import { lean } from "../parts/lean.js";
import { plain, signed } from "../parts/numbers.js";
import type { Explanation, Part, Source } from "../../pkg/attention_lab.js";
import { split as text } from "../text/en/follow-tables.js";
import { sourceName, whatSpeaks } from "../text/en/follow.js";
import { named } from "./says.js";

/** The parts of a logit difference as bars that add up: each begins where the one above it ends. */
export class Split {
  readonly root = element("table", { class: "split", role: "table" });
  #shape = "";
  #rows: SplitRow[] = [];
  #total: SplitRow | undefined;

  build(
    sources: readonly Source[],
    words: readonly string[],
    place: number,
    pair: readonly [string, string],
  ): void {
    const shape = [place, ...pair, "|", ...sources, "|", ...words].join(" ");
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#rows = sources.map((source) => makeRow(sourceName(named(source, words, place))));
    const [first, second] = pair;
    this.#total = makeRow([token(first), " − ", token(second)]);
    this.#total.root.classList.add("total");
    this.root.replaceChildren(
      element("caption", { class: "visually-hidden" }, inPlain(whatSpeaks(first, second))),
      element(
        "thead",
        { role: "rowgroup" },
        element(
          "tr",
          { role: "row" },
          ...[text.who, text.made].map((name) => head(name)),
          head(text.adds, "amount-head"),
          element(
            "th",
            { scope: "col", role: "columnheader", class: "axis" },
            element("span", {}, "← ", token(second)),
            element("span", {}, token(first), " →"),
          ),
        ),
      ),
      element("tbody", { role: "rowgroup" }, ...this.#rows.map(({ root }) => root), this.#total.root),
    );
  }

  /** From `low` to `high` reach the bars of all splits that are seen beside each other. */
  show(found: Explanation, pair: readonly [string, string], [low, high]: readonly [number, number]): void {
    const span = Math.max(high - low, 1e-9);
    const place = (value: number) => ((value - low) / span) * 100;
    this.root.style.setProperty("--zero", `${place(0)}%`);
    const fill = (
      row: SplitRow | undefined,
      part: Pick<Part, "difference" | "from" | "to">,
      made: string,
    ) => {
      if (!row) return;
      setText(row.made, made);
      setText(row.amount, signed(part.difference, 4));
      lean(row.amount, part.difference, 4, pair);
      lean(row.bar, part.difference, 4, pair);
      row.bar.style.left = `${Math.min(place(part.from), place(part.to))}%`;
      row.bar.style.width = `${Math.abs(place(part.to) - place(part.from))}%`;
      row.bar.classList.toggle("leftwards", part.difference < 0);
    };
    found.parts.forEach((part, index) => {
      const root = this.#rows[index]?.root;
      if (root && typeof part.source === "number") {
        root.dataset["look"] = String(part.source);
        root.dataset["weight"] = String(part.weight);
      }
      const made =
        typeof part.source === "number"
          ? `${plain(part.weight, 4)} × ${signed(part.says, 4)}`
          : text.unweighed;
      fill(this.#rows[index], part, made);
    });
    fill(this.#total, { difference: found.difference, from: 0, to: found.difference }, "");
  }

  /** The rows in the order in which they add up, the whole at the end. */
  get rows(): readonly SplitRow[] {
    return this.#total ? [...this.#rows, this.#total] : this.#rows;
  }
}

/** How far the bars of some splits reach, to the left and to the right of nothing. */
export function reach(all: readonly Explanation[]): [number, number] {
  const ends = all.flatMap(({ difference, parts }) => [
    difference,
    ...parts.flatMap(({ from, to }) => [from, to]),
  ]);
  return [Math.min(0, ...ends), Math.max(0, ...ends)];
}

export interface SplitRow {
  root: HTMLElement;
  made: HTMLElement;
  amount: HTMLElement;
  bar: HTMLElement;
}

function makeRow(name: Prose): SplitRow {
  const made = element("td", { role: "cell", class: "made" });
  const amount = element("td", { role: "cell", class: "amount" });
  const bar = element("span", { class: "split-bar" });
  const root = element(
    "tr",
    { role: "row" },
    element("th", { scope: "row", role: "rowheader" }, ...name),
    made,
    amount,
    element(
      "td",
      { role: "cell", class: "track", "aria-hidden": "true" },
      element("span", { class: "lane" }, bar),
    ),
  );
  return { root, made, amount, bar };
}

function head(name: string, className = ""): HTMLElement {
  return element("th", { scope: "col", role: "columnheader", class: className }, name);
}
