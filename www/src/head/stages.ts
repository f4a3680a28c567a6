import { type Activation, activations } from "../../pkg/attention_lab.js";
import { type Tile, tileOf } from "../stages/tiles.js";
import { meanings } from "../text/en/head.js";
import formulas from "../text/formulas.tex";

/** A matrix of the head, what it means, and the passes that compute it. */
export interface Stage extends Tile, Pick<Activation, "forward" | "backward"> {
  /** As MathML. */
  formula: string;
  meaning: string;
}

/** In the order of computation. */
export function allStages(): Stage[] {
  return activations().map((activation) => ({
    ...tileOf(activation),
    forward: activation.forward,
    backward: activation.backward,
    meaning: meanings[activation.name] ?? "",
    formula: formulas[activation.name] ?? "",
  }));
}
