import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, sentence, setText, token } from "../parts/dom.js";
import { fixed } from "../parts/numbers.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/task.js";

/** Every sentence with its loss and its answer, where there are more than the two that are compared. */
export class AllSentences implements View {
  readonly #root: HTMLDetailsElement;
  readonly #title = element("summary");
  readonly #body = element("tbody");
  #rows: { loss: HTMLElement; answer: HTMLElement; places: HTMLElement }[] = [];
  #corpus: Corpus | undefined;

  constructor(root: HTMLDetailsElement, session: Session) {
    this.#root = root;
    const heads = [text.all.number, text.all.sentence, text.all.loss, text.all.answer, text.all.places];
    root.replaceChildren(
      this.#title,
      element(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": text.all.label },
        element(
          "table",
          { class: "data all-sentences" },
          element(
            "thead",
            {},
            element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name))),
          ),
          this.#body,
        ),
      ),
    );
    // Closed it costs nothing, however many sentences there are.
    root.addEventListener("toggle", () => void session.take((lab) => this.settle(lab)));
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#root.hidden = corpus.sentences.length < 3;
    setText(this.#title, text.all.title(corpus.sentences.length));
    this.#rows = [];
    this.#body.replaceChildren();
  }

  settle(lab: Lab): void {
    if (!this.#root.open || this.#root.hidden || !this.#corpus) return;
    if (this.#rows.length === 0) this.#build(this.#corpus);
    const { sentences } = this.#corpus;
    lab.standings().forEach(({ loss, isRight, rightPlaces, guess }, index) => {
      const row = this.#rows[index];
      if (!row) return;
      setText(row.loss, fixed(loss, 4));
      setText(row.places, text.all.of(rightPlaces, sentences[index]?.words.length ?? 0));
      const said = `${guess} ${isRight}`;
      if (row.answer.dataset["said"] === said) return;
      row.answer.dataset["said"] = said;
      row.answer.dataset["right"] = String(isRight);
      row.answer.replaceChildren(token(guess), isRight ? text.all.right : text.all.wrong);
    });
  }

  #build({ sentences, pair }: Corpus): void {
    const rows = sentences.map(({ words }, index) => {
      const cells = { loss: element("td"), answer: element("td"), places: element("td") };
      const isCompared = pair.sentences.includes(index);
      const row = element(
        "tr",
        isCompared ? { "aria-current": "true" } : {},
        element("th", { scope: "row" }, String(index + 1)),
        element("td", { dir: "auto", class: "words" }, sentence(words)),
        cells.loss,
        cells.answer,
        cells.places,
      );
      this.#rows.push(cells);
      return row;
    });
    this.#body.replaceChildren(...rows);
  }
}
