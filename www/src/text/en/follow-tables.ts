import { type Prose, element, token } from "../../parts/dom.js";
import { plain } from "../../parts/numbers.js";
import type { Source } from "./follow.js";

/** The choice that a stage speaks of. */
export interface Chosen {
  asks: string;
  first: string;
  second: string;
  headSize: string;
}

/** From query and key to what is taken: what each stage is called, and what happens there. */
export const stages = {
  product: {
    name: "query · key",
    says: ({ asks }: Chosen): Prose => [
      "The query of ",
      token(asks),
      " meets each key: multiplied number by number, added up. Press a number to see what makes it.",
    ],
  },
  score: {
    name: "score",
    says: ({ headSize }: Chosen): Prose => [
      "Divided by ",
      element("span", { class: "formula" }, `√${headSize}`),
      ", the root of the head size.",
    ],
  },
  weight: {
    name: "weight",
    says: (): Prose => [
      "Softmax: ",
      element("span", { class: "formula" }, "e", element("sup", {}, "score")),
      ", divided so that the row adds up to 1.",
    ],
  },
  value: {
    name: "value",
    says: ({ first, second }: Chosen): Prose => [
      "What there is to take: for ",
      token(first),
      " (+) or ",
      token(second),
      " (−).",
    ],
  },
  taken: {
    name: "weight × value",
    says: (): Prose => ["What is taken, and added to the answer."],
  },
  carried: {
    name: "weight × |v|",
    says: (): Prose => ["How much is taken in all."],
  },
};

export function chain(asks: string): string {
  return `How ${asks} looks back, stage by stage`;
}

export const looksAt = "looks at";

/** A button that says a number. */
export function productsOf(word: string, place: number, says: string): string {
  return `Products of the score for ${word}, place ${place}: ${says}`;
}

export function products(
  asks: string,
  lookedAt: string,
  score: number,
  count: number,
  headSize: string,
): Prose {
  return [
    "The score of ",
    token(asks),
    " for ",
    token(lookedAt),
    ` is ${plain(score, 3)}: the sum of ${count} products, query × key ÷ √${headSize}, the largest first. The number before each says which of the ${count} it is, counted from 0.`,
  ];
}

/** The parts as bars. */
export const split = { who: "who speaks", made: stages.taken.name, adds: "adds", unweighed: "as it is" };

/** The parts as numbers. */
export const logits = {
  summary: "Both logits, part by part",
  caption: "What each part adds to the two logits",
  difference: "difference",
  sum: "logit",
};

export function partName(source: Source): Prose {
  if (source.kind === "token") return ["embedding of ", token(source.word)];
  if (source.kind === "position") return [`embedding of place ${source.place}`];
  return ["look at ", token(source.word)];
}
