import type { Asked } from "../exercises/form.js";
import { printSheet } from "../frame/print-sheet.js";
import { element, sentence } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import { withTaken } from "../taken/taken-run.js";
import * as text from "../text/en/class.js";

/** The notebook's three figures, by their names in the crate. */
const pictures = ["probabilities", "attention", "value"];

/** Prints one page: the sentences, the three figures of the compared pair, and room for answers. Says what came of it. */
export async function printLesson(
  session: Session,
  { title, words, questions }: { title: string; words: string; questions: readonly Asked[] },
): Promise<string> {
  const { corpus } = session;
  const compared = [...new Set(corpus.pair.sentences)];
  const { drawn, step } = await withTaken(session, (taken, step) => ({
    drawn: compared.map((sentence) => pictures.map((picture) => taken.figure(sentence, picture))),
    step,
  }));
  const rows = drawn.map((row) => row.map((svg) => image(svg)));
  await Promise.all(rows.flat().map((image) => image.decode().catch(() => undefined)));
  const sheet = element(
    "article",
    {},
    element("p", { class: "sheet-name" }, text.sheet.name),
    element("h1", {}, title),
    ...(words === "" ? [] : [element("p", { class: "lesson-words" }, words)]),
    element("h2", {}, text.sheet.sentences),
    element(
      "ol",
      { class: "sheet-sentences" },
      ...compared.map((index) => element("li", {}, sentence(corpus.sentences[index]?.words ?? []))),
    ),
    element("p", {}, text.sheet.head(step)),
    element(
      "div",
      { class: "sheet-pictures" },
      ...text.sheet.pictures.map((name) => element("h3", {}, name)),
      ...rows.flat(),
    ),
    element("h2", {}, text.sheet.questions),
    element("ol", { class: "sheet-questions" }, ...questions.map(question)),
  );
  return printSheet(sheet) ? text.sheet.printed : text.sheet.refused;
}

function image(svg: string): HTMLImageElement {
  return element("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, alt: "" });
}

/** A question with its choices to be ticked, and a line where it has none. */
function question({ question, parts }: Asked): HTMLElement {
  return element(
    "li",
    {},
    question,
    ...parts.map(({ label, options }) =>
      element(
        "p",
        { class: options.length === 0 ? "sheet-line" : "sheet-options" },
        `${label}: `,
        ...options.map((option) => element("span", {}, `☐ ${option}`)),
      ),
    ),
  );
}
