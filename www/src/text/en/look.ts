import { type Prose, element, sentence, token } from "../../parts/dom.js";
import { axes, inSentence, masked, sentenceName } from "./common.js";

/** A part of a sentence about a cell: plain text, or a word of the corpus, which keeps its colour. */
export type Said = string | { word: string };

/** What each matrix is called, and what a cell of it says, without its number; by the names of the crate. */
export const figures = {
  probabilities: {
    title: "Output probabilities",
    says: (row, column) => ["after ", row, " comes ", column],
  },
  attention: {
    title: "Attention weights",
    says: (row, column) => [row, " looks at ", column],
  },
  value: {
    title: "Value",
    says: (row, column, negative) => [row, negative ? " speaks against " : " speaks for ", column],
  },
  scores: {
    title: "Scores",
    says: (row, column) => [row, " asks ", column],
  },
  query: {
    title: "Query",
    says: (row, column) => ["query of ", row, ", number ", column],
  },
  key: {
    title: "Key",
    says: (row, column) => ["key of ", row, ", number ", column],
  },
} satisfies Record<string, { title: string; says: (row: Said, column: Said, negative: boolean) => Said[] }>;

export type Figure = keyof typeof figures;

/** What the row is that matters, above it: that of the word that asks, or of the word that this one looks at most. */
export const askedRow: Record<Figure, (asks: string) => Prose> = {
  probabilities: (asks) => ["Output probabilities after ", token(asks)],
  attention: (asks) => ["Attention weights of ", token(asks)],
  value: (asks) => ["Value of the word that ", token(asks), " looks at most"],
  scores: (asks) => ["Scores of ", token(asks)],
  query: (asks) => ["Query of ", token(asks)],
  key: (asks) => ["Key of the word that ", token(asks), " looks at most"],
};

export function rowOf(index: number, word: string): Prose {
  return [`${sentenceName(index)}: `, token(word)];
}
export const difference = "Difference";

/** Folds whole matrices in and out. */
export function everyRow(name: string): Prose {
  return [`Every row: ${name}`];
}
export const openAll = "Open every row";
export const foldAll = "Fold every row";

/** A cell that has no number: its row may not look at its column. */
export function maskedCell(row: Said, column: Said): Said[] {
  return [row, " may not look at ", column, `: ${masked}`];
}

/** What a cell says, with its number; `reason` says why a row has but one. */
export function cell(says: readonly Said[], number: string, reason: string): Said[] {
  return [...says, `: ${number}`, ...(reason ? [`; ${reason}`] : [])];
}

/** The same of a difference, and in which sentence there is more; `undefined` if it is the same in both. */
export function differingCell(says: readonly Said[], number: string, more: number | undefined): Said[] {
  return [
    ...says,
    ...(more === undefined ? [`: ${number}, the same in both`] : [`: ${number}, ${moreIn(more)}`]),
  ];
}

function moreIn(index: number): string {
  return `more in ${index + 1}`;
}

/** What the table of a picture is called, for a sentence or for one minus another. */
export function tableName(
  figure: Figure,
  index: number,
  minus: number | undefined,
  words: readonly string[],
  rowAxis: string,
  columnAxis: string,
): Prose {
  const what =
    minus === undefined
      ? [`${inSentence(index)}, `, sentence(words)]
      : [`${inSentence(index)} minus ${inSentence(minus)}`];
  return [`${figures[figure].title}, `, ...what, `. ${axes(rowAxis, columnAxis)}`];
}

/** The same above the picture. */
export function caption(
  figure: Figure,
  index: number,
  minus: number | undefined,
  words: readonly string[],
): Prose {
  const { title } = figures[figure];
  if (minus === undefined) return [`${title}, ${inSentence(index)}: `, sentence(words)];
  return [
    `${title}, difference: `,
    element("span", { class: "more" }, moreIn(index)),
    " or ",
    element("span", { class: "less" }, moreIn(minus)),
  ];
}

/** What a part says without its colour. */
export function plain(part: Said): string {
  return typeof part === "string" ? part : part.word;
}
