import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { byId } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { AllSentences } from "./all.js";
import { Editor } from "./editor.js";
import { PairChoice } from "./pair.js";
import { castRoles } from "./roles.js";
import { Sentences } from "./sentences.js";
import { Shelf } from "./shelf.js";
import { Told } from "./told.js";

/** The sentences: which set they are, the pair that is compared word by word, all of them, and a box to write others in. */
export class Task implements View {
  readonly #session: Session;
  readonly #editor: Editor;
  readonly #shelf: Shelf;
  readonly #parts: readonly View[];
  #corpus: Corpus | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#editor = new Editor(byId("div", "editor"), session);
    this.#shelf = new Shelf(byId("div", "shelf"), session, this.#editor);
    this.#parts = [
      new PairChoice(byId("div", "pair"), session),
      new Sentences(byId("div", "sentences")),
      new AllSentences(byId("details", "all-sentences"), session),
      new Told(byId("p", "told"), byId("p", "floor")),
    ];
  }

  /** Puts a text file into the box. */
  openFile(file: File): Promise<void> {
    return this.#editor.openFile(file);
  }

  open(lab: Lab, corpus: Corpus): void {
    const { words } = this.#session.wanted;
    if (corpus !== this.#corpus) {
      this.#corpus = corpus;
      castRoles(corpus, words);
    }
    // A link can bring other sentences than those that were chosen or typed here.
    this.#shelf.show(words);
    this.#editor.show(words);
    for (const part of this.#parts) part.open?.(lab, corpus);
  }

  draw(lab: Lab): void {
    for (const part of this.#parts) part.draw?.(lab);
  }

  settle(lab: Lab): void {
    for (const part of this.#parts) part.settle?.(lab);
  }
}
