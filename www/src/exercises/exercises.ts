import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element } from "../parts/dom.js";
import { notebookWords } from "../session/whole.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/questions.js";
import { KeptAnswers } from "./answers.js";
import type { Need, Seeds } from "./exercise.js";
import { exercises } from "./list.js";
import { Form } from "./form.js";
import { Seed } from "./seed.js";

/** The questions. Each asks for a prediction, brings about what it asks for, and reads the answer from that run. */
export class Exercises implements View {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #seeds: Seeds;
  readonly #chosen: readonly string[] | undefined;
  readonly #seed = new Seed(() => {
    for (const form of this.#forms) form.name();
  });
  readonly #answers = new KeptAnswers();
  #corpus: Corpus | undefined;
  #forms: Form[] = [];

  /** With `chosen`, only those of these names, in this order. */
  constructor(root: HTMLElement, session: Session, seeds: Seeds, chosen?: readonly string[]) {
    this.#chosen = chosen;
    this.#root = root;
    this.#session = session;
    this.#seeds = seeds;
  }

  open(_: Lab, corpus: Corpus): void {
    // What there is to choose from depends on the words alone: each question brings its own run.
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#build(corpus);
  }

  #build(corpus: Corpus): void {
    const words = this.#session.wanted.words;
    const answers = this.#answers.of(`${words}\n${corpus.pair.sentences.join()}`);
    const met = exercises.filter(({ needs }) => isMet(needs, corpus, words));
    const asked = this.#chosen?.flatMap((chosen) => met.filter(({ name }) => name === chosen)) ?? met;
    this.#forms = asked.map(
      (exercise, index) =>
        new Form(exercise, index + 1, corpus, this.#session, this.#seeds, this.#seed, answers),
    );
    this.#root.replaceChildren(this.#seed.root, ...(this.#chosen ? [list(this.#forms)] : this.#inGroups()));
  }

  /** The questions of these sentences, in their order. */
  get forms(): readonly Form[] {
    return this.#forms;
  }

  #inGroups(): HTMLElement[] {
    const groups = [...new Set(this.#forms.map(({ exercise }) => exercise.group))];
    return groups.flatMap((group) => [
      element("h3", {}, text.groups[group]),
      list(this.#forms.filter(({ exercise }) => exercise.group === group)),
    ]);
  }
}

function list(forms: readonly Form[]): HTMLElement {
  return element("ol", { class: "exercise-list" }, ...forms.map(({ root }) => root));
}

function isMet(need: Need, corpus: Corpus, words: string): boolean {
  switch (need) {
    case "nothing":
      return true;
    case "meeting":
      return corpus.pair.meetsAgain;
    case "fork":
      return corpus.forks.length === 1 && corpus.forks[0]?.beginning.length === 1;
    case "notebook":
      return words === notebookWords();
  }
}
