import { element } from "../../parts/dom.js";
import { count } from "../../parts/numbers.js";

// What stands in the section before the editor is asked for.

export const open = "Open the code cells";
export const about =
  "This loads an editor and a translator, once. They work with WebGPU and without, and the run of the page stays as it is until you say otherwise.";
export const kept = (parts: number) =>
  parts === 1
    ? "One part is edited from earlier in this tab: you find it again."
    : `${count(parts)} parts are edited from earlier in this tab: you find them again.`;
export const loading = "The editor is loading.";
export const missing = "The editor did not come: look at the connection and try again.";

/** In sections that know no edits, while the run has some. */
export const onlyShipped =
  "The run has edited shaders. What this section works out by itself takes the head as it is shipped, and may not fit the numbers of the run.";

export const notInTorch =
  "The run has edited shaders. A saved run and the JSON have them; PyTorch cannot run them: the script and the notebook have their text, say so, and train the head as it is shipped.";

/** Whose shaders compute. */
export const computedByYour = (parts: readonly string[]): (Node | string)[] => [
  "With your ",
  ...parts.flatMap((part, index) => [
    index === 0 ? "" : index === parts.length - 1 ? " and " : ", ",
    element("code", {}, part),
  ]),
  ".",
];
export const takeBack = "Back to the shipped shaders";

/** What each pass is called, by the first of its parts. */
export const passes: Record<string, string> = {
  "1_embed_forward": "1 Input",
  "2_project_forward": "2 Query, key, value",
  "3_scores_forward": "3 Scores",
  "4_attention_forward": "4 Attention",
  "5_output_forward": "5 Output",
  "6_logits_forward": "6 Logits",
  "7_probabilities_forward": "7 Probabilities, loss",
  "8_adam": "8 Adam",
  forward: "Order of passes",
  entry_forward: "Entries",
  entry_train: "Training",
};
