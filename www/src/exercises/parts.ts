import type { Corpus } from "../../pkg/attention_lab.js";
import { type Prose, token } from "../parts/dom.js";
import { setting } from "../session/run.js";
import * as text from "../text/en/questions.js";
import { asking, asks, rightAnswers, indices, teller, tellers, tellingPlace, wordsOf } from "./corpus.js";

/** One thing to predict: by a choice, by ticking all that hold, or by a number. */
export interface Blank {
  label: Prose;
  kind: "choice" | "several" | "number";
  /** What there is to choose from. */
  options?: readonly Option[];
}

/** A value, and how it reads. */
export type Option = readonly [string, Prose];

export function choice(label: string, options: readonly Option[]): Blank[] {
  return [{ label: [label], kind: "choice", options }];
}

export function several(label: string, options: readonly Option[]): Blank[] {
  return [{ label: [label], kind: "several", options }];
}

export function number(label: string): Blank[] {
  return [{ label: [label], kind: "number" }];
}

/** A choice for each sentence. */
export function each(corpus: Corpus, options: (sentence: number) => readonly Option[]): Blank[] {
  return indices(corpus).map((sentence) => ({
    label: text.withWord(teller(corpus, sentence)),
    kind: "choice",
    options: options(sentence),
  }));
}

/** Where the place that asks may look most, in each sentence. */
export function looksMostAt(corpus: Corpus): Blank[] {
  return each(corpus, (sentence) => looked(corpus, sentence));
}

export function yesOrNo(label: string): Blank[] {
  return choice(label, [
    ["yes", [text.options.yes]],
    ["no", [text.options.no]],
  ]);
}

export function likelierAnswer(corpus: Corpus): Blank[] {
  return choice(text.labels.likelier, words(rightAnswers(corpus)));
}

export function words(all: readonly string[]): Option[] {
  return all.map((word) => [word, [token(word)]]);
}

/** The places of a sentence, or the first so many. */
export function places(corpus: Corpus, sentence: number, count?: number): Option[] {
  const all = wordsOf(corpus, sentence);
  return all.slice(0, count).map((word, place) => [String(place), [token(word)]]);
}

/** The places that the one that asks may look at. */
function looked(corpus: Corpus, sentence: number): Option[] {
  return places(corpus, sentence, asking(corpus, sentence) + 1);
}

/** What a prediction of this run can be made of: the skip connection adds both embeddings, if there are any. */
export function sources(corpus: Corpus, settings: string): Option[] {
  const skip = setting(settings, "skip") === "on";
  const position = skip && setting(settings, "position") === "on";
  const looks = looked(corpus, 0).map(([place]) => place);
  const names = [...(skip ? ["token"] : []), ...(position ? ["position"] : []), ...looks];
  return names.map((name) => [name, sourceName(corpus, name)]);
}

export function sourceName(corpus: Corpus, name: string): Prose {
  if (name === "token") return [text.options.ownToken];
  if (name === "position") return [text.options.ownPosition];
  return text.options.lookAt(wordsOf(corpus, 0)[Number(name)] ?? "");
}

/** A row of a matrix, by the words that it may be of. */
export interface MatrixRow {
  key: string;
  figure: keyof typeof text.rows;
  place: number;
  words: readonly string[];
}

export function rows(corpus: Corpus): MatrixRow[] {
  const [ask, tell] = [asking(corpus, 0), tellingPlace(corpus)];
  const row = (figure: MatrixRow["figure"], place: number, words: readonly string[]) => ({
    key: figure + place,
    figure,
    place,
    words,
  });
  const either = tellers(corpus);
  return [
    row("query", ask, [asks(corpus)]),
    row("key", ask, [asks(corpus)]),
    row("key", tell, either),
    row("value", tell, either),
    row("attention", ask, [asks(corpus)]),
  ];
}

export function rowOptions(corpus: Corpus): Option[] {
  return rows(corpus).map(({ key, figure, words }) => [key, text.rowName(figure, words)]);
}

/** Which sentences the place that asks looks up the telling word in. */
export function lookUps(corpus: Corpus): Option[] {
  const [first = "", second = ""] = tellers(corpus);
  return [
    ["0,1", text.options.both([first, second])],
    ["0", text.options.only(first)],
    ["1", text.options.only(second)],
    ["neither", [text.options.neither]],
  ];
}
