import { type Prose, token } from "../../parts/dom.js";
import { inSentence } from "./common.js";

/** What a word of a sentence is called where it is pointed at. */
export function place(place: number): string {
  return `Place ${place}: let this word ask`;
}

export function words(index: number): string {
  return `Words of ${inSentence(index)}: the one that is pressed asks`;
}

/** What is asked for. */
export function after(asks: string): Prose {
  return ["after ", token(asks)];
}

/** Which sentence the matrices are of. */
export function shown(index: number): string {
  return `The matrices are those of ${inSentence(index)}`;
}

/** While the page trains the head once by itself; how much of the run is over. */
export function opening(share: number): string {
  return share < 1 ? `A first look: trained ${Math.round(100 * share)} %` : "A first look: trained";
}

/** A head that was trained to the end and is wrong at the place that is asked. */
export const notFound =
  "This head has not found it: not every seed does. Try a new seed, or see under “Is it the seed?” how many find it.";

/** What the faint arcs are. */
export const foreseen = "Faint: where it looks once it is trained.";
