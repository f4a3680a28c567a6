import { type Prose, element, sentence } from "../../parts/dom.js";

/** What each matrix of the head means, by its name in the crate. */
export const meanings: Record<string, string> = {
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

/** The sizes of the model: places, vocabulary, embedding, head size. */
type Letter = "T" | "V" | "E" | "H";

/** What each letter counts. */
const counted: Record<Letter, string> = {
  T: "places",
  V: "words of the vocabulary",
  E: "numbers of an embedding, as many as there are words",
  H: "numbers of a query or key, the head size",
};

/** The size of a matrix with a row for each of `T` places. */
export function size(rows: number, letter: Letter, columns: number): Prose {
  const all = element("b", {}, `T × ${letter} = ${rows} × ${columns}`);
  const places = `: T = ${rows} ${counted.T}, `;
  return [all, places + (letter === "T" ? "on both sides." : `${letter} = ${columns} ${counted[letter]}.`)];
}

export const whichSentence = "Sentence in the picture";

export function now(words: readonly string[]): Prose {
  return ["Now, in ", sentence(words), ":"];
}

export const editThisPass = "Edit this pass";
export const backward = "Backward through this stage";
export const codeOfCpu =
  "What a GPU runs for each output of the pass, word for word. Now the CPU computes, with a pass of the same number and name in Rust.";
export const codeOfGpu =
  "What your GPU runs for each output of the pass, word for word; outputs are spread over its lanes, and T, V, E and H are constants.";

/** The model summary, and what each tensor does; the names are the notebook's own. */
export const summary = {
  caption: "Model summary",
  tensor: "Tensor",
  shape: "Shape",
  parameters: "Parameters",
  total: "Total",
};

export const roles: Record<string, string> = {
  "Xembed.weight": "token embedding",
  "Pos_Embed.weight": "position embedding",
  "Qmat.weight": "query",
  "Kmat.weight": "key",
  "Vmat.weight": "value",
};
