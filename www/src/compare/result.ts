import type { Study, StudyRun } from "../../pkg/attention_lab.js";
import { element, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";

/** The results from index `from` on that a study has by now. */
export function resultsFrom(study: Study, from: number): StudyRun[] {
  const results: StudyRun[] = [];
  for (let index = from; index < study.finished(); index += 1) {
    const found = study.run(index);
    if (found) results.push(found);
  }
  return results;
}

/** A guess and whether it is right, for eyes by a mark and for ears by a word. */
export function answer(guess: string, right: boolean): HTMLSpanElement {
  return element(
    "span",
    { class: "answer", "data-right": String(right) },
    guess ? token(guess) : "no number",
    element("span", { class: "verdict", "aria-hidden": "true" }, right ? "✓" : "✗"),
    element("span", { class: "visually-hidden" }, right ? " right" : " wrong"),
  );
}

/** What place asks, where it looks and what it says, in words: `the` looks at man 0.98 and woman 0.00. */
export function inWords(found: StudyRun, asking: string, telling: readonly string[]): (Node | string)[] {
  const looks = telling.flatMap((word, index) => [
    index > 0 ? " and gives " : " gives ",
    token(word),
    ` ${fixed(found.weights[index] ?? NaN, 2)}`,
  ]);
  const answers = found.guesses.flatMap((guess, index) => [
    index > 0 ? ", " : "",
    answer(guess, found.right[index] === true),
  ]);
  return [token(asking), ...looks, " of its look. It answers ", ...answers, "."];
}
