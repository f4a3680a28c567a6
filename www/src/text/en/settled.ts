/** How far the digits of a run can be trusted. */
export const ask = "How many digits of this run would any device show?";
export const stop = "Stop comparing";
export const stopped = "Stopped: nothing was compared.";
export const trainFirst = "Train first: an untrained head has rounded nothing off yet.";
export const onlyShipped = "This compares only the shaders as they are shipped.";
export const noWorker = "this browser lets the page have no worker here";

export function progress(share: number): string {
  return `The same run with twice as many digits is at ${Math.round(share * 100)} %`;
}

export function failed(why: string): string {
  return `Nothing was compared: ${why}.`;
}

/** The table of the matrices at the step that is shown. */
export const matrices = "Decimals of the matrices at this step that any device shows";
export const columns = ["Matrix", "Decimals"];
export function decimals(settled: number): string {
  return settled < 0 ? "none" : String(settled);
}

/** Of the end of a number. */
export const unsettled = "another device may show other digits here";
