import { type Corpus, Intervention, type Lab } from "../../pkg/attention_lab.js";
import { element, token } from "../parts/dom.js";
import { fixed, isNothing } from "../parts/numbers.js";
import { setting } from "../session/run.js";

export type Text = (Node | string)[];

/** The run that is asked, and its words. */
export interface Asked {
  lab: Lab;
  corpus: Corpus;
}

/** What the live run says to an answer. */
export interface Finding {
  right: boolean;
  /** What it shows, with its numbers. */
  says: Text;
}

export function bothRight(asked: Asked, [[answer] = [""]]: readonly string[][]): Finding {
  const { lab, corpus } = asked;
  const right = answers(asked);
  const says = right.flatMap((is, sentence) => [
    ...of(corpus, sentence),
    ": ",
    token(lab.top_guess(sentence, asking(corpus, sentence)) ?? ""),
    is ? ", right. " : ", wrong. ",
  ]);
  return { right: answer === (right.every(Boolean) ? "yes" : "no"), says };
}

export function afterCut(asked: Asked, answer: string | undefined, renormalise: boolean): Finding {
  const change = new Intervention();
  change.renormalise(renormalise);
  change.cut(asking(asked.corpus, 0), tellingPlace(asked.corpus));
  return afterChange(asked, change, answer, "With the cut");
}

/** What the crate says of the first sentence after a change: which of the two dishes is the likelier. */
export function afterChange(
  { lab, corpus }: Asked,
  change: Intervention,
  answer: string | undefined,
  what: string,
): Finding {
  const place = asking(corpus, 0);
  const [right, other] = dishIds(corpus);
  const [word, against] = dishes(corpus);
  const look = lab.look(change, 0, right, other);
  const after = look.differences[place] ?? NaN;
  const guess = corpus.vocabulary[look.answers[place] ?? -1] ?? "";
  const tied = isNothing(after, 2);
  const likelier = after > 0 ? word : against;
  const before = fixed(lab.explain(0, place, right, other).difference, 2);
  const first =
    tied || guess === likelier ? [] : [" The first guess of all words is now ", token(guess), "."];
  return {
    right: tied || answer === likelier,
    says: [
      `${what} it is `,
      tied ? "neither" : token(likelier),
      ": the logit difference of ",
      token(word),
      " and ",
      token(against),
      ` goes from ${before} to ${fixed(after, 2)}.`,
      ...first,
    ],
  };
}

export function indices(corpus: Corpus): number[] {
  return [...corpus.sentences.keys()];
}

export function each<T>(corpus: Corpus, part: (sentence: number) => T): T[] {
  return indices(corpus).map(part);
}

export function wordsOf(corpus: Corpus, sentence: number): readonly string[] {
  return corpus.sentences[sentence]?.words ?? [];
}

export function asking(corpus: Corpus, sentence: number): number {
  return corpus.sentences[sentence]?.askingPlace ?? 0;
}

export function asks(corpus: Corpus): string {
  return wordsOf(corpus, 0)[asking(corpus, 0)] ?? "";
}

export function tellingPlace(corpus: Corpus): number {
  return corpus.tellingPlace ?? 0;
}

export function teller(corpus: Corpus): string {
  return wordsOf(corpus, 0)[tellingPlace(corpus)] ?? "";
}

/** The right words after the place that asks: of the first sentence, and of the second. */
export function dishes(corpus: Corpus): [string, string] {
  const dish = (sentence: number) => corpus.sentences[sentence]?.targets[asking(corpus, sentence)] ?? "";
  return [dish(0), dish(1)];
}

export function dishIds(corpus: Corpus): [number, number] {
  const [first, second] = dishes(corpus).map((word) => corpus.vocabulary.indexOf(word));
  return [first ?? 0, second ?? 0];
}

export function of(corpus: Corpus, sentence: number): Text {
  return ["With ", token(wordsOf(corpus, sentence)[tellingPlace(corpus)] ?? "")];
}

export function vocabulary(corpus: Corpus): [string, string][] {
  return corpus.vocabulary.map((word) => [word, word]);
}

/** The places that the one that asks may look at, or all of them. */
export function places(corpus: Corpus, sentence: number, all = false): [string, string][] {
  const words = wordsOf(corpus, sentence);
  const last = all ? words.length : asking(corpus, sentence) + 1;
  return words.slice(0, last).map((word, place) => [String(place), word]);
}

/** The places that the one that asks looks at most: more than one where they are printed alike. */
export function looks({ lab, corpus }: Asked): string[][] {
  return indices(corpus).map((sentence) =>
    [...lab.looks_at_most(sentence, asking(corpus, sentence))].map(String),
  );
}

export function looksInWords(asked: Asked): Text {
  const { lab, corpus } = asked;
  return looks(asked).flatMap((most, sentence) => {
    const weight = fixed(lab.attention_weight(sentence, asking(corpus, sentence), Number(most[0])) ?? NaN, 2);
    const words = most.map((place) => wordsOf(corpus, sentence)[Number(place)] ?? "");
    return [...of(corpus, sentence), ": ", ...listed(words), ` ${weight}. `];
  });
}

export function plainLooks(asked: Asked): string {
  return element("p", {}, ...looksInWords(asked)).textContent;
}

export function listed(words: readonly string[]): Text {
  return words.flatMap((word, index) => [index > 0 ? " and " : "", token(word)]);
}

export function answers({ lab, corpus }: Asked): boolean[] {
  return indices(corpus).map(
    (sentence) => lab.top_guess(sentence, asking(corpus, sentence)) === dishes(corpus)[sentence],
  );
}

/** What a prediction of this run can be made of: the skip connection adds both embeddings, if there are any. */
export function sources(corpus: Corpus, settings: string): [string, string][] {
  const skip = setting(settings, "skip") === "on";
  const position = skip && setting(settings, "position") === "on";
  const looked = places(corpus, 0).map(([place]) => place);
  const names = [...(skip ? ["token"] : []), ...(position ? ["position"] : []), ...looked];
  return names.map((name) => [name, sourceName(corpus, name)]);
}

export function sourceName(corpus: Corpus, name: string): string {
  if (name === "token") return "its own token embedding";
  if (name === "position") return "its position embedding";
  return `the look at “${wordsOf(corpus, 0)[Number(name)] ?? ""}”`;
}

export function rows(
  corpus: Corpus,
): { key: string; text: string; plural: boolean; figure: string; place: number }[] {
  const [ask, tell] = [asking(corpus, 0), tellingPlace(corpus)];
  const row = (figure: string, name: string, place: number, word: string) => ({
    key: figure + place,
    text: `${name} of “${word}”`,
    plural: name.endsWith("s"),
    figure,
    place,
  });
  const either = indices(corpus)
    .map((sentence) => wordsOf(corpus, sentence)[tell] ?? "")
    .join("” or “");
  return [
    row("query", "query", ask, asks(corpus)),
    row("key", "key", ask, asks(corpus)),
    row("key", "key", tell, either),
    row("value", "value", tell, either),
    row("attention", "attention weights", ask, asks(corpus)),
  ];
}

/** Whether each answer is one of those that hold. */
export function among(found: readonly (readonly string[])[], answers: readonly string[][]): boolean {
  return found.every((right, index) => right.includes(answers[index]?.[0] ?? ""));
}

export function formula(): Node {
  const root = document.createElement("span");
  root.className = "formula";
  root.translate = false;
  root.innerHTML = "<i>W</i><sub>q</sub><sup>T</sup>&#8202;<i>W</i><sub>k</sub>";
  return root;
}
