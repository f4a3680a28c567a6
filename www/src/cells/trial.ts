import { log_every } from "../../pkg/attention_lab.js";
import { linkTo } from "../frame/links.js";
import { element, setText } from "../parts/dom.js";
import { count, fixed } from "../parts/numbers.js";
import * as text from "../text/en/cells.js";
import { message } from "../session/turns.js";
import { type Asked, type Course, type Task, asked, follow, means } from "./course.js";
import { curve } from "./curve.js";
import type { Parts } from "./parts.js";
import { type Cell, table } from "./table.js";
import { Refusal, type Workshop } from "./workshop.js";

/** How long it is not said again how far a training is, in milliseconds. */
const rest = 500;

/** A run by the shaders as they are edited, beside the same run by those that were shipped. */
export interface Outcome {
  shipped: Course;
  yours: Course;
}

/** Trains with the shaders as they are edited, and shows what came of it. What a later try does not reach stays. */
export class Trial {
  readonly root: HTMLElement;
  readonly #workshop: Workshop;
  readonly #parts: Parts;
  readonly #task: () => Task;
  readonly #refused: (refusal: Refusal) => void;
  readonly #run = element("button", { type: "button", class: "take-step" }, text.run.run);
  readonly #differences = element("button", { type: "button", class: "act" }, text.run.byDifferences);
  readonly #inPage = element("button", { type: "button", class: "act" }, text.run.inPage);
  readonly #stop = element("button", { type: "button", class: "act", hidden: "" }, text.run.stop);
  readonly #state = element("p", { class: "cells-state", role: "status" });
  readonly #result = element("div", { class: "cells-result" });
  #shipped: { of: string; course: Course } | undefined;
  #stopNow: (() => void) | undefined;
  /** When it was last said how far it is. */
  #said = 0;

  constructor(
    workshop: Workshop,
    parts: Parts,
    task: () => Task,
    refused: (refusal: Refusal) => void,
    openRun: (edits: string[]) => Promise<string[] | undefined>,
  ) {
    this.#workshop = workshop;
    this.#parts = parts;
    this.#task = task;
    this.#refused = refused;
    this.root = element(
      "div",
      { class: "cells-trial" },
      element("h3", {}, text.run.heading),
      element(
        "p",
        { class: "cells-act" },
        this.#run,
        " ",
        this.#differences,
        " ",
        this.#inPage,
        " ",
        this.#stop,
      ),
      element("p", { class: "cells-about" }, text.run.about),
      this.#state,
      this.#result,
    );
    this.#run.addEventListener("click", () => void this.run(false));
    this.#differences.addEventListener("click", () => void this.run(true));
    this.#stop.addEventListener("click", () => this.#stopNow?.());
    this.#inPage.addEventListener("click", () => void this.#open(openRun));
  }

  /** Trains both runs; nothing if a shader is refused or something else is in the way, which is then said. */
  async run(byDifferences: boolean): Promise<Outcome | undefined> {
    if (this.#stopNow) return undefined;
    this.#busy(() => undefined);
    setText(this.#state, text.run.starting);
    try {
      return await this.#train(byDifferences);
    } catch (error) {
      setText(this.#state, error instanceof Refusal ? "" : message(error));
      if (error instanceof Refusal) this.#refused(error);
      return undefined;
    } finally {
      this.#busy(undefined);
    }
  }

  /** The run of the page becomes that of the shaders as they are edited. */
  async #open(openRun: (edits: string[]) => Promise<string[] | undefined>): Promise<void> {
    setText(this.#state, text.run.starting);
    const edited = await openRun(this.#parts.edits());
    if (!edited) return setText(this.#state, text.run.notInPage);
    this.#state.replaceChildren(text.run.isInPage(edited), " ", linkTo("bench", text.run.toBench));
  }

  async #train(byDifferences: boolean): Promise<Outcome | undefined> {
    const task = this.#task();
    const edited = this.#parts.edited();
    const edits = this.#parts.edits();
    const shipped = await this.#baseline(task);
    if (!shipped.isWhole) {
      setText(this.#state, text.run.stopped(shipped.losses.length));
      return undefined;
    }
    const since = performance.now();
    const training = follow(this.#workshop, task, { edits, byDifferences }, (step, steps) => {
      const left = ((performance.now() - since) / 1000 / step) * (steps - step);
      this.#progress(text.run.progress(step, steps, left));
    });
    this.#busy(training.stop);
    const yours = await training.done;
    const time = text.run.done(yours.losses.length, yours.milliseconds);
    const factor = yours.milliseconds / yours.losses.length / (shipped.milliseconds / shipped.losses.length);
    setText(
      this.#state,
      [
        !yours.isWhole ? text.run.stopped(yours.losses.length) : time,
        ...(byDifferences && factor > 1 ? [text.run.slower(factor)] : []),
        ...(yours.losses.some(Number.isNaN) ? [text.run.unsafe] : []),
      ].join(" "),
    );
    const outcome = { shipped, yours };
    const parts = this.#parts.marked ? edited.map(text.quoted) : [text.run.shaders];
    const how = edited.length === 0 ? text.run.asShipped : text.run.withYour(parts, byDifferences);
    this.#result.replaceChildren(...result(task, outcome, how));
    return outcome;
  }

  /** The same run by the shipped shaders, which is trained once. */
  async #baseline(task: Task): Promise<Course> {
    const of = [task.settings, task.words, asked(task.corpus).map(({ sentence }) => sentence)].join("\n");
    if (this.#shipped?.of === of) return this.#shipped.course;
    const training = follow(this.#workshop, task, { edits: [], byDifferences: false }, (step, steps) =>
      this.#progress(`${text.run.beforeTheEdit} ${text.run.progress(step, steps, 0)}`),
    );
    this.#busy(training.stop);
    const course = await training.done;
    if (course.isWhole) this.#shipped = { of, course };
    return course;
  }

  /** How far it is: not so often that a screen reader would say nothing else. */
  #progress(sentence: string): void {
    if (performance.now() - this.#said < rest) return;
    this.#said = performance.now();
    setText(this.#state, sentence);
  }

  #busy(stop: (() => void) | undefined): void {
    this.#stopNow = stop;
    this.#stop.hidden = stop === undefined;
    for (const button of [this.#run, this.#differences]) {
      button.setAttribute("aria-disabled", String(stop !== undefined));
    }
  }
}

function result({ corpus }: Task, { shipped, yours }: Outcome, how: string): HTMLElement[] {
  const sentences = corpus.sentences.length;
  const every = log_every(means(shipped.losses, sentences).length);
  return [
    element("p", { class: "cells-how" }, how),
    element(
      "div",
      { class: "cells-compared" },
      ...(shipped.losses.length > 0
        ? [curve(means(shipped.losses, sentences), means(yours.losses, sentences))]
        : []),
      answers(corpus.sentences, asked(corpus), shipped, yours),
    ),
    element(
      "details",
      {},
      element("summary", {}, text.run.everyLoss),
      losses(asked(corpus), sentences, every, shipped, yours),
    ),
  ];
}

function answers(
  sentences: Task["corpus"]["sentences"],
  places: readonly Asked[],
  shipped: Course,
  yours: Course,
): HTMLElement {
  const answer = ({ answers }: Course, index: number): Cell => {
    const { guess = "", chance = NaN, target = "" } = answers[index] ?? {};
    const verdict = guess === target ? text.run.right : text.run.wrong;
    return [...text.run.answer(guess, chance), element("span", { class: "cells-right" }, ` ${verdict}`)];
  };
  return table(
    text.run.answersCaption,
    text.run.answersColumns,
    places.map(({ sentence, place }, index) => [
      [text.readSoFar(sentences[sentence]?.words.slice(0, place + 1) ?? [])],
      [text.word(yours.answers[index]?.target ?? "")],
      answer(shipped, index),
      answer(yours, index),
    ]),
  );
}

function losses(
  places: readonly Asked[],
  sentences: number,
  every: number,
  shipped: Course,
  yours: Course,
): HTMLElement {
  const epochs = Math.max(...[shipped, yours].map(({ losses }) => Math.floor(losses.length / sentences)));
  const at = ({ losses }: Course, epoch: number, sentence: number) => {
    const loss = losses[epoch * sentences + sentence];
    return loss === undefined ? "" : fixed(loss, 4);
  };
  const rows = Array.from({ length: Math.ceil(epochs / every) }, (_, row) => row * every).map((epoch) => [
    count(epoch),
    ...places.flatMap(({ sentence }) => [at(shipped, epoch, sentence), at(yours, epoch, sentence)]),
  ]);
  const columns = places.flatMap(({ sentence }) => [
    text.run.lossColumn(sentence, "shipped"),
    text.run.lossColumn(sentence, "yours"),
  ]);
  return table(text.run.lossesCaption, [text.run.epoch, ...columns], rows);
}
