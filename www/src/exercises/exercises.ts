import { type Corpus, type Lab, read_whole } from "../../pkg/attention_lab.js";
import { element, token } from "../parts/dom.js";
import { setting } from "../session/run.js";
import { message } from "../session/turns.js";
import { runName, whole } from "../session/whole.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { linkTo } from "../frame/links.js";
import { Answers } from "./answers.js";
import type { Text } from "./asked.js";
import { type Exercise, type Part, type Seeds, exercises } from "./list.js";

/** The questions. Each asks for a prediction, brings about what it asks for, and reads the answer from that run. */
export class Exercises implements View {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #seeds: Seeds;
  readonly #seed = new Seed(() => {
    for (const form of this.#forms) form.name();
  });
  readonly #answers = new Answers();
  #corpus: Corpus | undefined;
  #forms: Form[] = [];

  constructor(root: HTMLElement, session: Session, seeds: Seeds) {
    this.#root = root;
    this.#session = session;
    this.#seeds = seeds;
  }

  open(_: Lab, corpus: Corpus): void {
    // What there is to choose from depends on the words alone: each question brings its own run.
    if (this.#forms.length === 0) this.#build(corpus);
    else if (corpus !== this.#corpus) for (const form of this.#forms) form.renew(corpus);
    this.#corpus = corpus;
  }

  #build(corpus: Corpus): void {
    this.#forms = exercises.map(
      (exercise, index) =>
        new Form(exercise, index + 1, corpus, this.#session, this.#seeds, this.#seed, this.#answers),
    );
    const groups = [...new Set(exercises.map(({ group }) => group))];
    this.#root.replaceChildren(
      this.#seed.root,
      ...groups.flatMap((group) => [
        element("h3", {}, group),
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
  readonly #check = element("button", { class: "act" }, "Check");
  readonly #finding = element("div", { class: "finding", "aria-live": "polite" });
  #partList: Part[] = [];
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
    this.renew(corpus);
    this.name();
  }

  /** Says which run is asked. */
  name(): void {
    this.#effect.textContent = effect(this.exercise, (run) => runName(this.#seed.of(run)));
  }

  /** Other choices, where the run now has others. */
  renew(corpus: Corpus): void {
    const parts = this.exercise.parts(corpus, this.#seed.of(this.exercise.run ?? ""));
    if (
      JSON.stringify(parts.map(({ options }) => options)) ===
        JSON.stringify(this.#partList.map(({ options }) => options)) &&
      this.#partList.length > 0
    )
      return;
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
      this.#say("", ["Say first what you expect."]);
      return;
    }
    const isNumber = (part: number) => this.#partList[part]?.kind === "number";
    const numbers = answers.map(([text = ""], part) => (isNumber(part) ? read_whole(text) : NaN));
    const strange = numbers.indexOf(undefined);
    if (strange >= 0) {
      this.#say("", [`“${answers[strange]?.[0] ?? ""}” is no whole number: write one in digits, as in 12.`]);
      return;
    }
    const meant = answers.map((answer, part) => (isNumber(part) ? [String(numbers[part])] : answer));
    this.#busy = true;
    this.#check.setAttribute("aria-disabled", "true");
    this.#say("", ["Asking the run …"]);
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
      values === undefined || (await this.#session.show(this.#seed.of(values)));
    let ready = await open(before?.run);
    const was = ready
      ? await this.#session.take((lab) => before?.take({ lab, corpus: this.#session.corpus }) ?? "")
      : "";
    ready &&= await open(run);
    const found = ready ? await study?.(this.#seeds) : undefined;
    if (!ready || (study && found === undefined)) {
      this.#say("", ["The training was stopped: check again when you want it to go on."]);
      return;
    }
    await this.#session.take((lab) => {
      const { right, says } = check({ lab, corpus: this.#session.corpus }, answers, {
        before: was,
        study: found ?? NaN,
      });
      const [goal, name] = this.exercise.see;
      const see = linkTo(goal, name);
      this.#say(right ? "right" : "wrong", [
        element("b", {}, right ? "Right. " : "Wrong. "),
        ...says,
        ...(run === undefined
          ? [" "]
          : [element("span", { class: "of-run" }, ` (${runName(lab.settings())}) `)]),
        "See it: ",
        see,
      ]);
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

  #say(verdict: string, text: Text): void {
    this.#finding.dataset["verdict"] = verdict;
    this.#finding.replaceChildren(element("p", {}, ...text));
  }
}

/** What a check will do to the page, before it does it. */
function effect({ run, before, study }: Exercise, name: (run: string) => string): string {
  if (run === undefined) return "needs no run";
  if (study) return `trains twenty seeds of ${name(run)}`;
  if (before) return `trains ${name(before.run)}, then ${name(run)}`;
  return `trains ${name(run)}`;
}

/** The seed of all runs that are asked, for who wants to ask others than the notebook's. */
class Seed {
  readonly root: HTMLElement;
  readonly #input = element("input", { id: "question-seed", inputmode: "numeric", spellcheck: "false" });
  readonly #error = element("span", { class: "error", role: "alert" });
  readonly #own = setting(whole(""), "seed");
  #seed = this.#own;

  constructor(changed: () => void) {
    this.#input.value = this.#own;
    this.root = element(
      "p",
      { class: "exercise-number exercise-seed" },
      element("label", { for: this.#input.id }, "Seed of all these runs"),
      this.#input,
      this.#error,
    );
    this.#input.addEventListener("change", () => {
      try {
        this.#seed = setting(
          whole(`seed=${encodeURIComponent(this.#input.value.trim() || this.#own)}`),
          "seed",
        );
        this.#error.textContent = "";
      } catch (error) {
        this.#error.textContent = message(error);
      }
      changed();
    });
  }

  /** A question's run, whole. */
  of(run: string): string {
    return whole(`${run}&seed=${this.#seed}`);
  }
}

function control({ label, kind, options = [] }: Part, name: string): HTMLElement {
  if (kind === "number") {
    return element(
      "p",
      { class: "exercise-number" },
      element("label", { for: name }, ...label),
      element("input", { id: name, name, inputmode: "numeric" }),
    );
  }
  const type = kind === "several" ? "checkbox" : "radio";
  const choices = options.map(([value, text]) =>
    element("label", { class: "option" }, element("input", { type, name, value }), words(text)),
  );
  return element(
    "fieldset",
    {},
    element("legend", {}, ...label),
    element("div", { class: "choices" }, ...choices),
  );
}

/** A word of the corpus keeps its colour here too; “the” is one where it is quoted or stands alone. */
function words(text: string): HTMLElement {
  if (text === "the") return element("span", {}, token(text));
  const parts = text.split(/(?<=“)([^”]+)(?=”)|(<ST>|\b(?:man|woman|chkn|ordrd|beef)\b)/);
  // What was split at stands between the rest, as one or the other kind.
  const made = parts.map((part, at) => (part && at % 3 > 0 ? token(part) : part));
  return element("span", {}, ...made.filter(Boolean));
}
