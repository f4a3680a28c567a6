import { difference } from "../parts/numbers.js";
import * as says from "../text/en/findings.js";
import { labels, places as names, questions } from "../text/en/questions.js";
import { bothRight, looks, looksMost, looksSaid } from "./asked.js";
import { asks } from "./corpus.js";
import type { Exercise } from "./exercise.js";
import { looksMostAt, number, yesOrNo } from "./parts.js";

/** How far a guess at a count of twenty may be off. */
const near = 2;

/** Whether both answers are right, which two runs are asked. */
const bothAnswers: Pick<Exercise, "parts" | "see" | "check"> = {
  parts: () => yesOrNo(labels.bothRight),
  see: ["compare", names.compare],
  check: bothRight,
};

/** What is asked of the end of a run, or of several. */
export const training: readonly Exercise[] = [
  {
    name: "nearFloor",
    needs: "nothing",
    group: "train",
    run: "",
    question: questions.nearFloor,
    parts: () => yesOrNo(labels.nearFloor),
    see: ["train", names.train],
    check: ({ lab, corpus }, [[answer] = [""]]) => {
      const [loss, floor] = [lab.mean_loss(), corpus.floor];
      return {
        right: answer === (difference(loss, floor, 3) < 0.1 ? "yes" : "no"),
        says: says.atEnd(loss, floor),
      };
    },
  },
  {
    name: "parameters",
    needs: "nothing",
    group: "train",
    run: "head-size=40",
    question: questions.parameters,
    parts: () => number(labels.parameters),
    before: { run: "", take: ({ lab }) => String(lab.parameter_count()) },
    see: ["head", names.summary],
    check: ({ lab }, [[answer] = [""]], { before }) => ({
      right: Number(answer) === lab.parameter_count(),
      says: says.parameters(lab.parameter_count(), Number(before)),
    }),
  },
  {
    name: "smallHead",
    needs: "meeting",
    group: "train",
    run: "head-size=10",
    question: (corpus) => questions.smallHead(asks(corpus)),
    parts: () => yesOrNo(labels.sameWords),
    before: { run: "", take: (asked) => JSON.stringify([looks(asked), looksSaid(asked)]) },
    see: ["compare", names.compare],
    check: (asked, [[answer] = [""]], { before }) => {
      const [others, saidOfOthers] = JSON.parse(before) as [string[][], says.LookedAt[]];
      const sameWords = looks(asked).every((most, sentence) =>
        most.some((at) => others[sentence]?.includes(at)),
      );
      return {
        right: answer === (sameWords ? "yes" : "no"),
        says: says.smallHead(looksSaid(asked), saidOfOthers),
      };
    },
  },
  {
    name: "rank",
    needs: "nothing",
    group: "train",
    run: "head-size=40",
    question: questions.rank,
    parts: () => number(labels.aboveZero),
    see: ["spectrum", names.spectrum],
    check: ({ lab }, [[answer] = [""]]) => ({
      right: Number(answer) === lab.query_key_rank(),
      says: says.rank(lab.query_key_rank(), lab.query_key_values().length),
    }),
  },
  {
    name: "withoutPosition",
    needs: "meeting",
    group: "train",
    run: "position=off",
    question: questions.withoutPosition,
    ...bothAnswers,
  },
  {
    name: "withoutSkip",
    needs: "meeting",
    group: "train",
    run: "skip=off",
    question: questions.withoutSkip,
    ...bothAnswers,
  },
  {
    name: "seeds",
    needs: "meeting",
    group: "train",
    run: "",
    study: async (seeds) => (await seeds(20))?.filter(({ right }) => right.every(Boolean)).length,
    question: () => questions.seeds(near),
    parts: () => number(labels.runs),
    see: ["seeds", names.seeds],
    check: (_, [[answer] = [""]], { study }) => ({
      right: answer !== "" && Math.abs(Number(answer) - study) <= near,
      says: says.seeds(study),
    }),
  },
  {
    name: "printedRun",
    needs: "notebook",
    group: "train",
    run: "preset=printed",
    question: (corpus) => questions.printedRun(asks(corpus)),
    parts: looksMostAt,
    see: ["look", names.attention],
    check: looksMost,
  },
];
