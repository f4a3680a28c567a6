import type { Table } from "../../pkg/attention_lab.js";
import { fixed } from "./numbers.js";

/** The words and numbers of a matrix; where `masked` is left out, no value is. */
export type Matrix = Omit<Table, "masked" | "alone"> & Partial<Table>;

/** What a cell of a table says: a place that may not be looked at has no number, a run gone wrong has some that are none. */
export function cellText(value: number | undefined, decimals: number, masked: boolean): string {
  if (masked || value === undefined) return "masked";
  return Number.isNaN(value) ? "not a number" : fixed(value, decimals);
}
