import formulas from "./formulas.tex";

/** What each matrix of the head means, by its name in the crate. */
const meanings: Record<string, string> = {
  input:
    "What the head reads at each place: the learned numbers of the word that stands there plus the learned numbers of the place. There are as many numbers as words, because the skip connection uses each as a vote for one word.",
  query:
    "What each place looks for, written as H numbers. A place will look at those places whose key agrees with its query.",
  key: "How each place can be found, written as H numbers: a key is what queries are compared with.",
  value:
    "What each place has to say once it is looked at: a vote for or against every word of the vocabulary.",
  scores:
    "How well the query of the asking place (row) agrees with the key of the place it may look at (column). Dividing by the root of H keeps the numbers of one size, whatever the head size.",
  mask: "A place may look at itself and at what came before (1), never ahead (0): ahead stands the very word that it is asked for. Minus infinity is a score that no softmax gives any weight.",
  attention:
    "Where each place looks: the softmax turns a row of scores into shares that add up to 1. The largest score takes most of them. Place 0 can look only at itself, so its share is always 1.",
  output:
    "What the head adds at each place: the values of the places it looks at, each as much as it is looked at.",
  skip: "The input once more, past the head: each word speaks for what usually follows it, without looking anywhere.",
  logits:
    "The votes for each word as the next one, those of the head and those of the skip connection added up.",
  probabilities:
    "What the head expects next at each place: the votes as shares that add up to 1. The loss looks only at the share of the right word.",
};

/** What a matrix means, and how it is computed, as MathML. */
export function explained(name: string): { meaning: string; formula: string } {
  return { meaning: meanings[name] ?? "", formula: formulas[name] ?? "" };
}
