import { read, write } from "../parts/storage.js";

const key = "answers";

/** What has been answered of one set of sentences, question by question and part by part. */
export interface Answers {
  of(question: number): readonly string[][];
  keep(question: number, answers: string[][]): void;
}

/** What has been answered so far, of whatever sentences; it outlives a reload of the page. */
export class KeptAnswers {
  readonly #all = parsed(read(key));

  /** The answers to the questions about these sentences. */
  of(sentences: string): Answers {
    return {
      of: (question) => this.#all[sentences]?.[question] ?? [],
      keep: (question, answers) => {
        (this.#all[sentences] ??= {})[question] = answers;
        write(key, JSON.stringify(this.#all));
      },
    };
  }
}

type All = Record<string, Record<string, string[][]>>;

/** What was kept may have been kept by another version of the page. */
function parsed(text = "{}"): All {
  // No sentence is taken for what every object has.
  const none: All = Object.create(null) as All;
  try {
    const all: unknown = JSON.parse(text);
    if (typeof all !== "object" || all === null) return none;
    for (const [sentences, answers] of Object.entries(all)) {
      const lists: unknown[] = Object.values((answers ?? {}) as object);
      const areAnswers = lists.every((list) => Array.isArray(list) && list.every(Array.isArray));
      if (areAnswers) none[sentences] = answers as All[string];
    }
    return none;
  } catch {
    return none;
  }
}
