import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { byId, element, setText } from "../parts/dom.js";
import * as words from "../text/en/bar.js";
import type { Speed } from "../session/pace.js";
import type { State } from "../session/player.js";
import type { View } from "../session/view.js";
import { spaceBar } from "./space.js";

const playIcon = "M4 2.5v11l9-5.5z";
const pauseIcon = "M4 3h3v10H4zM9 3h3v10H9z";

/** A screen reader speaks the timeline that has the focus whenever it says something new: no more often than this. */
const silence = 5000;

/** A pace is known after so long, and a rest is said that takes longer than this, in milliseconds. */
const measured = 500;
const worthSaying = 2000;

/** The acts that the buttons of the bar stand for. */
export interface Acts {
  toggle(): void;
  step(): void;
  epoch(): void;
  toEnd(): void;
  rewind(): void;
  newSeed(): void;
  lookAt(step: number): void;
  /** The step that was asked for and is not shown yet. */
  wanted(): number | undefined;
  speed(speed: Speed): void;
}

/** The control bar: what can be done, how far training is, and what computes it. */
export class Bar implements View {
  readonly #play = byId("button", "play");
  readonly #playLabel = byId("span", "play-label");
  readonly #step = byId("button", "step");
  readonly #epoch = byId("button", "epoch");
  readonly #toEnd = byId("button", "to-end");
  readonly #rewind = byId("button", "rewind");
  readonly #newSeed = byId("button", "new-seed");
  readonly #state = byId("span", "state");
  readonly #numbers = byId("span", "progress-numbers");
  readonly #timeline = byId("input", "timeline");
  readonly #speed = byId("select", "speed");
  readonly #rates = byId("p", "rates");
  readonly #restart = element("button", { type: "button", class: "try" });
  readonly #device = byId("p", "device");
  readonly #mark = byId("span", "device-mark");
  readonly #alert = byId("p", "alert");
  #playing = false;
  /** When and where what is played began. */
  #began: { time: number; step: number } | undefined;
  #sentences = 1;
  #spoke = -Infinity;
  #wanted: Acts["wanted"] = () => undefined;

  constructor() {
    const toggle = byId("button", "settings-toggle");
    const settings = byId("form", "settings");
    // Folded away at first: open, they would leave no room for the pictures.
    toggle.addEventListener("click", () => {
      settings.hidden = !settings.hidden;
      toggle.setAttribute("aria-expanded", String(!settings.hidden));
    });
  }

  listen(acts: Acts): void {
    this.#wanted = acts.wanted;
    this.#play.addEventListener("click", acts.toggle);
    this.#step.addEventListener("click", acts.step);
    this.#epoch.addEventListener("click", acts.epoch);
    this.#toEnd.addEventListener("click", acts.toEnd);
    this.#rewind.addEventListener("click", acts.rewind);
    this.#restart.addEventListener("click", acts.rewind);
    this.#newSeed.addEventListener("click", acts.newSeed);
    this.#timeline.addEventListener("input", () => acts.lookAt(Number(this.#timeline.value)));
    this.#speed.addEventListener("change", () => acts.speed(this.#speed.value as Speed));
    spaceBar(() => {
      if (!this.#play.disabled) acts.toggle();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("#bar button")) button.disabled = false;
  }

  open(_: Lab, { sentences }: Corpus): void {
    this.#sentences = sentences.length;
  }

  draw(lab: Lab): void {
    const [shown, step, steps] = [lab.shown_step(), lab.step(), lab.total_steps()];
    const text = words.progress(this.#epochOf(shown), this.#epochOf(steps), shown, steps);
    setText(this.#numbers, [text, ...this.#timeLeft(shown, steps)].join(" · "));
    this.#timeline.max = String(Math.max(1, steps));
    // While the pictures are behind, the slider stays where the reader has put it: the next key goes on from there.
    this.#timeline.value = String(this.#wanted() ?? shown);
    this.#speak(text);
    this.#timeline.style.setProperty("--shown", String(shown / Math.max(1, steps)));
    this.#timeline.style.setProperty("--trained", String(step / Math.max(1, steps)));
  }

  /** How long the rest takes at the pace so far, where that is worth saying. */
  #timeLeft(shown: number, steps: number): string[] {
    if (!this.#playing) return [];
    this.#began ??= { time: performance.now(), step: shown };
    const [time, trained] = [performance.now() - this.#began.time, shown - this.#began.step];
    const left = trained > 0 ? (time / trained) * (steps - shown) : 0;
    return time < measured || left < worthSaying ? [] : [words.timeLeft(left)];
  }

  /** At once where the reader moves the timeline, seldom while it moves by itself. */
  #speak(text: string): void {
    const now = performance.now();
    if (this.#playing && now - this.#spoke < silence) return;
    if (this.#timeline.getAttribute("aria-valuetext") === text) return;
    this.#timeline.setAttribute("aria-valuetext", text);
    this.#spoke = now;
  }

  settle(lab: Lab): void {
    const [rates, from] = [lab.learning_rates(), lab.learning_rate_steps()];
    const last = rates.at(-1) ?? "";
    if (rates.length < 2) {
      this.#rates.replaceChildren();
      return;
    }
    const changes = rates.slice(1).map((rate, at) => ({ rate, from: from[at + 1] ?? 0 }));
    const text = words.learningRates(rates[0] ?? "", changes);
    setText(this.#restart, words.startAgain(last));
    if (this.#rates.firstChild?.textContent !== text) this.#rates.replaceChildren(text, this.#restart);
  }

  state(state: State, lab: Lab): void {
    const playing = state === "training" || state === "playingBack";
    // It invites whoever has not pressed it yet.
    if (state !== "untrained") this.#play.removeAttribute("data-invites");
    this.#playing = playing;
    // What is going on is said at once; what has come of it, once every part of the page shows it.
    if (playing) this.settled(state, lab);
    if (!playing) this.#began = undefined;
    const over = lab.shown_step() >= lab.total_steps();
    setText(this.#playLabel, playing ? words.pause : state === "finished" ? words.playAgain : words.play);
    document.querySelector("#play-icon")?.setAttribute("d", playing ? pauseIcon : playIcon);
    this.#play.disabled = this.#timeline.disabled = lab.total_steps() === 0;
    // Not disabled: a button that loses the focus while it is pressed sends a keyboard user back to the top.
    for (const button of [this.#step, this.#epoch, this.#toEnd])
      button.setAttribute("aria-disabled", String(over));
    this.#rewind.setAttribute("aria-disabled", String(lab.step() === 0));
  }

  settled(state: State, lab: Lab): void {
    setText(this.#state, words.states[state](this.#epochOf(lab.step())));
  }

  device(lab: Lab, lost: boolean): void {
    const { sentence, engine } = lab.device();
    setText(this.#device, lost ? words.deviceLost(sentence) : sentence);
    this.#device.toggleAttribute("data-lost", lost);
    this.#device.dataset["engine"] = engine;
    setText(this.#mark, words.engines[engine as keyof typeof words.engines]);
    this.#mark.title = sentence;
  }

  /** The search for a GPU is over: who computes is said at once from now on. */
  searched(): void {
    this.#device.toggleAttribute("data-searching", false);
  }

  /** Nothing has been trained yet, and everything is there for it. */
  invite(): void {
    this.#play.setAttribute("data-invites", "");
  }

  /** Nothing can be done here, and why is said elsewhere. */
  notStarted(): void {
    setText(this.#state, words.notStarted);
  }

  failure(text: string): void {
    setText(this.#alert, text);
  }

  /** The epoch that a step is in. */
  #epochOf(step: number): number {
    return Math.floor(step / this.#sentences);
  }
}
