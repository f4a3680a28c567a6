import type { Lab } from "../../pkg/attention_lab.js";
import { fixed } from "../dom.js";

/** The words and numbers of a figure. */
export interface Matrix {
  rowAxis: string;
  columnAxis: string;
  rows: string[];
  columns: string[];
  /** Row-major. */
  values: Float32Array;
  /** Not 0 where a value is masked; nothing is, where this is left out. */
  masked?: Uint8Array;
  decimals: number;
}

/** Takes a figure's numbers out of the WebAssembly, once: there every look at a field is another copy of it. */
export function matrix(lab: Lab, sentence: number, figure: string): Matrix {
  const table = lab.table(sentence, figure);
  const { row_axis: rowAxis, column_axis: columnAxis, rows, columns, values, masked, decimals } = table;
  table.free();
  return { rowAxis, columnAxis, rows, columns, values, masked, decimals };
}

/** What a cell of a table says: a place that may not be looked at has no number, a run gone wrong has some that are none. */
export function cellText(value: number | undefined, decimals: number, masked: boolean): string {
  if (masked || value === undefined) return "masked";
  return Number.isNaN(value) ? "not a number" : fixed(value, decimals);
}
