import { element, setText } from "../parts/dom.js";
import * as text from "../text/en/before.js";
import type { Difference } from "../text/en/session.js";
import type { Figures, KeptRun } from "./kept.js";

/** What is compared: a kept run, and what the present one has otherwise. */
export interface Compared {
  kept: KeptRun;
  /** Whether the kept run is the one before the present one. */
  isLast: boolean;
  /** What each of the two has otherwise than the other. */
  differences: readonly [readonly Difference[], readonly Difference[]];
  /** What the sentences of each are called, where they are others. */
  sets: readonly [string, string] | undefined;
  /** Whose shaders compute each, where that differs. */
  shaders: readonly [string, string] | undefined;
  /** The sentences that both have and that are compared. */
  sentences: readonly number[];
  /** The floors of the mean losses. */
  floors: readonly [number, number];
  /** How many sentences each of them has. */
  asked: readonly [number, number];
}

/** A row: what it is, and how it is read from the numbers of a run (0: the kept one, 1: the present one). */
interface Row {
  name: string;
  value(figures: Figures, which: 0 | 1): string;
}

/** Two runs in numbers, side by side. */
export class Both {
  readonly root = element("table", { class: "data both-runs" });
  #rows: { row: Row; now: HTMLElement }[] = [];

  /** Builds the table anew. */
  open(compared: Compared): void {
    const { before, now } = text.table;
    const heads = [before(compared.isLast), now].map((name) => element("th", { scope: "col" }, name));
    this.#rows = rowsOf(compared).map((row) => ({ row, now: element("td") }));
    this.root.replaceChildren(
      element("caption", { class: "visually-hidden" }, text.table.caption),
      element("thead", {}, element("tr", {}, element("td"), ...heads)),
      element(
        "tbody",
        {},
        ...this.#rows.map(({ row, now }) => {
          const kept = element("td", {}, row.value(compared.kept.figures, 0));
          return element("tr", {}, element("th", { scope: "row" }, row.name), kept, now);
        }),
      ),
    );
  }

  /** The numbers of the present run. */
  show(figures: Figures): void {
    for (const { row, now } of this.#rows) setText(now, row.value(figures, 1));
  }
}

function rowsOf({ differences, sets, shaders, sentences, floors, asked }: Compared): Row[] {
  const { table } = text;
  const words = sets;
  const settings = differences[0].map(({ key, label, value }, at): Row => {
    const values = [value, differences[1][at]?.value ?? ""] as const;
    // A rate may have been changed on the way: then there were several.
    const say = ({ rates }: Figures, which: 0 | 1) =>
      key === "learning-rate" && rates.length > 1 ? text.rates(rates) : text.onOff(values[which]);
    return { name: label.toLowerCase(), value: say };
  });
  const losses = sentences.map((index): Row => ({
    name: table.loss(index),
    value: ({ losses }) => text.loss(losses[index] ?? NaN),
  }));
  const mean: Row = {
    name: words ? table.meanOfEach : table.mean(asked[1]),
    value: ({ mean }) => text.loss(mean),
  };
  // Two sentences are their mean.
  const isMore = words !== undefined || asked[1] > sentences.length;
  return [
    ...(words ? [{ name: table.sentences, value: (_: Figures, which: 0 | 1) => words[which] }] : []),
    ...(shaders ? [{ name: table.shaders, value: (_: Figures, which: 0 | 1) => shaders[which] }] : []),
    ...settings,
    ...losses,
    ...(isMore ? [mean] : []),
    ...(words ? [{ name: table.floor, value: (_: Figures, which: 0 | 1) => text.loss(floors[which]) }] : []),
    { name: table.right, value: ({ right }, which) => text.of(right, asked[which]) },
    { name: table.step, value: ({ step, steps }) => text.of(step, steps) },
    { name: table.computed, value: ({ engine }) => text.computedOn(engine) },
  ];
}
