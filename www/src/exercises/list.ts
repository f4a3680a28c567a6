import { type Corpus, Intervention, type StudyRun } from "../../pkg/attention_lab.js";
import {
  type Asked,
  type Finding,
  type Text,
  bothRight,
  afterCut,
  afterChange,
  indices,
  each,
  wordsOf,
  asking,
  asks,
  tellingPlace,
  teller,
  dishes,
  dishIds,
  of,
  vocabulary,
  places,
  looks,
  looksInWords,
  plainLooks,
  listed,
  answers,
  sources,
  sourceName,
  rows,
  among,
  formula,
} from "./asked.js";
import { token } from "../parts/dom.js";
import { count, difference, fixed } from "../parts/numbers.js";

/** One thing to predict: by a choice, by ticking all that hold, or by a number. */
export interface Part {
  label: Text;
  kind: "choice" | "several" | "number";
  /** What there is to choose from: the value, and how it reads. */
  options?: readonly (readonly [string, string])[];
}

/** Trains so many seeds of the present run; nothing if it was stopped. */
export type Seeds = (count: number) => Promise<readonly StudyRun[] | undefined>;

export interface Exercise {
  group: "Look" | "Train and compare" | "Change";
  question: (corpus: Corpus) => Text;
  /** What is asked for; `settings` are those of the run that is asked. */
  parts: (corpus: Corpus, settings: string) => Part[];
  /**
   * The run that is asked, at its end: what it differs in from the notebook's run, as `head-size=40`, so that it is the
   * same whatever was open before. Without one the sentences alone are asked.
   */
  run?: string;
  /** The run that it is compared with, and what to remember of that one. */
  before?: { run: string; take: (asked: Asked) => string };
  /** Runs that must be there. */
  study?: (seeds: Seeds) => Promise<number | undefined>;
  /** Where to see it. */
  see: readonly [string, string];
  check: (asked: Asked, answers: readonly string[][], known: { before: string; study: number }) => Finding;
}

const yesNo = [
  ["yes", "yes"],
  ["no", "no"],
] as const;

/** How far a guess at a count of twenty may be off. */
const near = 2;

/** In the order from looking to changing. Nothing here knows an answer: the crate gives them all, from the live run. */
export const exercises: readonly Exercise[] = [
  {
    group: "Look",
    question: () => ["At one place no head can be sure in both sentences. Which word stands there?"],
    parts: (corpus) => [{ label: ["The word"], kind: "choice", options: places(corpus, 0, true) }],
    see: ["task", "The task"],
    check: ({ corpus }, [[answer] = [""]]) => {
      const [fork] = corpus.forks;
      const place = (fork?.beginning.length ?? 0) - 1;
      const next = (fork?.next ?? []).flatMap((word, index) => [index > 0 ? " and " : "", token(word)]);
      const { says, right } = {
        right: answer === String(place),
        says: ["After ", token(fork?.beginning[place] ?? ""), " come ", ...next],
      };
      return {
        right,
        says: [
          ...says,
          `. The best that a head can do there adds ${fixed(fork?.cost ?? NaN, 4)} to the mean loss: the floor.`,
        ],
      };
    },
  },
  {
    group: "Look",
    run: "",
    question: (corpus) => [
      "After ",
      token(asks(corpus)),
      ", which word is the first guess in each sentence?",
    ],
    parts: (corpus) =>
      each(corpus, (sentence) => ({
        label: of(corpus, sentence),
        kind: "choice",
        options: vocabulary(corpus),
      })),
    see: ["look", "Look inside: output probabilities"],
    check: ({ lab, corpus }, answers) => {
      const found = indices(corpus).map((sentence) => lab.top_guesses(sentence, asking(corpus, sentence)));
      const says = found.flatMap((words, sentence) => {
        const p = fixed(lab.target_probability(sentence, asking(corpus, sentence)) ?? NaN, 3);
        return [...of(corpus, sentence), ": ", ...listed(words), `; the right word has p = ${p}. `];
      });
      return { right: among(found, answers), says };
    },
  },
  {
    group: "Look",
    run: "",
    question: (corpus) => [
      "Look at the row of ",
      token(asks(corpus)),
      " in the attention weights. Which word does it look at most?",
    ],
    parts: (corpus) =>
      each(corpus, (sentence) => ({
        label: of(corpus, sentence),
        kind: "choice",
        options: places(corpus, sentence),
      })),
    see: ["look", "Look inside: attention weights"],
    check: (asked, answers) => ({ right: among(looks(asked), answers), says: looksInWords(asked) }),
  },
  {
    group: "Look",
    run: "",
    question: () => ["Which of these rows have other numbers in the second sentence than in the first?"],
    parts: (corpus) => [
      {
        label: ["Tick all that differ"],
        kind: "several",
        options: rows(corpus).map(({ key, text }) => [key, text] as const),
      },
    ],
    see: ["look", "Look inside: queries and keys"],
    check: ({ lab, corpus }, [ticked = []]) => {
      const differs = rows(corpus).map((row) => ({
        ...row,
        by: lab.row_difference(row.figure, row.place) ?? 0,
      }));
      const found = differs.filter(({ by }) => by > 0).map(({ key }) => key);
      const says = differs.map(({ text, plural, by }) =>
        by > 0
          ? `The ${text} ${plural ? "differ" : "differs"}, by up to ${fixed(by, 2)}. `
          : `The ${text} ${plural ? "are" : "is"} the same. `,
      );
      return { right: found.join() === ticked.join(), says };
    },
  },
  {
    group: "Train and compare",
    run: "",
    question: () => ["At the end of the run, will the mean loss be within 0.1 of the floor?"],
    parts: () => [{ label: ["Within 0.1"], kind: "choice", options: yesNo }],
    see: ["train", "Train it"],
    check: ({ lab, corpus }, [[answer] = [""]]) => {
      const [loss, floor] = [lab.mean_loss(), corpus.floor];
      return {
        right: answer === (difference(loss, floor, 3) < 0.1 ? "yes" : "no"),
        says: [`The mean loss is ${fixed(loss, 3)}, the floor ${fixed(floor, 3)}.`],
      };
    },
  },
  {
    group: "Train and compare",
    run: "head-size=40",
    question: () => ["With head size 40, how many parameters does the head have?"],
    parts: () => [{ label: ["Parameters"], kind: "number" }],
    before: { run: "", take: ({ lab }) => count(lab.parameter_count()) },
    see: ["head", "The model summary"],
    check: ({ lab }, [[answer] = [""]], { before }) => ({
      right: Number(answer) === lab.parameter_count(),
      says: [
        `It has ${count(lab.parameter_count())}; with head size 20 it has ${before}. Each step of H adds a row of E numbers to the queries and one to the keys.`,
      ],
    }),
  },
  {
    group: "Train and compare",
    run: "head-size=10",
    question: (corpus) => [
      "With head size 10, will ",
      token(asks(corpus)),
      " look most at the same words as with head size 20?",
    ],
    parts: () => [{ label: ["The same words"], kind: "choice", options: yesNo }],
    before: { run: "", take: (asked) => JSON.stringify([looks(asked), plainLooks(asked)]) },
    see: ["compare", "Compare many nets"],
    check: (asked, [[answer] = [""]], { before }) => {
      const [others, inWords] = JSON.parse(before) as [string[][], string];
      const sameWords = looks(asked).every((most, sentence) =>
        most.some((at) => others[sentence]?.includes(at)),
      );
      return {
        right: answer === (sameWords ? "yes" : "no"),
        says: ["With head size 10: ", ...looksInWords(asked), `With head size 20: ${inWords}`],
      };
    },
  },
  {
    group: "Train and compare",
    run: "head-size=40",
    question: () => ["With head size 40, how many singular values of ", formula(), " are above 0?"],
    parts: () => [{ label: ["Above 0"], kind: "number" }],
    see: ["spectrum", "What a larger head size can add"],
    check: ({ lab }, [[answer] = [""]]) => ({
      right: Number(answer) === lab.query_key_rank(),
      says: [
        `${lab.query_key_rank()} of ${lab.query_key_values().length}: the matrix has E rows and E columns, whatever the head size.`,
      ],
    }),
  },
  {
    group: "Train and compare",
    run: "position=off",
    question: () => ["Without the position embedding, will both answers be right?"],
    parts: () => [{ label: ["Both right"], kind: "choice", options: yesNo }],
    see: ["compare", "Compare many nets"],
    check: bothRight,
  },
  {
    group: "Train and compare",
    run: "skip=off",
    question: () => ["Without the skip connection, will both answers be right?"],
    parts: () => [{ label: ["Both right"], kind: "choice", options: yesNo }],
    see: ["compare", "Compare many nets"],
    check: bothRight,
  },
  {
    group: "Train and compare",
    run: "",
    study: async (seeds) => (await seeds(20))?.filter(({ right }) => right.every(Boolean)).length,
    question: () => [
      `Train it from each of the seeds 1 to 20. In how many runs will both answers be right? A guess within ${near} counts.`,
    ],
    parts: () => [{ label: ["Runs of 20"], kind: "number" }],
    see: ["seeds", "Is it the seed?"],
    check: (_, [[answer] = [""]], { study }) => ({
      right: answer !== "" && Math.abs(Number(answer) - study) <= near,
      says: [
        `In ${study} of 20. The loss goes down in the others as well, but it stops where the head gives one answer to both sentences.`,
      ],
    }),
  },
  {
    group: "Train and compare",
    run: "preset=printed",
    question: (corpus) => [
      "In the run that the notebook printed, where does ",
      token(asks(corpus)),
      " look most?",
    ],
    parts: (corpus) =>
      each(corpus, (sentence) => ({
        label: of(corpus, sentence),
        kind: "choice",
        options: places(corpus, sentence),
      })),
    see: ["look", "Look inside: attention weights"],
    check: (asked, answers) => ({ right: among(looks(asked), answers), says: looksInWords(asked) }),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (corpus) => {
      const [right, other] = dishes(corpus);
      return [
        "In the first sentence, what says most for ",
        token(right),
        " against ",
        token(other),
        ", after ",
        token(asks(corpus)),
        "?",
      ];
    },
    parts: (corpus, settings) => [
      { label: ["Says most"], kind: "choice", options: sources(corpus, settings) },
    ],
    see: ["follow", "Follow a word"],
    check: ({ lab, corpus }, [[answer] = [""]]) => {
      const split = lab.explain(0, asking(corpus, 0), ...dishIds(corpus));
      const { parts: all, difference: sum } = split;
      const most = all.reduce((most, part) => (part.difference > most.difference ? part : most));
      const parts = all.map(
        ({ source, difference }) => `${sourceName(corpus, String(source))} ${fixed(difference, 2)}`,
      );
      return {
        right: answer === String(most.source),
        says: [`The logit difference ${fixed(sum, 2)} is made of: ${parts.join(", ")}.`],
      };
    },
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (corpus) => [
      "Cut the look at ",
      token(teller(corpus)),
      " out of the row of ",
      token(asks(corpus)),
      " in the first sentence, so that the other weights grow to fill the row. Which dish is the likelier then?",
    ],
    parts: (corpus) => [
      { label: ["Likelier"], kind: "choice", options: dishes(corpus).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (asked, [[answer] = [""]]) => afterCut(asked, answer, true),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: () => ["Cut the same look, but let the other weights stay as they are. And now?"],
    parts: (corpus) => [
      { label: ["Likelier"], kind: "choice", options: dishes(corpus).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (asked, [[answer] = [""]]) => afterCut(asked, answer, false),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (corpus) => [
      "Put ",
      token(wordsOf(corpus, 1)[tellingPlace(corpus)] ?? ""),
      " in the place of ",
      token(teller(corpus)),
      " in the first sentence. Which dish is the likelier after ",
      token(asks(corpus)),
      "?",
    ],
    parts: (corpus) => [
      { label: ["Likelier"], kind: "choice", options: dishes(corpus).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (asked, [[answer] = [""]]) => {
      const { corpus } = asked;
      const change = new Intervention();
      change.replace(
        tellingPlace(corpus),
        corpus.vocabulary.indexOf(wordsOf(corpus, 1)[tellingPlace(corpus)] ?? ""),
      );
      return afterChange(asked, change, answer, "With the other word");
    },
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (corpus) => [
      "How do the weights pick the prediction: which words does ",
      token(asks(corpus)),
      " look up?",
    ],
    parts: (corpus) => {
      const [first, second] = indices(corpus).map(
        (sentence) => wordsOf(corpus, sentence)[tellingPlace(corpus)] ?? "",
      );
      return [
        {
          label: ["It looks most at"],
          kind: "choice",
          options: [
            ["0,1", `both ${first} and ${second}`],
            ["0", `only ${first}`],
            ["1", `only ${second}`],
            ["neither", "neither"],
          ],
        },
      ];
    },
    see: ["look", "Look inside: attention weights"],
    check: (asked, [[answer] = [""]]) => {
      const { lab, corpus } = asked;
      const told = indices(corpus).filter((sentence) =>
        looks(asked)[sentence]?.includes(String(tellingPlace(corpus))),
      );
      const right = answers(asked).filter(Boolean).length;
      const guesses = new Set(
        indices(corpus).map((sentence) => lab.top_guess(sentence, asking(corpus, sentence))),
      );
      const lesson =
        told.length === 1 && right === 2
          ? "One look-up is enough: where it finds nothing to look up, it gives the other answer by itself."
          : told.length > 0
            ? "The value of the word that it looks up speaks for the dish."
            : guesses.size === 1
              ? "Without a look-up it gives one answer to both sentences."
              : "What it takes from them is less than from another word, and yet enough to tell the sentences apart.";
      return { right: answer === (told.join() || "neither"), says: [...looksInWords(asked), lesson] };
    },
  },
];
