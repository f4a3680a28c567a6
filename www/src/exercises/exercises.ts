import { type Corpus, type Lab, read_whole } from "../../pkg/attention_lab.js";
import { type Prose, element } from "../parts/dom.js";
import { message } from "../session/turns.js";
import { notebookWords, runName } from "../session/whole.js";
import type { Run } from "../session/run.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { linkTo } from "../frame/links.js";
import * as text from "../text/en/questions.js";
import { type Answers, KeptAnswers } from "./answers.js";
import type { Exercise, Need, Seeds } from "./exercise.js";
import { exercises } from "./list.js";
import { control } from "./control.js";
import type { Blank } from "./parts.js";
import { Seed } from "./seed.js";

/** The questions. Each asks for a prediction, brings about what it asks for, and reads the answer from that run. */
export class Exercises implements View {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #seeds: Seeds;
  readonly #seed = new Seed(() => {
    for (const form of this.#forms) form.name();
  });
  readonly #answers = new KeptAnswers();
  #corpus: Corpus | undefined;
  #forms: Form[] = [];

  constructor(root: HTMLElement, session: Session, seeds: Seeds) {
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
    const asked = exercises.filter(({ needs }) => isMet(needs, corpus, words));
    this.#forms = asked.map(
      (exercise, index) =>
        new Form(exercise, index + 1, corpus, this.#session, this.#seeds, this.#seed, answers),
    );
    const groups = [...new Set(asked.map(({ group }) => group))];
    this.#root.replaceChildren(
      this.#seed.root,
      ...groups.flatMap((group) => [
        element("h3", {}, text.groups[group]),
        element(
          "ol",
          { class: "exercise-list" },
          ...this.#forms.filter(({ exercise }) => exercise.group === group).map(({ root }) => root),
        ),
      ]),
    );
  }
}

class Form {
  readonly exercise: Exercise;
  readonly root: HTMLLIElement;
  readonly #number: number;
  readonly #session: Session;
  readonly #seeds: Seeds;
  readonly #seed: Seed;
  readonly #effect = element("span", { class: "of-run" });
  readonly #answers: Answers;
  readonly #form = element("form", { autocomplete: "off" });
  readonly #parts = element("div", { class: "exercise-parts" });
  readonly #check = element("button", { class: "act" }, text.check);
  readonly #finding = element("div", { class: "finding", "aria-live": "polite" });
  #partList: Blank[] = [];
  #busy = false;

  constructor(
    exercise: Exercise,
    number: number,
    corpus: Corpus,
    session: Session,
    seeds: Seeds,
    seed: Seed,
    answers: Answers,
  ) {
    this.exercise = exercise;
    this.#answers = answers;
    this.#number = number;
    this.#session = session;
    this.#seeds = seeds;
    this.#seed = seed;
    const id = `exercise-${number}`;
    this.#form.setAttribute("aria-labelledby", id);
    const question = element("p", { id, class: "question" }, ...exercise.question(corpus));
    this.#form.append(this.#parts, element("p", { class: "exercise-act" }, this.#check, " ", this.#effect));
    this.root = element(
      "li",
      { class: "exercise", value: String(number) },
      question,
      this.#form,
      this.#finding,
    );
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#answer();
    });
    this.#form.addEventListener("input", () => this.#answers.keep(this.#number, this.#read()));
    this.#offer(corpus);
    this.name();
  }

  /** Says which run is asked. */
  name(): void {
    this.#effect.textContent = effect(this.exercise, (run) => runName(this.#runOf(run)));
  }

  #runOf(run: string): Run {
    return this.#seed.of(run, this.#session.wanted);
  }

  #offer(corpus: Corpus): void {
    const parts = this.exercise.parts(corpus, this.#runOf(this.exercise.run ?? "").settings);
    this.#partList = parts;
    this.#parts.replaceChildren(
      ...parts.map((part, index) => control(part, `exercise-${this.#number}-${index}`)),
    );
    this.#answers.of(this.#number).forEach((answers, index) => {
      for (const input of this.#inputs(index)) {
        if (input.type === "text") input.value = answers[0] ?? "";
        else input.checked = answers.includes(input.value);
      }
    });
  }

  async #answer(): Promise<void> {
    if (this.#busy) return;
    const answers = this.#read();
    if (answers.some((answer, index) => this.#partList[index]?.kind !== "several" && !answer[0])) {
      this.#say("", [text.sayFirst]);
      return;
    }
    const isNumber = (part: number) => this.#partList[part]?.kind === "number";
    const numbers = answers.map(([text = ""], part) => (isNumber(part) ? read_whole(text) : NaN));
    const strange = numbers.indexOf(undefined);
    if (strange >= 0) {
      this.#say("", [text.noWholeNumber(answers[strange]?.[0] ?? "")]);
      return;
    }
    const meant = answers.map((answer, part) => (isNumber(part) ? [String(numbers[part])] : answer));
    this.#busy = true;
    this.#check.setAttribute("aria-disabled", "true");
    this.#say("", [text.asking]);
    try {
      await this.#ask(meant);
    } catch (error) {
      this.#say("", [message(error)]);
    }
    this.#busy = false;
    this.#check.removeAttribute("aria-disabled");
  }

  async #ask(answers: string[][]): Promise<void> {
    const { run, before, study, check } = this.exercise;
    const open = async (values: string | undefined) =>
      values === undefined || (await this.#session.showRun(this.#runOf(values)));
    let ready = await open(before?.run);
    const was = ready
      ? await this.#session.take((lab) => before?.take({ lab, corpus: this.#session.corpus }) ?? "")
      : "";
    ready &&= await open(run);
    const found = ready ? await study?.(this.#seeds) : undefined;
    if (!ready || (study && found === undefined)) {
      this.#say("", [text.stopped]);
      return;
    }
    await this.#session.take((lab) => {
      const { right, says } = check({ lab, corpus: this.#session.corpus }, answers, {
        before: was,
        study: found ?? NaN,
      });
      const [goal, name] = this.exercise.see;
      const asked = run === undefined ? undefined : runName(this.#session.wanted);
      this.#say(right ? "right" : "wrong", text.found(right, says, asked, linkTo(goal, name)));
    });
  }

  #inputs(part: number): HTMLInputElement[] {
    const name = `exercise-${this.#number}-${part}`;
    return [...this.#parts.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
  }

  #read(): string[][] {
    return this.#partList.map(({ kind }, index) => {
      const inputs = this.#inputs(index);
      if (kind === "number") return inputs.map(({ value }) => value.trim());
      return inputs.filter(({ checked }) => checked).map(({ value }) => value);
    });
  }

  #say(verdict: string, text: Prose): void {
    this.#finding.dataset["verdict"] = verdict;
    this.#finding.replaceChildren(element("p", {}, ...text));
  }
}

/** What a check will do to the page, before it does it. */
function effect({ run, before, study }: Exercise, name: (run: string) => string): string {
  if (run === undefined) return text.effects.none;
  if (study) return text.effects.trainSeeds(name(run));
  if (before) return text.effects.trainBoth(name(before.run), name(run));
  return text.effects.train(name(run));
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
