import type { Corpus, Lab, Subject, Table } from "../../pkg/attention_lab.js";
import { cellText } from "../text/en/common.js";
import * as text from "../text/en/look.js";
import type { Size } from "./cells.js";
import type { Cell } from "../parts/pointing.js";
import { kinds } from "./list.js";

/** Which matrix: of a sentence, or of a sentence minus another. */
export interface Shown {
  figure: text.Figure;
  sentence: number;
  minus: number | undefined;
}

/** The numbers of a picture, and what each of them says. */
export class Numbers {
  /** The words of the rows. */
  readonly words: string[];
  readonly masked: readonly boolean[];
  readonly decimals: number;
  columns: string[];
  readonly #subject: Subject;
  readonly #shown: Shown;
  readonly #vocabulary: string[];
  /** Why a row may have but one number. */
  readonly #alone: string;

  constructor({ columns, decimals, masked, alone }: Table, corpus: Corpus, subject: Subject, shown: Shown) {
    this.#subject = subject;
    this.#shown = shown;
    this.words = wordsOf(corpus, shown);
    this.#vocabulary = corpus.vocabulary;
    this.#alone = alone;
    this.columns = columns;
    this.decimals = decimals;
    this.masked = masked;
  }

  get size(): Size {
    return { rows: this.words.length, columns: this.columns.length };
  }

  /** Takes the numbers of the moment; the cells that have others than before, counted row by row. */
  take(lab: Lab): Uint32Array {
    const changed = lab.take(this.#subject);
    const columns = this.#subject.columns();
    // Only the numbers of a query or key change with the head size, and they are named by their index.
    if (columns !== this.columns.length)
      this.columns = Array.from({ length: columns }, (_, index) => String(index));
    return changed;
  }

  /** The number of a cell as it is printed. */
  text({ row, column }: Cell): string {
    const at = row * this.columns.length + column;
    return cellText(this.#subject.number(at), this.decimals, this.masked[at] === true);
  }

  /** What a cell says, in words. */
  say({ row, column }: Cell): text.Said[] {
    const { figure, sentence, minus } = this.#shown;
    const at = row * this.columns.length + column;
    const value = this.#subject.number(at);
    const asked: text.Said = { word: this.words[row] ?? "" };
    const names = { place: this.words, word: this.#vocabulary, component: undefined }[kinds[figure].columns];
    const other: text.Said = names ? { word: names[column] ?? "" } : String(column);
    if (this.masked[at]) return text.maskedCell(asked, other);
    const number = this.text({ row, column });
    const isDifference = minus !== undefined;
    const isAgainst = value < 0 && !isDifference && Number(number) !== 0;
    const says = text.figures[figure].says(asked, other, isAgainst);
    if (!isDifference) return text.cell(says, number, this.#isAlone(row) ? this.#alone : "");
    if (Number.isNaN(value)) return text.cell(says, number, "");
    if (Number(number) === 0) return text.differingCell(says, number, undefined);
    return text.differingCell(says, `${value > 0 ? "+" : ""}${number}`, value < 0 ? minus : sentence);
  }

  /** Whether a row has but one number. */
  #isAlone(row: number): boolean {
    const begin = row * this.columns.length;
    const [first, ...others] = this.masked.slice(begin, begin + this.columns.length);
    return !first && others.every(Boolean);
  }
}

/** The words of a sentence; of two, both where they differ. */
function wordsOf({ sentences }: Corpus, { sentence, minus }: Shown): string[] {
  const words = sentences[sentence]?.words ?? [];
  if (minus === undefined) return words;
  const other = sentences[minus]?.words ?? [];
  return words.map((word, place) => (word === other[place] ? word : `${word}/${other[place]}`));
}
