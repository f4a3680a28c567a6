import { read, write } from "../parts/storage.js";

const key = "answers";

/** What has been answered so far, question by question and part by part; it outlives a reload of the page. */
export class Answers {
  readonly #all: Record<string, string[][]>;

  constructor() {
    this.#all = parsed(read(key));
  }

  of(question: number): readonly string[][] {
    return this.#all[question] ?? [];
  }

  keep(question: number, answers: string[][]): void {
    this.#all[question] = answers;
    write(key, JSON.stringify(this.#all));
  }
}

/** What was kept may have been kept by another version of the page. */
function parsed(text = "{}"): Record<string, string[][]> {
  try {
    const all = JSON.parse(text) as unknown;
    const isAnswers = (value: unknown) => Array.isArray(value) && value.every(Array.isArray);
    if (typeof all !== "object" || all === null || !Object.values(all).every(isAnswers)) return {};
    return all as Record<string, string[][]>;
  } catch {
    return {};
  }
}
