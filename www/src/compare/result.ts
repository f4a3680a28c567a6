import type { Study, StudyRun } from "../../pkg/attention_lab.js";
import { type Prose, element, token } from "../parts/dom.js";
import * as text from "../text/en/compare.js";

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
    guess ? token(guess) : text.noNumber,
    element("span", { class: "verdict", "aria-hidden": "true" }, right ? "✓" : "✗"),
    element("span", { class: "visually-hidden" }, right ? text.right : text.wrong),
  );
}

/** How much a place looks at some words. */
export function looks({ weights }: StudyRun, words: readonly string[]): { word: string; weight: number }[] {
  return words.map((word, index) => ({ word, weight: weights[index] ?? NaN }));
}

/** What place asks, where it looks and what it says. */
export function inWords(found: StudyRun, asking: string, telling: readonly string[]): Prose {
  const answers = found.guesses.map((guess, index) => answer(guess, found.right[index] === true));
  return text.looksAndAnswers(asking, looks(found, telling), answers);
}
