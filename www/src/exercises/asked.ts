import { type Corpus, Intervention, type Lab } from "../../pkg/attention_lab.js";
import type { Prose } from "../parts/dom.js";
import { isNothing } from "../parts/numbers.js";
import * as text from "../text/en/findings.js";
import {
  asking,
  answerIds,
  rightAnswers,
  indices,
  teller,
  tellingPlace,
  wordsOf,
  indexOf,
} from "./corpus.js";

/** The run that is asked, and its words. */
export interface Asked {
  lab: Lab;
  corpus: Corpus;
}

/** What the live run says to an answer. */
export interface Finding {
  right: boolean;
  /** What it shows, with its numbers. */
  says: Prose;
}

export function bothRight(asked: Asked, [[answer] = [""]]: readonly string[][]): Finding {
  const { lab, corpus } = asked;
  const right = answers(asked);
  const says = right.map((isRight, sentence) => ({
    tells: teller(corpus, sentence),
    guess: lab.top_guess(indexOf(corpus, sentence), asking(corpus, sentence)) ?? "",
    isRight,
  }));
  return { right: answer === (right.every(Boolean) ? "yes" : "no"), says: text.answers(says) };
}

export function looksMost(asked: Asked, answers: readonly string[][]): Finding {
  return { right: among(looks(asked), answers), says: text.looks(looksSaid(asked)) };
}

export function afterCut(asked: Asked, answer: string | undefined, renormalise: boolean): Finding {
  const change = new Intervention();
  change.renormalise(renormalise);
  change.cut(asking(asked.corpus, 0), tellingPlace(asked.corpus));
  return afterChange(asked, change, answer, "cut");
}

/** What the crate says of the first sentence after a change: which of the two rightAnswers is the likelier. */
export function afterChange(
  { lab, corpus }: Asked,
  change: Intervention,
  answer: string | undefined,
  what: keyof typeof text.changes,
): Finding {
  const place = asking(corpus, 0);
  const [right, other] = answerIds(corpus);
  const [word, against] = rightAnswers(corpus);
  const look = lab.look(change, indexOf(corpus, 0), right, other);
  const after = look.differences[place] ?? NaN;
  const guess = corpus.vocabulary[look.answers[place] ?? -1] ?? "";
  const tied = isNothing(after, 2);
  const likelier = after > 0 ? word : against;
  const before = lab.explain(indexOf(corpus, 0), place, right, other).difference;
  return {
    right: tied || answer === likelier,
    says: text.likelier(
      what,
      tied ? undefined : likelier,
      [word, against],
      [before, after],
      tied || guess === likelier ? undefined : guess,
    ),
  };
}

/** The places that the one that asks looks at most: more than one where they are printed alike. */
export function looks({ lab, corpus }: Asked): string[][] {
  return indices(corpus).map((sentence) =>
    [...lab.looks_at_most(indexOf(corpus, sentence), asking(corpus, sentence))].map(String),
  );
}

/** The same as it is said. */
export function looksSaid(asked: Asked): text.LookedAt[] {
  const { lab, corpus } = asked;
  return looks(asked).map((most, sentence) => ({
    tells: teller(corpus, sentence),
    words: most.map((place) => wordsOf(corpus, sentence)[Number(place)] ?? ""),
    weight: lab.attention_weight(indexOf(corpus, sentence), asking(corpus, sentence), Number(most[0])) ?? NaN,
  }));
}

export function answers({ lab, corpus }: Asked): boolean[] {
  return indices(corpus).map(
    (sentence) =>
      lab.top_guess(indexOf(corpus, sentence), asking(corpus, sentence)) === rightAnswers(corpus)[sentence],
  );
}

/** Whether each answer is one of those that hold. */
export function among(found: readonly (readonly string[])[], answers: readonly string[][]): boolean {
  return found.every((right, index) => right.includes(answers[index]?.[0] ?? ""));
}
