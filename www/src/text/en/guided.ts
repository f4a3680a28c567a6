import { count, fixed } from "../../parts/numbers.js";

export const choose = "Guided cell";
export const none = "None: edit freely";
export const done = "done";
export const heading = (number: number, title: string) => `${number}. ${title}`;

/** The guided cells: what is changed, what is asked before, and what is to be done after. */
export const cells = {
  scaleForward: {
    title: "Take the scale away, forward only",
    what: "Scores are divided by the root of H: the code multiplies them by SCALE, which is one over that root. The start takes it out of the forward, in `3_scores_forward`, and leaves the backward as it is.",
    ask: "Which gradients will be off?",
    then: "Now mend the backward, in `3_scores_backward`: it still multiplies by SCALE, twice. The check is the judge.",
  },
  scaleAway: {
    title: "Take the scale away, both ways",
    what: "The same with the backward mended. The check is green, and the head is trained with it.",
    ask: "Beside the shipped run, where will the mean loss end?",
    then: "What do the weights have to do in place of the root of H?",
  },
  temperature: {
    title: "A temperature",
    what: "The start multiplies the scores by 2 inside the softmax, as at a temperature of one half. The backward does not know.",
    ask: "What will the gradient of Wq be?",
    then: "Mend `4_attention_backward`: what does a factor inside do to the slope?",
  },
  relu: {
    title: "ReLU in place of the softmax",
    what: "A weight is the score itself where it is above 0, else 0; rows add up to nothing in particular. Backward, a slope passes only where the weight is above 0.",
    ask: "After training, which of the answers in the table will be right?",
    then: "Divide each row by its sum again, forward: which gradients does the check then put off, and why?",
  },
  noMask: {
    title: "Without the mask",
    what: "Every place may look at every other, also at what comes after it. The backward needs no change.",
    ask: "Where will the mean loss end?",
    then: "The word that a place is asked for stands one place further on. A head that may look there only has to copy it: with epochs enough, nothing is left of the loss.",
  },
  distance: {
    title: "A bias for what is near",
    what: "Half a point is taken off a score for each place that lies between. It is no parameter, so nothing of it is learned.",
    ask: "The backward is left as it is. Which gradients will be off?",
    then: "A number that is added and does not depend on a parameter has no slope. Multiply by it, and the backward must know.",
  },
  secondSkip: {
    title: "A second skip",
    what: "The logits get each place's own value as well, past the attention. The backward does not know.",
    ask: "Which gradients will be off?",
    then: "Mend `5_output_backward`, where the slope of the values is made: what comes in besides the attention?",
  },
  tied: {
    title: "One matrix for query and key",
    what: "Keys are made with Wq too, so that Wk is not used any more. The backward does not know.",
    ask: "Which gradients will be off?",
    then: "Mend `2_project_backward`: Wq gets what Wk got as well, Wk gets 0, and the input hears of Wq twice.",
  },
  squared: {
    title: "A squared loss",
    what: "The loss of a place is the sum of the squared differences of the probabilities and what they should be. Its backward is there too.",
    ask: "After training, which of the answers in the table will be right?",
    then: "Where p is far from right, its slope is multiplied by p. What does that do to the beginning of training?",
  },
  tenTimes: {
    title: "A backward ten times too steep",
    what: "The first derivative of the backward is multiplied by 10, and nothing else. The check says so, and the head is trained with it all the same.",
    ask: "Beside the shipped run, where will the mean loss end?",
    then: "Adam divides a gradient by its own size. A wrong backward can train well: that is why it must be checked.",
  },
  planted: {
    title: "Find the mistake",
    what: "One letter of one backward pass is another one. The marks are off, so that you cannot see which.",
    ask: "Can you say before? Which gradients will be off?",
    then: "Read the check: which slopes are right, and which pass is the last that those which are off have in common? Find the letter and mend it.",
  },
  empty: {
    title: "Write a backward yourself",
    what: "The start empties `4_attention_backward`: only the formula is left. Nothing reaches the scores any more.",
    ask: "Which gradients will be off?",
    then: "Write it until the check is green: for each u, d_scores[t * T + u] from attention and d_attention, as the formula says. To see how it was shipped, choose to edit freely, above.",
  },
} as const;

/** What there is to choose from. */
export const options = {
  noneOff: "none",
  queriesOff: "Wq or Wk, not Wv",
  valuesOff: "Wv, not Wq and Wk",
  allOff: "all of them",
  lower: "lower",
  same: "the same, within 0.01",
  higher: "higher",
  atFloor: "at the floor, within 0.01",
  below: "below the floor",
  above: "above it",
  allRight: "all",
  someRight: "some",
  noneRight: "none",
  halfSlope: "half of the slope",
  rightSlope: "the slope",
  twiceSlope: "twice the slope",
} as const;

export const load = "Load it and see";
export const loadHelp = (trains: boolean) =>
  trains
    ? "puts its texts into the editors, checks and trains"
    : "puts its texts into the editors and checks";
export const sayFirst = "Say first what you expect.";
export const wait = "Loading …";
export const refused = "It could not be checked: see below.";
export const stopped = "The training was stopped before its end: load it again.";
export const mine = "Back to my own edits";

export const said = (isRight: boolean, is: string) => (isRight ? `Right: ${is}.` : `Not quite: ${is}.`);
export const measured = (shipped: number, yours: number, floor: number) =>
  `Mean loss of the last epoch: ${fixed(shipped, 4)} by the shipped shaders, ${fixed(yours, 4)} by these; the floor is ${fixed(floor, 4)}.`;
export const answered = (right: number, of: number) => `${count(right)} of ${count(of)} answers are right.`;
export const goalReached = "Done: the check is green.";
export const goalOpen = "Not there yet: the check is the judge.";
