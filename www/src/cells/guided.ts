import type { Found } from "../../pkg-cells/cells.js";
import type { Corpus } from "../../pkg/attention_lab.js";
import type { cells, options } from "../text/en/guided.js";
import { means } from "./course.js";
import type { Outcome } from "./trial.js";

/** What a text is changed into: the part, what stands there, and what shall; without it, all after the comment. */
type Change = readonly [part: string, from: string, to: string];

/** What was seen once a cell was loaded. */
export interface Seen {
  found: Found;
  /** Of those that are trained at once. */
  outcome?: Outcome | undefined;
  corpus: Corpus;
}

/** A cell to be worked through: its start, what is predicted of it, and when it is done. No result is written down here. */
export interface GuidedCell {
  name: keyof typeof cells;
  /** Where to look first. */
  part: string;
  start: readonly Change[];
  /** Whether what differs from the shipped text is not to be seen. */
  hidden?: boolean;
  /** Whether it is trained as soon as it is loaded. */
  trains?: boolean;
  /** What there is to choose from, and which of them it is. */
  options: readonly (keyof typeof options)[];
  answer: (seen: Seen) => keyof typeof options;
  /** When it is done, for those in which something is left to do. */
  goal?: (found: Found) => boolean;
}

const isOff = ({ slopes }: Found, tensor: string) =>
  slopes.some((slope) => slope.tensor === tensor && !slope.isOk);
const hasNewForward = ({ changes }: Found) => changes.some(({ difference }) => difference !== 0);
/** The backward is mended, and the idea is still there. */
const mended = (found: Found) => found.isGood && hasNewForward(found);

/** Which gradients are off. */
function off({ found }: Seen) {
  const [queries, values] = [
    isOff(found, "Qmat.weight") || isOff(found, "Kmat.weight"),
    isOff(found, "Vmat.weight"),
  ];
  if (queries && values) return "allOff";
  return queries ? "queriesOff" : values ? "valuesOff" : "noneOff";
}
const gradients = ["noneOff", "queriesOff", "valuesOff", "allOff"] as const;

function right({ outcome }: Seen) {
  const answers = outcome?.yours.answers ?? [];
  const right = answers.filter(({ guess, target }) => guess === target).length;
  return right === answers.length ? "allRight" : right === 0 ? "noneRight" : "someRight";
}
const answers = ["allRight", "someRight", "noneRight"] as const;

/** The mean losses of the last epoch: by the shipped shaders, and by those of the reader. */
export function lastLosses({ shipped, yours }: Outcome, corpus: Corpus): [number, number] {
  const last = (losses: Float32Array) => means(losses, corpus.sentences.length).at(-1) ?? NaN;
  return [last(shipped.losses), last(yours.losses)];
}

/** Losses that are nearer than this are the same. */
const near = 0.01;

function loss({ outcome, corpus }: Seen) {
  if (!outcome) return "same";
  const [shipped, yours] = lastLosses(outcome, corpus);
  if (Math.abs(yours - shipped) < near) return "same";
  return yours < shipped ? "lower" : "higher";
}
const losses = ["lower", "same", "higher"] as const;

function beside({ outcome, corpus }: Seen) {
  const [, yours] = outcome ? lastLosses(outcome, corpus) : [NaN, NaN];
  return yours < corpus.floor - near ? "below" : yours > corpus.floor + near ? "above" : "atFloor";
}

export const guided: readonly GuidedCell[] = [
  {
    name: "scaleForward",
    part: "3_scores_forward",
    start: [["3_scores_forward", "sum * SCALE", "sum"]],
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "scaleAway",
    part: "3_scores_forward",
    start: [
      ["3_scores_forward", "sum * SCALE", "sum"],
      ["3_scores_backward", "q_sum * SCALE", "q_sum"],
      ["3_scores_backward", "k_sum * SCALE", "k_sum"],
    ],
    trains: true,
    options: losses,
    answer: loss,
  },
  {
    name: "temperature",
    part: "4_attention_forward",
    start: [
      ["4_attention_forward", "exp(scores[t * T + u] - largest)", "exp(2.0 * (scores[t * T + u] - largest))"],
    ],
    options: ["halfSlope", "rightSlope", "twiceSlope"],
    answer: ({ found }) => {
      const slope = found.slopes.find(({ tensor }) => tensor === "Qmat.weight");
      if (!slope || slope.isOk) return "rightSlope";
      return slope.difference < 0.75 * slope.largest ? "halfSlope" : "twiceSlope";
    },
    goal: mended,
  },
  {
    name: "relu",
    part: "4_attention_forward",
    start: [
      [
        "4_attention_forward",
        "exp(scores[t * T + u] - largest); // 0 where masked",
        "max(scores[t * T + u], 0.0);",
      ],
      [
        "4_attention_forward",
        "attention[t * T + u] / sum * mask[t * T + u]",
        "attention[t * T + u] * mask[t * T + u]",
      ],
      [
        "4_attention_backward",
        "attention[t * T + u] * (d_attention[t * T + u] - mean)",
        "select(0.0, d_attention[t * T + u], attention[t * T + u] > 0.0)",
      ],
    ],
    trains: true,
    options: answers,
    answer: right,
  },
  {
    name: "noMask",
    part: "3_scores_forward",
    start: [
      ["3_scores_forward", "select(sum * SCALE, MASKED, mask[t * T + u] == 0.0)", "sum * SCALE"],
      ["4_attention_forward", " / sum * mask[t * T + u]", " / sum"],
    ],
    trains: true,
    options: ["atFloor", "below", "above"],
    answer: beside,
  },
  {
    name: "distance",
    part: "3_scores_forward",
    start: [["3_scores_forward", "sum * SCALE, MASKED", "sum * SCALE - 0.5 * f32(t - u), MASKED"]],
    trains: true,
    options: ["noneOff", "queriesOff", "allOff"],
    answer: off,
  },
  {
    name: "secondSkip",
    part: "6_logits_forward",
    start: [["6_logits_forward", "output[i] +", "output[i] + v[i] +"]],
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "tied",
    part: "2_project_forward",
    start: [["2_project_forward", "parameter(KEY + h", "parameter(QUERY + h"]],
    options: gradients,
    answer: off,
    goal: mended,
  },
  {
    name: "squared",
    part: "7_probabilities_forward",
    start: [
      [
        "7_probabilities_forward",
        "    // By way of the logits: it stays finite where p itself is too small for an f32.\n" +
          "    place_loss[t] = log(sum) - (logits[t * V + target_token(t)] - largest);\n",
        "    var miss = 0.0;\n" +
          "    for (var w = 0u; w < V; w++) {\n" +
          "        let d = probabilities[t * V + w] - select(0.0, 1.0, w == target_token(t));\n" +
          "        miss += d * d;\n" +
          "    }\n" +
          "    place_loss[t] = miss;\n",
      ],
      [
        "7_probabilities_backward",
        "    let hit = select(0.0, 1.0, i % V == target_token(i / V));\n" +
          "    d_logits[i] = (probabilities[i] - hit) / f32(length);\n",
        "    let t = i / V;\n" +
          "    var mean = 0.0;\n" +
          "    for (var w = 0u; w < V; w++) {\n" +
          "        let p = probabilities[t * V + w];\n" +
          "        mean += p * (p - select(0.0, 1.0, w == target_token(t)));\n" +
          "    }\n" +
          "    let hit = select(0.0, 1.0, i % V == target_token(t));\n" +
          "    d_logits[i] = 2.0 * probabilities[i] * (probabilities[i] - hit - mean) / f32(length);\n",
      ],
    ],
    trains: true,
    options: answers,
    answer: right,
  },
  {
    name: "tenTimes",
    part: "7_probabilities_backward",
    start: [["7_probabilities_backward", "(probabilities[i] - hit)", "10.0 * (probabilities[i] - hit)"]],
    trains: true,
    options: losses,
    answer: loss,
  },
  {
    name: "planted",
    part: "7_probabilities_backward",
    start: [["3_scores_backward", "* q[u * H + h]", "* k[u * H + h]"]],
    hidden: true,
    options: gradients,
    answer: off,
    goal: ({ isGood }) => isGood,
  },
  {
    name: "empty",
    part: "4_attention_backward",
    start: [["4_attention_backward", "", "fn d_score_row(t: u32) {\n}\n"]],
    options: gradients,
    answer: off,
    goal: ({ isGood }) => isGood,
  },
];

/** The texts that a cell begins with. */
export function startOf({ start }: GuidedCell, shipped: (part: string) => string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [part, from, to] of start) {
    const text = texts.get(part) ?? shipped(part);
    // Of what is written anew only the formula stays.
    texts.set(part, from === "" ? text.slice(0, text.indexOf("fn ")) + to : text.replace(from, () => to));
  }
  return texts;
}
