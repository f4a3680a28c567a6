import type { Figure } from "./figures.js";

/** The three figures of the notebook. */
export const inside: readonly Figure[] = [
  {
    name: "probabilities",
    title: "Output probabilities",
    explanation:
      "What it predicts. Each row is a place, each column a word: the probability that this word comes next.",
  },
  {
    name: "attention",
    title: "Attention weights",
    explanation:
      "Where it looks. Each row is the place that looks, each column a place that it may look at; a row adds up to 1.",
  },
  {
    name: "value",
    title: "Value",
    explanation:
      "What it finds there. Each row is a place, each column a word: what a look at the place adds to the logit of the word.",
  },
];

/** What the attention weights are made of. A query has as many numbers as the head size, so these are the wide ones. */
export const queries: readonly Figure[] = [
  {
    name: "query",
    title: "Query",
    explanation: "Each row is a place, each column one of the H numbers of its query.",
    narrowest: 36,
  },
  {
    name: "key",
    title: "Key",
    explanation: "Each row is a place, each column one of the H numbers of its key.",
    narrowest: 36,
  },
];
