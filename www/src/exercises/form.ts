import { type Corpus, read_whole } from "../../pkg/attention_lab.js";
import { linkTo } from "../frame/links.js";
import { type Prose, element, inPlain } from "../parts/dom.js";
import type { Run } from "../session/run.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import { runName } from "../session/whole.js";
import * as text from "../text/en/questions.js";
import type { Answers, Checked } from "./answers.js";
import type { Finding } from "./asked.js";
import { control } from "./control.js";
import type { Exercise, Seeds } from "./exercise.js";
import type { Blank } from "./parts.js";
import type { Seed } from "./seed.js";

/** A question as it stands on the page: what is asked, what is predicted, and what the run says. */
export class Form {
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
  readonly #question: Prose;
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
    this.#question = exercise.question(corpus);
    const question = element("p", { id, class: "question" }, ...this.#question);
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
    this.#form.addEventListener("input", () => this.#answers.keep(this.exercise.name, this.#read()));
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
    this.#answers.of(this.exercise.name).forEach((answers, index) => {
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
    const found = await this.#find(answers);
    if (!found) return this.#say("", [text.stopped]);
    const { right, says, run } = found;
    const [goal, name] = this.exercise.see;
    this.#say(right ? "right" : "wrong", text.found(right, says, run, linkTo(goal, name)));
    const predicted = this.#inWords(answers);
    this.#answers.check(this.exercise.name, { predicted, right, says: inPlain(says), run: run ?? "" });
  }

  /** What the live run says to an answer, and which run that is; nothing if its training was stopped. */
  async #find(answers: string[][]): Promise<(Finding & { run: string | undefined }) | undefined> {
    const { run, before, study, check } = this.exercise;
    const open = async (values: string | undefined) =>
      values === undefined || (await this.#session.showRun(this.#runOf(values)));
    let ready = await open(before?.run);
    const was = ready
      ? await this.#session.take((lab) => before?.take({ lab, corpus: this.#session.corpus }) ?? "")
      : "";
    ready &&= await open(run);
    const count = ready ? await study?.(this.#seeds) : undefined;
    if (!ready || (study && count === undefined)) return undefined;
    return this.#session.take((lab) => ({
      ...check({ lab, corpus: this.#session.corpus }, answers, { before: was, study: count ?? NaN }),
      run: run === undefined ? undefined : runName(this.#session.wanted),
    }));
  }

  /** The question, and what there is to choose from, a line for each part. */
  get asked(): Asked {
    const parts = this.#partList.map(({ label, options = [] }) => ({
      label: inPlain(label),
      options: options.map(([, says]) => inPlain(says)),
    }));
    return { name: this.exercise.name, question: inPlain(this.#question.map(quoted)), parts };
  }

  /** What came of it so far. */
  get checked(): Checked | undefined {
    return this.#answers.checked(this.exercise.name);
  }

  /** What the live run says, whatever anybody predicts; nothing if its training was stopped. */
  async key(): Promise<string | undefined> {
    const found = await this.#find([]);
    return found && inPlain(found.says);
  }

  /** Answers as they read. */
  #inWords(answers: string[][]): string {
    const words = this.#partList.map(({ options = [] }, index) =>
      (answers[index] ?? [])
        .map((value) => inPlain(options.find(([option]) => option === value)?.[1] ?? [value]))
        .join(", "),
    );
    return words.join("; ");
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

/** A word that is spoken of, where no colour tells it from the sentence around it. */
function quoted(part: Node | string): Node | string {
  return part instanceof Element && part.matches(".token") ? text.quoted(part.textContent) : part;
}

/** A question in plain words. */
export interface Asked {
  name: string;
  question: string;
  parts: { label: string; options: string[] }[];
}
