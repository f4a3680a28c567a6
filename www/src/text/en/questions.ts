import { type Prose, element, token } from "../../parts/dom.js";
import { andWords } from "./common.js";

/** The groups of questions. */
export const groups = { look: "Look", train: "Train and compare", change: "Change" };

/** The questions. `asks` is the word whose place asks, `tells` the word that tells the sentences apart. */
export const questions = {
  uncertain: (): Prose => ["At one place no head can be sure in both sentences. Which word stands there?"],
  firstGuess: (asks: string): Prose => [
    "After ",
    token(asks),
    ", which word is the first guess in each sentence?",
  ],
  looksMost: (asks: string): Prose => [
    "Look at the row of ",
    token(asks),
    " in the attention weights. Which word does it look at most?",
  ],
  rowsDiffer: (): Prose => [
    "Which of these rows have other numbers in the second sentence than in the first?",
  ],
  nearFloor: (): Prose => ["At the end of the run, will the mean loss be within 0.1 of the floor?"],
  parameters: (): Prose => ["With head size 40, how many parameters does the head have?"],
  smallHead: (asks: string): Prose => [
    "With head size 10, will ",
    token(asks),
    " look most at the same words as with head size 20?",
  ],
  rank: (): Prose => ["With head size 40, how many singular values of ", scoresMatrix(), " are above 0?"],
  withoutPosition: (): Prose => ["Without the position embedding, will both answers be right?"],
  withoutSkip: (): Prose => ["Without the skip connection, will both answers be right?"],
  seeds: (near: number): Prose => [
    `Train it from each of the seeds 1 to 20. In how many runs will both answers be right? A guess within ${near} counts.`,
  ],
  printedRun: (asks: string): Prose => [
    "In the run that the notebook printed, where does ",
    token(asks),
    " look most?",
  ],
  saysMost: (right: string, other: string, asks: string): Prose => [
    "In the first sentence, what says most for ",
    token(right),
    " against ",
    token(other),
    ", after ",
    token(asks),
    "?",
  ],
  cut: (tells: string, asks: string): Prose => [
    "Cut the look at ",
    token(tells),
    " out of the row of ",
    token(asks),
    " in the first sentence, so that the other weights grow to fill the row. Which word is the likelier then?",
  ],
  cutAndKept: (): Prose => ["Cut the same look, but let the other weights stay as they are. And now?"],
  otherWord: (other: string, tells: string, asks: string): Prose => [
    "Put ",
    token(other),
    " in the place of ",
    token(tells),
    " in the first sentence. Which word is the likelier after ",
    token(asks),
    "?",
  ],
  lookUp: (asks: string): Prose => [
    "How do the weights pick the prediction: which words does ",
    token(asks),
    " look up?",
  ],
};

/** What makes the scores, as it stands in a sentence. */
function scoresMatrix(): Node {
  const root = document.createElement("span");
  root.className = "formula";
  root.translate = false;
  root.innerHTML = "<i>W</i><sub>q</sub><sup>T</sup>&#8202;<i>W</i><sub>k</sub>";
  return root;
}

/** What is to be said. */
export const labels = {
  word: "The word",
  thatDiffer: "Tick all that differ",
  nearFloor: "Within 0.1",
  parameters: "Parameters",
  sameWords: "The same words",
  aboveZero: "Above 0",
  bothRight: "Both right",
  runs: "Runs of 20",
  saysMost: "Says most",
  likelier: "Likelier",
  looksUp: "It looks most at",
};

/** Of the sentence with this word. */
export function withWord(tells: string): Prose {
  return ["With ", token(tells)];
}

/** What there is to choose from. */
export const options = {
  yes: "yes",
  no: "no",
  both: (words: readonly string[]): Prose => ["both ", ...andWords(words)],
  only: (word: string): Prose => ["only ", token(word)],
  neither: "neither",
  ownToken: "its own token embedding",
  ownPosition: "its position embedding",
  lookAt: (word: string): Prose => ["the look at “", token(word), "”"],
};

/** A row of a matrix by the words that it may be of. */
export function rowName(figure: keyof typeof rows, words: readonly string[]): Prose {
  const quoted = words.flatMap((word, index) => [index > 0 ? "” or “" : "“", token(word)]);
  return [`${rows[figure].name} of `, ...quoted, "”"];
}

/** What a row is called, and whether it is many. */
export const rows = {
  query: { name: "query", isPlural: false },
  key: { name: "key", isPlural: false },
  value: { name: "value", isPlural: false },
  attention: { name: "attention weights", isPlural: true },
};

/** Where the answer can be seen. */
export const places = {
  task: "The task",
  probabilities: "Look inside: output probabilities",
  attention: "Look inside: attention weights",
  queries: "Look inside: queries and keys",
  train: "Train it",
  summary: "The model summary",
  compare: "Compare many nets",
  spectrum: "What a larger head size can add",
  seeds: "Is it the seed?",
  follow: "Follow a word",
  change: "Change something",
};

export const check = "Check";
export const seedOfAll = "Seed of all these runs";

/** What a check will do to the page, before it does it. */
export const effects = {
  none: "needs no run",
  train: (run: string) => `trains ${run}`,
  trainBoth: (before: string, run: string) => `trains ${before}, then ${run}`,
  trainSeeds: (run: string) => `trains twenty seeds of ${run}`,
};

export const quoted = (word: string) => `“${word}”`;
export const sayFirst = "Say first what you expect.";
export const asking = "Asking the run …";
export const stopped = "The training was stopped: check again when you want it to go on.";

export function noWholeNumber(answer: string): string {
  return `“${answer}” is no whole number: write one in digits, as in 12.`;
}

/** What came of an answer, from which run, if it needed one, and where to see it. */
export function found(isRight: boolean, says: Prose, run: string | undefined, see: Node): Prose {
  return [
    element("b", {}, isRight ? "Right. " : "Wrong. "),
    ...says,
    run === undefined ? " " : element("span", { class: "of-run" }, ` (${run}) `),
    "See it: ",
    see,
  ];
}
