import "../styles/lesson.css";
import type { CanvasWatch } from "./canvas.js";
import { Change } from "./change/change.js";
import { Nets } from "./compare/nets.js";
import { Seeds } from "./compare/seeds.js";
import { Spectrum } from "./compare/spectrum.js";
import { byId } from "./dom.js";
import { Exercises } from "./exercises/exercises.js";
import { Focus } from "./follow/focus.js";
import { Follow } from "./follow/follow.js";
import { Head } from "./head/head.js";
import { Summary } from "./head/summary.js";
import { Lens } from "./lens/lens.js";
import type { Turns } from "./run/lab.js";
import type { Player } from "./run/player.js";
import type { Stage } from "./run/stage.js";
import type { Spotlight } from "./spot.js";
import type { View } from "./view.js";

/** What the sections share with the rest of the page. */
export interface Shared {
  corpus: string;
  player: Player;
  spotlight: Spotlight;
  stage: Stage;
  turns: Turns;
  watch: CanvasWatch;
}

/** The sections below the pictures: a file of their own, for which the first picture does not wait. */
export function lesson({ corpus, player, spotlight, stage, turns, watch }: Shared): View[] {
  const focus = new Focus(spotlight);
  const nets = new Nets(byId("div", "nets"), watch, stage, corpus);
  const seeds = new Seeds(byId("div", "seeds"), stage, corpus);
  return [
    new Follow(byId("div", "follow-figure"), focus, spotlight, watch, turns),
    new Change(byId("div", "change-figure"), focus, watch, turns),
    new Head(byId("div", "stages"), watch, (show) => void turns.take(show)),
    new Summary(byId("table", "model")),
    new Lens(byId("div", "one-step"), watch, turns, () => void player.step()),
    nets,
    seeds,
    new Spectrum(byId("div", "spectrum"), nets),
    new Exercises(byId("div", "exercise-list"), stage, seeds),
  ];
}
