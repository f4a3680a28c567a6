import type { Study, StudyRun } from "../../pkg/attention_lab.js";
import { type Prose, element } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import { setting } from "../session/run.js";
import * as text from "../text/en/compare.js";
import { answer } from "./result.js";
import type { Words } from "./words.js";

/** Where the place looks by how many answers are right: what the dots show, as numbers. */
export function tallyTable(study: Study, { asking, telling }: Words): HTMLElement[] {
  const tally = study.tally();
  const sentences = asking.length;
  const most = Array.from({ length: sentences + 1 }, (_, back) => sentences - back);
  const at = (looks: number, right: number) => tally[looks * (sentences + 1) + right] ?? 0;
  const { tally: said } = text;
  const looksAt: Prose[] = [said.both(telling), [said.one], [said.neither]];
  const sum = (right: number) => most.reduce((total, looks) => total + at(looks, right), 0);
  const head = [said.looksAt, said.bothRight, said.oneRight, said.noneRight];
  return [
    element("caption", {}, ...said.caption(asking[0] ?? "")),
    element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
    element(
      "tbody",
      {},
      ...most.map((looks, row) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, ...(looksAt[row] ?? [])),
          ...most.map((right) => element("td", {}, String(at(looks, right)))),
        ),
      ),
    ),
    element(
      "tfoot",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "row" }, said.all),
        ...most.map((right) => element("td", { "data-right": String(right) }, String(sum(right)))),
      ),
    ),
  ];
}

/** Every run, with its seed to open it by. */
export function runsTable(
  results: readonly StudyRun[],
  { telling }: Words,
  show: (found: StudyRun) => void,
): HTMLElement[] {
  const rows = results.map((found) => {
    const seed = setting(found.settings, "seed");
    const open = element("button", { type: "button", class: "try" }, text.seeds.seed(seed));
    open.addEventListener("click", () => show(found));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, open),
      ...found.guesses.map((guess, index) => element("td", {}, answer(guess, found.right[index] === true))),
      ...found.weights.map((weight) => element("td", {}, fixed(weight, 3))),
    );
  });
  const heads: Prose[] = [
    [text.runs.run],
    ...telling.map(text.runs.after),
    ...telling.map(text.runs.weightOn),
  ];
  return [
    element("thead", {}, element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, ...name)))),
    element("tbody", {}, ...rows),
  ];
}

/** In how many runs so many of all asked answers are right. */
export function rightTable(results: readonly StudyRun[]): HTMLElement[] {
  const asked = results[0]?.asked ?? 0;
  const counts = new Map<number, number>();
  for (const { allRight } of results) counts.set(allRight, (counts.get(allRight) ?? 0) + 1);
  const rows = [...counts].toSorted(([one], [other]) => other - one);
  const { rightAnswers: said } = text;
  return [
    element("caption", {}, said.caption),
    element(
      "thead",
      {},
      element("tr", {}, ...[said.answers, said.runs].map((name) => element("th", { scope: "col" }, name))),
    ),
    element(
      "tbody",
      {},
      ...rows.map(([right, runs]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, said.of(right, asked)),
          element("td", {}, String(runs)),
        ),
      ),
    ),
  ];
}
