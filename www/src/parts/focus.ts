import type { Corpus } from "../../pkg/attention_lab.js";
import { askedPlace } from "./compared.js";
import type { Spotlight } from "./spot.js";

/** What is followed: the place that asks, and the two words of the vocabulary (by id) whose logits are compared. */
export interface Chosen {
  sentence: number;
  place: number;
  words: [number, number];
}

/** The one choice of the page, shared by what follows a word and what changes something. A pinned spot moves it. */
export class Focus {
  #chosen: Chosen = { sentence: 0, place: 0, words: [0, 0] };
  #corpus: Corpus | undefined;
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

  /** The words of a sentence. */
  words(sentence: number): readonly string[] {
    return this.#corpus?.sentences[sentence]?.words ?? [];
  }

  /** The two words that are compared. */
  get pair(): [string, string] {
    const { vocabulary = [] } = this.#corpus ?? {};
    const [first, second] = this.#chosen.words;
    return [vocabulary[first] ?? "", vocabulary[second] ?? ""];
  }

  /** The place of a compared sentence that asks: the one that is chosen, and in the other sentence the one that goes with it. */
  asking(sentence: number): number {
    const { sentence: chosen, place } = this.#chosen;
    if (sentence === chosen || !this.#corpus) return place;
    const { pair } = this.#corpus;
    const last = (this.words(sentence).length || 1) - 1;
    return place === askedPlace(pair, chosen) ? askedPlace(pair, sentence) : Math.min(place, last);
  }

  /** Begins anew where the sentences are others than before. */
  open(corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#chosen = beginning(corpus);
  }

  set(change: Partial<Chosen>): void {
    const next = { ...this.#chosen, ...change };
    const { length } = this.words(next.sentence);
    if (length === 0) return;
    next.place = Math.min(next.place, length - 1);
    this.#chosen = next;
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

/** What is chosen by itself: the asked place of the first compared sentence, and the two words that the compared ones go on with there. */
export function beginning({ sentences, vocabulary, pair }: Corpus): Chosen {
  const answers = pair.sentences.map((sentence, which) => {
    const word = sentences[sentence]?.targets[pair.askingPlaces[which] ?? 0] ?? "";
    return Math.max(0, vocabulary.indexOf(word));
  });
  const [a = 0, b = a] = answers;
  const other = b === a ? (a + 1) % vocabulary.length : b;
  return { sentence: pair.sentences[0], place: pair.askingPlaces[0], words: [a, other] };
}
