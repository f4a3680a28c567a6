import { read, write } from "../parts/storage.js";

/** What came of a question, from the first prediction on. */
export interface Checked {
  /** The first prediction, as it reads, and whether the run said so. */
  predicted: string;
  right: boolean;
  /** What the run showed, with its numbers, and which run it was. */
  says: string;
  run: string;
  /** How often it was checked, and whether a later prediction was right. */
  tries: number;
  later: boolean;
}

/** What has been answered of one set of sentences, question by question and part by part. */
export interface Answers {
  of(question: string): readonly string[][];
  keep(question: string, answers: string[][]): void;
  checked(question: string): Checked | undefined;
  check(question: string, found: Pick<Checked, "predicted" | "right" | "says" | "run">): void;
}

/** What has been answered so far, of whatever sentences; it outlives a reload of the page. */
export class KeptAnswers {
  readonly #answers = parsed("answers", areAnswers);
  readonly #checked = parsed("checked", isChecked);

  /** The answers to the questions about these sentences. */
  of(sentences: string): Answers {
    const [answers, checked] = [this.#answers, this.#checked];
    return {
      of: (question) => answers[sentences]?.[question] ?? [],
      keep: (question, given) => {
        (answers[sentences] ??= {})[question] = given;
        write("answers", JSON.stringify(answers));
      },
      checked: (question) => checked[sentences]?.[question],
      check: (question, found) => {
        const first = checked[sentences]?.[question];
        (checked[sentences] ??= {})[question] = first
          ? { ...first, says: found.says, tries: first.tries + 1, later: first.later || found.right }
          : { ...found, tries: 1, later: false };
        write("checked", JSON.stringify(checked));
      },
    };
  }
}

/** By sentences and question. */
type All<T> = Record<string, Record<string, T>>;

function areAnswers(value: unknown): value is string[][] {
  return Array.isArray(value) && value.every(Array.isArray);
}

/** Whether it is what came of a question: what was kept or sent may have been written by another version of the page. */
export function isChecked(value: unknown): value is Checked {
  if (typeof value !== "object" || value === null) return false;
  const { predicted, right, says, run, tries, later } = value as Record<string, unknown>;
  return (
    [predicted, says, run].every((text) => typeof text === "string") &&
    [right, later].every((flag) => typeof flag === "boolean") &&
    Number.isInteger(tries)
  );
}

function parsed<T>(key: string, isOne: (value: unknown) => value is T): All<T> {
  // No sentence is taken for what every object has.
  const found: All<T> = Object.create(null) as All<T>;
  try {
    const all: unknown = JSON.parse(read(key) ?? "{}");
    if (typeof all !== "object" || all === null) return found;
    for (const [sentences, answers] of Object.entries(all)) {
      const list: unknown[] = Object.values((answers ?? {}) as object);
      if (list.every(isOne)) found[sentences] = answers as Record<string, T>;
    }
    return found;
  } catch {
    return found;
  }
}
