import type { Spot } from "../parts/spot.js";

/** A part of a sentence about a cell: plain text, or a word of the corpus, which keeps its colour. */
export type Part = string | { word: string };

/** One matrix that is shown for both sentences and as their difference. */
export interface Kind {
  /** What the table of it is called. */
  title: string;
  /** Whether a row is a place that asks, or one that is asked. */
  rows: "asks" | "asked";
  columns: NonNullable<Spot["column"]>["kind"];
  /** What a cell says, without its number. */
  says(row: Part, column: Part, negative: boolean): Part[];
}

/** By their names among `lab.figure_names()`. */
export const kinds: Readonly<Record<string, Kind>> = {
  probabilities: {
    title: "Output probabilities",
    rows: "asks",
    columns: "word",
    says: (row, column) => ["after ", row, " comes ", column],
  },
  attention: {
    title: "Attention weights",
    rows: "asks",
    columns: "place",
    says: (row, column) => [row, " looks at ", column],
  },
  value: {
    title: "Value",
    rows: "asked",
    columns: "word",
    says: (row, column, negative) => [row, negative ? " speaks against " : " speaks for ", column],
  },
  scores: {
    title: "Scores",
    rows: "asks",
    columns: "place",
    says: (row, column) => [row, " asks ", column],
  },
  query: {
    title: "Query",
    rows: "asks",
    columns: "component",
    says: (row, column) => ["query of ", row, ", number ", column],
  },
  key: {
    title: "Key",
    rows: "asked",
    columns: "component",
    says: (row, column) => ["key of ", row, ", number ", column],
  },
};

/** A cell, or a row or a column alone. */
export interface Lit {
  row: number | undefined;
  column: number | undefined;
}

/**
 * Where a spot is in a picture: in one whose rows are asked, a look at a place lights up the row of that place.
 */
export function litBy({ row, column }: Spot, kind: Kind): Lit {
  const asked = kind.rows === "asked" && column?.kind === "place";
  return {
    row: asked ? column.index : row,
    column: column?.kind === kind.columns ? column.index : undefined,
  };
}
