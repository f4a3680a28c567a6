import type { Lab } from "../../pkg/attention_lab.js";
import type { Spotlight } from "../spot.js";

/** What is followed: the place that asks, and the two words of the vocabulary (by id) whose logits are compared. */
export interface Chosen {
  sentence: number;
  place: number;
  words: [number, number];
}

/** The one choice of the page, shared by what follows a word and what changes something. A pinned spot moves it. */
export class Focus {
  #chosen: Chosen = { sentence: 0, place: 0, words: [0, 0] };
  #corpus = "";
  #lengths: number[] = [];
  readonly #listeners: (() => void)[] = [];

  constructor(spotlight: Spotlight) {
    let seen = spotlight.pinned;
    spotlight.listen(() => {
      const { pinned } = spotlight;
      if (pinned && pinned !== seen) this.set({ sentence: pinned.sentence, place: pinned.row });
      seen = pinned;
    });
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  /** Changes whenever the sentences are others. */
  get corpus(): string {
    return this.#corpus;
  }

  /** Begins anew where the sentences are others than before. */
  open(lab: Lab): void {
    const sentences = Array.from({ length: lab.sentence_count() }, (_, index) => lab.words(index));
    const vocabulary = lab.vocabulary();
    const corpus = [vocabulary, ...sentences].join("\n");
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#lengths = sentences.map((words) => words.length);
    this.#chosen = beginning(sentences, vocabulary);
  }

  set(change: Partial<Chosen>): void {
    const next = { ...this.#chosen, ...change };
    const length = this.#lengths[next.sentence];
    if (length === undefined) return;
    next.place = Math.min(next.place, length - 1);
    this.#chosen = next;
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

/** The place before the last word, and the two last words that the first sentences end with. */
function beginning(sentences: string[][], vocabulary: string[]): Chosen {
  const [first = [], second = []] = sentences;
  const last = (words: string[]) => vocabulary.indexOf(words.at(-1) ?? "");
  const a = Math.max(0, last(first));
  const b = last(second);
  const other = b >= 0 && b !== a ? b : (a + 1) % vocabulary.length;
  return { sentence: 0, place: Math.max(0, first.length - 2), words: [a, other] };
}
