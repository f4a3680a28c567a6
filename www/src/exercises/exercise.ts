import type { Corpus, StudyRun } from "../../pkg/attention_lab.js";
import type { Prose } from "../parts/dom.js";
import type { groups } from "../text/en/questions.js";
import type { Asked, Finding } from "./asked.js";
import type { Blank } from "./parts.js";

/** Trains so many seeds of the present run; nothing if it was stopped. */
export type Seeds = (count: number) => Promise<readonly StudyRun[] | undefined>;

/** What a question needs of the sentences: nothing, a pair that meets again, a fork at the start alone, or the notebook. */
export type Need = "nothing" | "meeting" | "fork" | "notebook";

export interface Exercise {
  /** What lessons and hand-ins call it: it stays as it is, whatever comes before it. */
  name: string;
  needs: Need;
  group: keyof typeof groups;
  question: (corpus: Corpus) => Prose;
  /** What is asked for; `settings` are those of the run that is asked. */
  parts: (corpus: Corpus, settings: string) => Blank[];
  /**
   * The run that is asked, at its end: what it differs in from the notebook's run, as `head-size=40`, so that it is the
   * same whatever was open before. Without one the sentences alone are asked.
   */
  run?: string;
  /** The run that it is compared with, and what to remember of that one. */
  before?: { run: string; take: (asked: Asked) => string };
  /** Runs that must be there. */
  study?: (seeds: Seeds) => Promise<number | undefined>;
  /** Where to see it: a part of the page, and what it is called. */
  see: readonly [string, string];
  check: (asked: Asked, answers: readonly string[][], known: { before: string; study: number }) => Finding;
}
