import { count } from "../../parts/numbers.js";

/** What the button says that plays and pauses. */
export const play = "Play";
export const pause = "Pause";
export const playAgain = "Play again";

/** How far what is shown has come. */
export function progress(epoch: number, epochs: number, step: number, steps: number): string {
  return `epoch ${count(epoch)} of ${count(epochs)} · Adam step ${count(step)} of ${count(steps)}`;
}

/** How long the rest of a run takes, in milliseconds. */
export function timeLeft(left: number): string {
  return `${duration(left)} left`;
}

/** About how long something takes, in milliseconds. */
export function duration(time: number): string {
  const seconds = Math.max(1, Math.round(time / 1000));
  return seconds < 100 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}

type State = "untrained" | "training" | "playingBack" | "lookingBack" | "paused" | "finished";

/** What the run is doing, by the epoch that it has been trained to. */
export const states: Record<State, (epoch: number) => string> = {
  untrained: () => "untrained",
  training: () => "training",
  playingBack: () => "playing back",
  lookingBack: (epoch) => `looking back from epoch ${count(epoch)}`,
  paused: (epoch) => `paused at epoch ${count(epoch)}`,
  finished: () => "finished",
};

/** Who computes, as short as can be. */
export const engines = { cpu: "on the CPU", gpu: "on the GPU", cells: "in code cells" };

export const notStarted = "not started";

/** A run whose learning rate was changed on the way. */
export function learningRates(first: string, changes: readonly { rate: string; from: number }[]): string {
  const then = changes.map(({ rate, from }) => `${rate} from step ${count(from)} on`);
  return `Learning rate ${first}, then ${then.join(", ")}. The address holds only the last one and cannot bring back this run. `;
}

export function startAgain(rate: string): string {
  return `Start again with ${rate}`;
}

/** `now` says who computes from now on. */
export function deviceLost(now: string): string {
  return `The device was lost; training goes on. ${now}`;
}

/** The slider of a number that has a field too. */
export function slider(label: string): string {
  return `${label}, slider`;
}

export const preset = {
  label: "Preset",
  help: "Settings that go by a name. notebook: the notebook’s code as it stands. printed: the run whose losses the notebook prints, which leaves the position embedding out and starts from the second draw of its seed.",
  /** Settings without one. */
  own: "your own",
};

export const device = {
  label: "Device",
  help: "Who computes.",
  choices: { auto: "automatic", gpu: "GPU", cpu: "CPU" },
};
