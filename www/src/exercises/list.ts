import { Intervention, type Lab } from "../../pkg/attention_lab.js";
import { setting } from "../compare/result.js";
import type { Seeds } from "../compare/seeds.js";
import { count, element, fixed, token } from "../dom.js";
import { difference, isNothing } from "../shown.js";

export type Text = (Node | string)[];

/** One thing to predict: by a choice, by ticking all that hold, or by a number. */
export interface Part {
  label: Text;
  kind: "choice" | "several" | "number";
  /** What there is to choose from: the value, and how it reads. */
  options?: readonly (readonly [string, string])[];
}

/** What the live run says to an answer. */
export interface Finding {
  right: boolean;
  /** What it shows, with its numbers. */
  says: Text;
}

export interface Exercise {
  group: "Look" | "Train and compare" | "Change";
  question: (lab: Lab) => Text;
  /** What is asked for; `settings` are those of the run that is asked. */
  parts: (lab: Lab, settings: string) => Part[];
  /**
   * The run that is asked, at its end: what it differs in from the notebook's run, as `head-size=40`, so that it is the
   * same whatever was open before. Without one the sentences alone are asked.
   */
  run?: string;
  /** The run that it is compared with, and what to remember of that one. */
  before?: { run: string; take: (lab: Lab) => string };
  /** Runs that must be there. */
  study?: (seeds: Seeds) => Promise<number | undefined>;
  /** Where to see it. */
  see: readonly [string, string];
  check: (lab: Lab, answers: readonly string[][], known: { before: string; study: number }) => Finding;
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
    parts: (lab) => [{ label: ["The word"], kind: "choice", options: places(lab, 0, true) }],
    see: ["task", "The task"],
    check: (lab, [[answer] = [""]]) => {
      const [fork] = lab.forks();
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
    question: (lab) => ["After ", token(asks(lab)), ", which word is the first guess in each sentence?"],
    parts: (lab) =>
      each(lab, (sentence) => ({ label: of(lab, sentence), kind: "choice", options: vocabulary(lab) })),
    see: ["look", "Look inside: output probabilities"],
    check: (lab, answers) => {
      const found = indices(lab).map((sentence) => lab.top_guesses(sentence, asking(lab, sentence)));
      const says = found.flatMap((words, sentence) => {
        const p = fixed(lab.target_probability(sentence, asking(lab, sentence)) ?? NaN, 3);
        return [...of(lab, sentence), ": ", ...listed(words), `; the right word has p = ${p}. `];
      });
      return { right: among(found, answers), says };
    },
  },
  {
    group: "Look",
    run: "",
    question: (lab) => [
      "Look at the row of ",
      token(asks(lab)),
      " in the attention weights. Which word does it look at most?",
    ],
    parts: (lab) =>
      each(lab, (sentence) => ({ label: of(lab, sentence), kind: "choice", options: places(lab, sentence) })),
    see: ["look", "Look inside: attention weights"],
    check: (lab, answers) => ({ right: among(looks(lab), answers), says: looksInWords(lab) }),
  },
  {
    group: "Look",
    run: "",
    question: () => ["Which of these rows have other numbers in the second sentence than in the first?"],
    parts: (lab) => [
      {
        label: ["Tick all that differ"],
        kind: "several",
        options: rows(lab).map(({ key, text }) => [key, text] as const),
      },
    ],
    see: ["look", "Look inside: queries and keys"],
    check: (lab, [ticked = []]) => {
      const differs = rows(lab).map((row) => ({
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
    check: (lab, [[answer] = [""]]) => {
      const [loss, floor] = [lab.mean_loss(), lab.loss_floor()];
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
    before: { run: "", take: (lab) => count(lab.parameter_count()) },
    see: ["head", "The model summary"],
    check: (lab, [[answer] = [""]], { before }) => ({
      right: Number(answer) === lab.parameter_count(),
      says: [
        `It has ${count(lab.parameter_count())}; with head size 20 it has ${before}. Each step of H adds a row of E numbers to the queries and one to the keys.`,
      ],
    }),
  },
  {
    group: "Train and compare",
    run: "head-size=10",
    question: (lab) => [
      "With head size 10, will ",
      token(asks(lab)),
      " look most at the same words as with head size 20?",
    ],
    parts: () => [{ label: ["The same words"], kind: "choice", options: yesNo }],
    before: { run: "", take: (lab) => JSON.stringify([looks(lab), plainLooks(lab)]) },
    see: ["compare", "Compare many nets"],
    check: (lab, [[answer] = [""]], { before }) => {
      const [others, inWords] = JSON.parse(before) as [string[][], string];
      const sameWords = looks(lab).every((most, sentence) =>
        most.some((at) => others[sentence]?.includes(at)),
      );
      return {
        right: answer === (sameWords ? "yes" : "no"),
        says: ["With head size 10: ", ...looksInWords(lab), `With head size 20: ${inWords}`],
      };
    },
  },
  {
    group: "Train and compare",
    run: "head-size=40",
    question: () => ["With head size 40, how many singular values of ", formula(), " are above 0?"],
    parts: () => [{ label: ["Above 0"], kind: "number" }],
    see: ["spectrum", "What a larger head size can add"],
    check: (lab, [[answer] = [""]]) => ({
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
    study: async (seeds) => (await seeds.run(20))?.filter(({ right }) => right.every(Boolean)).length,
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
    question: (lab) => ["In the run that the notebook printed, where does ", token(asks(lab)), " look most?"],
    parts: (lab) =>
      each(lab, (sentence) => ({ label: of(lab, sentence), kind: "choice", options: places(lab, sentence) })),
    see: ["look", "Look inside: attention weights"],
    check: (lab, answers) => ({ right: among(looks(lab), answers), says: looksInWords(lab) }),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (lab) => {
      const [right, other] = dishes(lab);
      return [
        "In the first sentence, what says most for ",
        token(right),
        " against ",
        token(other),
        ", after ",
        token(asks(lab)),
        "?",
      ];
    },
    parts: (lab, settings) => [{ label: ["Says most"], kind: "choice", options: sources(lab, settings) }],
    see: ["follow", "Follow a word"],
    check: (lab, [[answer] = [""]]) => {
      const split = lab.explain(0, asking(lab, 0), ...dishIds(lab));
      const { parts: all, difference: sum } = split;
      const most = all.reduce((most, part) => (part.difference > most.difference ? part : most));
      const parts = all.map(
        ({ source, difference }) => `${sourceName(lab, String(source))} ${fixed(difference, 2)}`,
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
    question: (lab) => [
      "Cut the look at ",
      token(teller(lab)),
      " out of the row of ",
      token(asks(lab)),
      " in the first sentence, so that the other weights grow to fill the row. Which dish is the likelier then?",
    ],
    parts: (lab) => [
      { label: ["Likelier"], kind: "choice", options: dishes(lab).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (lab, [[answer] = [""]]) => afterCut(lab, answer, true),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: () => ["Cut the same look, but let the other weights stay as they are. And now?"],
    parts: (lab) => [
      { label: ["Likelier"], kind: "choice", options: dishes(lab).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (lab, [[answer] = [""]]) => afterCut(lab, answer, false),
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (lab) => [
      "Put ",
      token(lab.words(1)[tellingPlace(lab)] ?? ""),
      " in the place of ",
      token(teller(lab)),
      " in the first sentence. Which dish is the likelier after ",
      token(asks(lab)),
      "?",
    ],
    parts: (lab) => [
      { label: ["Likelier"], kind: "choice", options: dishes(lab).map((word) => [word, word] as const) },
    ],
    see: ["change", "Change something"],
    check: (lab, [[answer] = [""]]) => {
      const change = new Intervention();
      change.replace(tellingPlace(lab), lab.vocabulary().indexOf(lab.words(1)[tellingPlace(lab)] ?? ""));
      return afterChange(lab, change, answer, "With the other word");
    },
  },
  {
    group: "Change",
    run: "preset=printed",
    question: (lab) => [
      "How do the weights pick the prediction: which words does ",
      token(asks(lab)),
      " look up?",
    ],
    parts: (lab) => {
      const [first, second] = indices(lab).map((sentence) => lab.words(sentence)[tellingPlace(lab)] ?? "");
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
    check: (lab, [[answer] = [""]]) => {
      const told = indices(lab).filter((sentence) =>
        looks(lab)[sentence]?.includes(String(tellingPlace(lab))),
      );
      const right = answers(lab).filter(Boolean).length;
      const guesses = new Set(indices(lab).map((sentence) => lab.top_guess(sentence, asking(lab, sentence))));
      const lesson =
        told.length === 1 && right === 2
          ? "One look-up is enough: where it finds nothing to look up, it gives the other answer by itself."
          : told.length > 0
            ? "The value of the word that it looks up speaks for the dish."
            : guesses.size === 1
              ? "Without a look-up it gives one answer to both sentences."
              : "What it takes from them is less than from another word, and yet enough to tell the sentences apart.";
      return { right: answer === (told.join() || "neither"), says: [...looksInWords(lab), lesson] };
    },
  },
];

function bothRight(lab: Lab, [[answer] = [""]]: readonly string[][]): Finding {
  const right = answers(lab);
  const says = right.flatMap((is, sentence) => [
    ...of(lab, sentence),
    ": ",
    token(lab.top_guess(sentence, asking(lab, sentence)) ?? ""),
    is ? ", right. " : ", wrong. ",
  ]);
  return { right: answer === (right.every(Boolean) ? "yes" : "no"), says };
}

function afterCut(lab: Lab, answer: string | undefined, renormalise: boolean): Finding {
  const change = new Intervention();
  change.renormalise(renormalise);
  change.cut(asking(lab, 0), tellingPlace(lab));
  return afterChange(lab, change, answer, "With the cut");
}

/** What the crate says of the first sentence after a change: which of the two dishes is the likelier. */
function afterChange(lab: Lab, change: Intervention, answer: string | undefined, what: string): Finding {
  const place = asking(lab, 0);
  const [right, other] = dishIds(lab);
  const [word, against] = dishes(lab);
  const look = lab.look(change, 0, right, other);
  const after = look.differences[place] ?? NaN;
  const guess = lab.vocabulary()[look.answers[place] ?? -1] ?? "";
  const tied = isNothing(after, 2);
  const likelier = after > 0 ? word : against;
  const before = fixed(lab.explain(0, place, right, other).difference, 2);
  const first =
    tied || guess === likelier ? [] : [" The first guess of all words is now ", token(guess), "."];
  return {
    right: tied || answer === likelier,
    says: [
      `${what} it is `,
      tied ? "neither" : token(likelier),
      ": the logit difference of ",
      token(word),
      " and ",
      token(against),
      ` goes from ${before} to ${fixed(after, 2)}.`,
      ...first,
    ],
  };
}

function indices(lab: Lab): number[] {
  return Array.from({ length: lab.sentence_count() }, (_, index) => index);
}

function each<T>(lab: Lab, part: (sentence: number) => T): T[] {
  return indices(lab).map(part);
}

function asking(lab: Lab, sentence: number): number {
  return lab.asking_place(sentence) ?? 0;
}

function asks(lab: Lab): string {
  return lab.words(0)[asking(lab, 0)] ?? "";
}

function tellingPlace(lab: Lab): number {
  return lab.telling_place() ?? 0;
}

function teller(lab: Lab): string {
  return lab.words(0)[tellingPlace(lab)] ?? "";
}

/** The right words after the place that asks: of the first sentence, and of the second. */
function dishes(lab: Lab): [string, string] {
  const dish = (sentence: number) => lab.targets(sentence)[asking(lab, sentence)] ?? "";
  return [dish(0), dish(1)];
}

function dishIds(lab: Lab): [number, number] {
  const [first, second] = dishes(lab).map((word) => lab.vocabulary().indexOf(word));
  return [first ?? 0, second ?? 0];
}

function of(lab: Lab, sentence: number): Text {
  return ["With ", token(lab.words(sentence)[tellingPlace(lab)] ?? "")];
}

function vocabulary(lab: Lab): [string, string][] {
  return lab.vocabulary().map((word) => [word, word]);
}

/** The places that the one that asks may look at, or all of them. */
function places(lab: Lab, sentence: number, all = false): [string, string][] {
  const words = lab.words(sentence);
  const last = all ? words.length : asking(lab, sentence) + 1;
  return words.slice(0, last).map((word, place) => [String(place), word]);
}

/** The places that the one that asks looks at most: more than one where they are printed alike. */
function looks(lab: Lab): string[][] {
  return indices(lab).map((sentence) => [...lab.looks_at_most(sentence, asking(lab, sentence))].map(String));
}

function looksInWords(lab: Lab): Text {
  return looks(lab).flatMap((most, sentence) => {
    const weight = fixed(lab.attention_weight(sentence, asking(lab, sentence), Number(most[0])) ?? NaN, 2);
    const words = most.map((place) => lab.words(sentence)[Number(place)] ?? "");
    return [...of(lab, sentence), ": ", ...listed(words), ` ${weight}. `];
  });
}

function plainLooks(lab: Lab): string {
  return element("p", {}, ...looksInWords(lab)).textContent;
}

function listed(words: readonly string[]): Text {
  return words.flatMap((word, index) => [index > 0 ? " and " : "", token(word)]);
}

function answers(lab: Lab): boolean[] {
  return indices(lab).map(
    (sentence) => lab.top_guess(sentence, asking(lab, sentence)) === dishes(lab)[sentence],
  );
}

/** What a prediction of this run can be made of: the skip connection adds both embeddings, if there are any. */
function sources(lab: Lab, settings: string): [string, string][] {
  const skip = setting(settings, "skip") === "on";
  const position = skip && setting(settings, "position") === "on";
  const looked = places(lab, 0).map(([place]) => place);
  const names = [...(skip ? ["token"] : []), ...(position ? ["position"] : []), ...looked];
  return names.map((name) => [name, sourceName(lab, name)]);
}

function sourceName(lab: Lab, name: string): string {
  if (name === "token") return "its own token embedding";
  if (name === "position") return "its position embedding";
  return `the look at “${lab.words(0)[Number(name)] ?? ""}”`;
}

function rows(lab: Lab): { key: string; text: string; plural: boolean; figure: string; place: number }[] {
  const [ask, tell] = [asking(lab, 0), tellingPlace(lab)];
  const row = (figure: string, name: string, place: number, word: string) => ({
    key: figure + place,
    text: `${name} of “${word}”`,
    plural: name.endsWith("s"),
    figure,
    place,
  });
  const either = indices(lab)
    .map((sentence) => lab.words(sentence)[tell] ?? "")
    .join("” or “");
  return [
    row("query", "query", ask, asks(lab)),
    row("key", "key", ask, asks(lab)),
    row("key", "key", tell, either),
    row("value", "value", tell, either),
    row("attention", "attention weights", ask, asks(lab)),
  ];
}

/** Whether each answer is one of those that hold. */
function among(found: readonly (readonly string[])[], answers: readonly string[][]): boolean {
  return found.every((right, index) => right.includes(answers[index]?.[0] ?? ""));
}

function formula(): Node {
  const root = document.createElement("span");
  root.className = "formula";
  root.translate = false;
  root.innerHTML = "<i>W</i><sub>q</sub><sup>T</sup>&#8202;<i>W</i><sub>k</sub>";
  return root;
}
