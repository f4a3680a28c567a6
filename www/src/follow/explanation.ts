import type { Explanation as Item, Lab } from "../../pkg/attention_lab.js";
import { fixed } from "../dom.js";

/** How a place comes to its prediction; see `ExplanationItem` in the crate for what each list holds. */
export interface Explanation {
  products: Float64Array;
  scores: Float64Array;
  weights: Float64Array;
  says: Float64Array;
  carries: Float64Array;
  parts: Part[];
  /** The logits of the two words, their difference, how many times likelier the one is, and both probabilities. */
  logits: Float64Array;
  difference: number;
  odds: number;
  probabilities: Float64Array;
}

/** One term of the sum that makes the difference of two logits. */
export interface Part {
  source: Source;
  weight: number;
  says: number;
  first: number;
  second: number;
  difference: number;
  /** Where its bar begins and ends. */
  from: number;
  to: number;
}

/** The embedding of the place that asks, by the skip connection, or the place that is looked at. */
export type Source = "token" | "position" | number;

export function source(name: string): Source {
  return name === "token" || name === "position" ? name : Number(name);
}

/** Takes the numbers out of the WebAssembly, once: there every look at a field is another copy of it. */
export function explanation(item: Item): Explanation {
  const { part_weights, part_says, first, second, differences, sums } = item;
  const at = (list: Float64Array, index: number) => list[index] ?? NaN;
  const parts = item.sources.map((name, index) => ({
    source: source(name),
    weight: at(part_weights, index),
    says: at(part_says, index),
    first: at(first, index),
    second: at(second, index),
    difference: at(differences, index),
    from: at(sums, index),
    to: at(sums, index + 1),
  }));
  const { products, scores, weights, says, carries, logits, difference, odds, probabilities } = item;
  item.free();
  return { products, scores, weights, says, carries, parts, logits, difference, odds, probabilities };
}

/** One of the products that make a score. */
export interface Product {
  component: number;
  query: number;
  key: number;
  product: number;
}

export function scoreProducts(lab: Lab, sentence: number, place: number, lookedAt: number): Product[] {
  const item = lab.score_products(sentence, place, lookedAt);
  const { queries, keys, products } = item;
  const list = Array.from(item.components, (component, index) => ({
    component,
    query: queries[index] ?? NaN,
    key: keys[index] ?? NaN,
    product: products[index] ?? NaN,
  }));
  item.free();
  return list;
}

/** A number that is for or against something: with its sign, unless nothing is left of it. */
export function signed(value: number, decimals: number): string {
  const text = plain(value, decimals);
  return text.startsWith("-") || !/[1-9∞]/.test(text) ? text : `+${text}`;
}

export function plain(value: number, decimals: number): string {
  return fixed(value, decimals).replace("Infinity", "∞");
}
