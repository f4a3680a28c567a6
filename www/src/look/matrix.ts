import type { Lab } from "../../pkg/attention_lab.js";

/** The words and numbers of a figure. */
export interface Matrix {
  rowAxis: string;
  columnAxis: string;
  rows: string[];
  columns: string[];
  /** Row-major; NaN is a masked cell. */
  values: Float32Array;
  decimals: number;
}

/** Takes a figure's numbers out of the WebAssembly, once: there every look at a field is another copy of it. */
export function matrix(lab: Lab, sentence: number, figure: string): Matrix {
  const table = lab.table(sentence, figure);
  const { row_axis: rowAxis, column_axis: columnAxis, rows, columns, values, decimals } = table;
  table.free();
  return { rowAxis, columnAxis, rows, columns, values, decimals };
}
