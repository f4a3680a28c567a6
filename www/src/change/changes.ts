import type { Changes as Written, Intervention } from "../../pkg/attention_lab.js";
import { interventionOf } from "../session/changes.js";

/** What the reader has changed in one sentence. Nothing in here is ever altered: every act makes a new one. */
export interface SentenceChanges {
  /** The ids of words that stand in for others, by place. */
  readonly words: ReadonlyMap<number, number>;
  /** Edges that are cut, each "from-to". */
  readonly cuts: ReadonlySet<string>;
  /** Rows set by hand, by place. */
  readonly rows: ReadonlyMap<number, readonly number[]>;
}

/** All that the reader has changed. */
export interface Changes {
  readonly sentences: ReadonlyMap<number, SentenceChanges>;
  readonly renormalise: boolean;
  readonly withoutPosition: boolean;
  readonly withoutSkip: boolean;
}

const untouched: SentenceChanges = { words: new Map(), cuts: new Set(), rows: new Map() };
const nothing: Changes = {
  sentences: new Map(),
  renormalise: true,
  withoutPosition: false,
  withoutSkip: false,
};

/** The present changes and the way back. */
export class History {
  #now = nothing;
  #before: Changes[] = [];
  #last = "";
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get now(): Changes {
    return this.#now;
  }

  of(sentence: number): SentenceChanges {
    return this.#now.sentences.get(sentence) ?? untouched;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  /** Whether anything of the look at this sentence is changed. */
  touches(sentence: number): boolean {
    const { words, cuts, rows } = this.of(sentence);
    return words.size + cuts.size + rows.size > 0 || this.#now.withoutPosition || this.#now.withoutSkip;
  }

  /** One act. Acts of the same name in a row, as of a slider that is dragged, are undone together. */
  set(change: Partial<Changes>, name = ""): void {
    if (!name || name !== this.#last) this.#before.push(this.#now);
    this.#last = name;
    this.#now = { ...this.#now, ...change };
    this.#changed();
  }

  setSentence(sentence: number, change: Partial<SentenceChanges>, name = ""): void {
    const sentences = new Map(this.#now.sentences);
    sentences.set(sentence, { ...this.of(sentence), ...change });
    this.set({ sentences }, name);
  }

  toggleCut(sentence: number, from: number, to: number): void {
    const cuts = new Set(this.of(sentence).cuts);
    if (!cuts.delete(`${from}-${to}`)) cuts.add(`${from}-${to}`);
    this.setSentence(sentence, { cuts });
  }

  undo(): void {
    const before = this.#before.pop();
    if (!before) return;
    this.#now = before;
    this.#last = "";
    this.#changed();
  }

  /** Takes all changes back. How cut rows are treated is a choice, not a change, and stays. */
  undoAll(): void {
    this.#now = { ...nothing, renormalise: this.#now.renormalise };
    this.#before = [];
    this.#last = "";
    this.#changed();
  }

  /** What stands in a link takes the place of all that was changed; there is no way back from it. */
  restore(written: Written | undefined): void {
    const sentences = written?.sentences.map(({ sentence, words, cuts, rows }): [number, SentenceChanges] => [
      sentence,
      { words: new Map(words), cuts: new Set(cuts.map((edge) => edge.join("-"))), rows: new Map(rows) },
    ]);
    this.#now = written ? { ...written, sentences: new Map(sentences) } : nothing;
    this.#before = [];
    this.#last = "";
  }

  /** The changes as they stand in a link; nothing if there are none. */
  get written(): Written | undefined {
    const { renormalise, withoutPosition, withoutSkip } = this.#now;
    const sentences = [...this.#now.sentences]
      .map(([sentence, { words, cuts, rows }]) => ({
        sentence,
        words: [...words],
        cuts: edges(cuts),
        rows: [...rows].map(([place, weights]): [number, number[]] => [place, [...weights]]),
      }))
      .filter(({ words, cuts, rows }) => words.length + cuts.length + rows.length > 0);
    const isNothing = sentences.length === 0 && renormalise && !withoutPosition && !withoutSkip;
    return isNothing ? undefined : { sentences, renormalise, withoutPosition, withoutSkip };
  }

  /** The changes of a sentence as the crate takes them. */
  intervention(sentence: number): Intervention {
    return interventionOf(this.written, sentence);
  }
}

/** The edges in the order of their places. */
export function edges(cuts: ReadonlySet<string>): [number, number][] {
  return [...cuts]
    .map((edge) => edge.split("-").map(Number))
    .map(([from = 0, to = 0]): [number, number] => [from, to])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
