import type { Corpus, Set as ShelfSet } from "../../../pkg/attention_lab.js";
import { type Prose, element, sentence, token } from "../../parts/dom.js";
import { count, fixed } from "../../parts/numbers.js";
import { and, andWords, right, targetChance, wrong } from "./common.js";

/** The shelf of sets. */
export const shelf = {
  label: "Sentences",
  own: "Your own",
  aboutOwn: "Your own sentences. What the page says of them follows from the words alone and from this run.",
};

/** What a set is for, what to look for, and how often it was solved. */
export function aboutSet({ question, lookFor, solved, solvedWithoutPosition, seeds }: ShelfSet): Prose {
  return [
    element("b", {}, question),
    ` ${lookFor} `,
    element(
      "span",
      { class: "measured" },
      `Of ${seeds} seeds ${solved} give every answer that can be known; without position embedding ${solvedWithoutPosition}.`,
    ),
  ];
}

/** The box in which sentences are written. */
export const editor = {
  edit: "Write your own",
  close: "Close the box",
  label: "A sentence a line, its words apart by spaces",
  train: "Train these sentences",
  putBack: "Put back what is open",
  openFile: "Open a text file",
  help: (): Prose => [
    element("kbd", {}, "Ctrl"),
    " or ",
    element("kbd", {}, "⌘"),
    " with ",
    element("kbd", {}, "Enter"),
    " trains them. A line that begins with # is a comment; a line “vocabulary: the man …” fixes the order of the words.",
  ],
  counts: (sentences: number, different: number, isOpen: boolean) =>
    `${plural(sentences, "sentence")}, ${plural(different, "different word")}. ${isOpen ? "These are open." : "Ready to be trained."}`,
  goToLine: (line: number) => `Go to line ${line}`,
  largeFile: (name: string) =>
    `“${name}” is larger than any corpus can be: open a text file of less than a megabyte.`,
  noText: (name: string) =>
    `“${name}” is no text in UTF-8: save it as plain text in UTF-8 and open it again.`,
};

function plural(number: number, thing: string): string {
  return `${count(number)} ${thing}${number === 1 ? "" : "s"}`;
}

/** Which two sentences are compared. */
export const pair = {
  compare: "Compare ",
  with: " with ",
  first: "First sentence",
  second: "Second sentence",
};

export function numbered(index: number, words: string): string {
  return `${index + 1}: ${words}`;
}

/** All sentences. */
export const all = {
  title: (sentences: number) => `All ${count(sentences)} sentences with their losses and answers`,
  label: "All sentences",
  number: "No.",
  sentence: "Sentence",
  loss: "Loss",
  answer: "Asked answer",
  places: "Places right",
  right: ` ${right}`,
  wrong: ` ${wrong}`,
  of: (some: number, all: number) => `${some} of ${all}`,
};

/** What decides the answers of the pair that is compared. */
export function pairSaid({ sentences, pair }: Corpus): Prose {
  const [one, other] = pair.sentences.map((index) => sentences[index]);
  const { tellingPlace: telling, askingPlaces, meetsAgain } = pair;
  const [place] = askingPlaces;
  if (!one || !other) return [];
  if (one === other)
    return [
      "With one sentence there is nothing to tell apart: the head can learn it by heart, place by place.",
    ];
  if (one.words.join(" ") === other.words.join(" "))
    return ["The two sentences are the same: there is nothing that could tell them apart."];
  if (telling === undefined || telling === null)
    return [
      "One sentence is the beginning of the other: where it ends, nobody can know whether another word comes.",
    ];
  const answers: [string, string] = [one.targets[place] ?? "", other.targets[place] ?? ""];
  const tellers: [string, string] = [one.words[telling] ?? "", other.words[telling] ?? ""];
  if (!meetsAgain)
    return [
      "The two sentences part at place ",
      String(telling),
      ", with ",
      ...andWords(tellers),
      ", and have no word in common after that which is followed by different words: the head need not look back.",
    ];
  const [between, otherBetween] = [one, other].map(({ words }) => words.slice(telling + 1, place + 1));
  if (between?.join(" ") !== otherBetween?.join(" "))
    return [
      "At place ",
      String(place),
      " both sentences have ",
      token(one.words[place] ?? ""),
      ", and yet one goes on with ",
      token(answers[0]),
      " and the other with ",
      token(answers[1]),
      ": only what stands before can tell which.",
    ];
  return [
    "Both sentences read ",
    sentence(["", ...(between ?? [])]),
    " before they go on, so only ",
    token(tellers[0]),
    " or ",
    token(tellers[1]),
    " can tell ",
    token(answers[0]),
    " from ",
    token(answers[1]),
    ".",
  ];
}

/** Where the sentences go on in more than one way. */
export interface Fork {
  /** The words up to the place. */
  beginning: readonly string[];
  /** The words that come next, and how often each does. */
  next: readonly string[];
  shares: readonly number[];
  /** The loss that this makes at the place. */
  entropy: number;
}

/** Likelier words are named, up to so many. */
const named = 6;

/**
 * Why no model gets everything right; `floor` is the loss that is left in the mean over so many places, or over all where
 * sentences differ in length; there are `others` forks besides.
 */
export function floorSaid(
  { beginning, next, shares, entropy }: Fork,
  floor: number,
  places: number | undefined,
  others: number,
): Prose {
  const place = beginning.length - 1;
  const words: Prose[] = next
    .slice(0, named)
    .map((word, at) => [token(word), ` ${fixed(shares[at] ?? NaN, 2)}`]);
  if (next.length > named) words.push([`${next.length - named} others`]);
  const elsewhere =
    others === 0
      ? ""
      : ` So it is after ${others === 1 ? "another beginning" : `${others} other beginnings`}.`;
  return [
    element("b", {}, `At place ${place} nobody can be certain.`),
    " All that the head has read there is ",
    place === 0 ? token(beginning[0] ?? "") : sentence(beginning),
    ", and the sentences go on in different ways. The best anybody can say is ",
    ...and(words),
    `, which makes a loss of ${fixed(entropy, 4)} at this place.${elsewhere} It is `,
    element("b", {}, fixed(floor, 4)),
    ` in the mean over ${places === undefined ? "all places" : `the ${places} places`}. That is the floor: no training, no head size, no seed gets the loss below it.`,
  ];
}

/** The rows of a sentence's table. */
export const rows = {
  place: "place",
  input: "input",
  target: "target",
  chance: targetChance,
  best: "best possible",
};

/** Of the last target, which is the first word. */
export const wraps = "goes back to the start";
/** Of the line that shows it. */
export const backToStart = "and back to the start";

export const vocabulary = "Vocabulary";

/** `sentences` are rows of numbers: those that are compared. */
export function inNumbers(sentences: readonly Node[]): Prose {
  return [
    `To the head a word is a number. The ${sentences.length === 1 ? "sentence is" : "sentences are"} `,
    ...and(sentences.map((numbers) => [numbers])),
    ". (Numbers count from 1, as in the notebook; places count from 0.)",
  ];
}
