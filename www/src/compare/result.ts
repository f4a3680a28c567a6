import type { Study, StudyRun } from "../../pkg/attention_lab.js";
import { element, fixed, token } from "../dom.js";

/** The results from index `from` on that a study has by now. */
export function resultsFrom(study: Study, from: number): StudyRun[] {
  const results: StudyRun[] = [];
  for (let index = from; index < study.finished(); index += 1) {
    const found = study.run(index);
    if (found) results.push(found);
  }
  return results;
}

/** One setting of a run. */
export function setting(settings: string, key: string): string {
  return new URLSearchParams(settings).get(key) ?? "";
}

/** All but some settings: what two runs must share to be compared. */
export function others(settings: string, ...keys: string[]): string {
  const rest = new URLSearchParams(settings);
  for (const key of keys) rest.delete(key);
  return rest.toString();
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
