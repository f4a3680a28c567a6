export const lossCurve = "Loss of each sentence by epoch; the table of logged losses has the numbers";
export const logarithmic = "Log scale";
export function meanOfAll(sentences: number): string {
  return `Mean of all ${sentences}`;
}

export const floor = "Floor of the mean";

/** The table of logged losses. */
export const logged = "Loss by epoch, before the step";
export const epoch = "Epoch";
export const mean = "Mean of all";
