import type { Spot } from "../parts/spot.js";
import { type Figure, figures } from "../text/en/look.js";

/** One matrix that is shown for both sentences and as their difference. */
export interface FigureKind {
  /** Whether a row is a place that asks, or one that is asked. */
  rows: "asks" | "asked";
  columns: NonNullable<Spot["column"]>["kind"];
}

/** By their names among `lab.figure_names()`. */
export const kinds: Readonly<Record<Figure, FigureKind>> = {
  probabilities: { rows: "asks", columns: "word" },
  attention: { rows: "asks", columns: "place" },
  value: { rows: "asked", columns: "word" },
  scores: { rows: "asks", columns: "place" },
  query: { rows: "asks", columns: "component" },
  key: { rows: "asked", columns: "component" },
};

export function isFigure(name: string): name is Figure {
  return Object.hasOwn(figures, name);
}

/** A cell, or a row or a column alone. */
export interface Lit {
  row: number | undefined;
  column: number | undefined;
}

/**
 * Where a spot is in a picture: in one whose rows are asked, a look at a place lights up the row of that place.
 */
export function litBy({ row, column }: Spot, kind: FigureKind): Lit {
  const asked = kind.rows === "asked" && column?.kind === "place";
  return {
    row: asked ? column.index : row,
    column: column?.kind === kind.columns ? column.index : undefined,
  };
}
