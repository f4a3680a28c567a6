import { axes, inSentence } from "./common.js";

export const stages = "Stages of the head";

/** What the table of a stage is called. */
export function tableName(stage: string, index: number, rowAxis: string, columnAxis: string): string {
  return `${stage} of ${inSentence(index)}. ${axes(rowAxis, columnAxis)}`;
}
