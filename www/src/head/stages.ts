import { type Activation, activations } from "../../pkg/attention_lab.js";
import { meanings } from "../text/en/head.js";
import formulas from "../text/formulas.tex";
import { type Tile, allTiles } from "../stages/tiles.js";

/** A matrix of the head, what it means, and the passes that compute it. */
export interface Stage extends Tile, Pick<Activation, "forward" | "backward"> {
  /** As MathML. */
  formula: string;
  meaning: string;
}

/** In the order of computation. */
export function allStages(): Stage[] {
  const passes = activations();
  return allTiles().map((tile, at) => ({
    ...tile,
    forward: passes[at]?.forward ?? "",
    backward: passes[at]?.backward ?? "",
    meaning: meanings[tile.name] ?? "",
    formula: formulas[tile.name] ?? "",
  }));
}
