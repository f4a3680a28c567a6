import type { Lab } from "../../pkg/attention_lab.js";
import { byId, count, setText } from "../dom.js";
import type { State } from "../run/player.js";
import type { View } from "../view.js";

const playIcon = "M4 2.5v11l9-5.5z";
const pauseIcon = "M4 3h3v10H4zM9 3h3v10H9z";

/** The acts that the buttons of the bar stand for. */
export interface Acts {
  toggle(): void;
  step(): void;
  rewind(): void;
  newSeed(): void;
}

/** The control bar: what can be done, how far training is, and what computes it. */
export class Bar implements View {
  readonly #play = byId("button", "play");
  readonly #playLabel = byId("span", "play-label");
  readonly #step = byId("button", "step");
  readonly #rewind = byId("button", "rewind");
  readonly #newSeed = byId("button", "new-seed");
  readonly #state = byId("span", "state");
  readonly #numbers = byId("span", "progress-numbers");
  readonly #progress = byId("progress", "progress");
  readonly #device = byId("p", "device");
  readonly #alert = byId("p", "alert");

  constructor() {
    const toggle = byId("button", "settings-toggle");
    const settings = byId("form", "settings");
    const show = (open: boolean) => {
      toggle.setAttribute("aria-expanded", String(open));
      settings.hidden = !open;
    };
    // On a small screen the open settings would leave no room for the pictures.
    show(matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches);
    toggle.addEventListener("click", () => show(settings.hidden === true));
  }

  listen(acts: Acts): void {
    this.#play.addEventListener("click", acts.toggle);
    this.#step.addEventListener("click", acts.step);
    this.#rewind.addEventListener("click", acts.rewind);
    this.#newSeed.addEventListener("click", acts.newSeed);
    document.addEventListener("keydown", (event) => {
      if (event.key !== " " || event.repeat || isControl(event.target)) return;
      event.preventDefault();
      acts.toggle();
    });
    for (const button of [this.#play, this.#step, this.#rewind, this.#newSeed]) button.disabled = false;
  }

  draw(lab: Lab): void {
    const [step, steps, sentences] = [lab.step(), lab.total_steps(), lab.sentence_count()];
    const epoch = count(Math.floor(step / sentences));
    setText(
      this.#numbers,
      `epoch ${epoch} of ${count(steps / sentences)} · Adam step ${count(step)} of ${count(steps)}`,
    );
    this.#progress.max = Math.max(1, steps);
    this.#progress.value = step;
  }

  state(state: State, lab: Lab): void {
    const playing = state === "training";
    const over = lab.step() >= lab.total_steps();
    setText(this.#playLabel, playing ? "Pause" : state === "finished" ? "Play again" : "Play");
    document.querySelector("#play-icon")?.setAttribute("d", playing ? pauseIcon : playIcon);
    this.#play.disabled = lab.total_steps() === 0;
    // Not disabled: a button that loses the focus while it is pressed sends a keyboard user back to the top.
    this.#step.setAttribute("aria-disabled", String(over));
    this.#rewind.setAttribute("aria-disabled", String(lab.step() === 0));
  }

  settled(state: State, lab: Lab): void {
    const epoch = Math.floor(lab.step() / lab.sentence_count());
    setText(this.#state, state === "paused" ? `paused at epoch ${count(epoch)}` : state);
  }

  device(lab: Lab, lost: boolean): void {
    const { sentence, engine } = lab.device();
    setText(this.#device, lost ? `The device was lost; training goes on. ${sentence}` : sentence);
    this.#device.dataset["engine"] = engine;
  }

  failure(text: string): void {
    setText(this.#alert, text);
  }
}

/** Whether the space bar already has a meaning where the focus is. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, input, select, textarea, summary, a") !== null;
}
