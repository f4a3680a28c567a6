import { activations } from "../../pkg/attention_lab.js";
import formulas from "../text/formulas.tex";
import * as text from "../text/en/cells-closed.js";

/** Parts that are edited side by side: a pass forward and backward, or what holds the passes together. */
export interface Pass {
  title: string;
  /** Their names in `shaders/`, without `.wgsl`. */
  parts: readonly string[];
  /** What it computes, as MathML. */
  formulas: readonly string[];
}

/** Every part of the shaders, each once: the passes in the order of computation, then the rest. */
export function allPasses(): Pass[] {
  const passes = new Map<string, { parts: string[]; formulas: string[] }>();
  for (const { name, forward, backward } of activations()) {
    const pass = passes.get(forward) ?? { parts: [forward, backward], formulas: [] };
    const formula = formulas[name];
    // The mask and the skip connection are a part of what is computed with them.
    if (formula !== undefined && name !== "skip") pass.formulas.push(formula);
    passes.set(forward, pass);
  }
  const found = [...passes.values()].sort((one, other) => order(one.parts) - order(other.parts));
  return [
    ...found.map((pass) => ({ title: text.passes[pass.parts[0] ?? ""] ?? "", ...pass })),
    ...rest.map((parts) => ({ title: text.passes[parts[0] ?? ""] ?? "", parts, formulas: [] })),
  ];
}

/** A pass has its number before its name. */
const order = ([part = ""]: readonly string[]) => parseInt(part, 10);

const rest = [
  ["8_adam"],
  ["forward", "backward"],
  ["entry_forward", "entry_backward"],
  ["entry_train", "bindings"],
] as const;
