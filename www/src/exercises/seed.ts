import { element } from "../parts/dom.js";
import { type Run, setting } from "../session/run.js";
import { message } from "../session/turns.js";
import { whole, wholeOf } from "../session/whole.js";
import { seedOfAll } from "../text/en/questions.js";

/** The seed of all runs that are asked, for who wants to ask others than the notebook's. */
export class Seed {
  readonly root: HTMLElement;
  readonly #input = element("input", { id: "question-seed", inputmode: "numeric", spellcheck: "false" });
  readonly #error = element("span", { class: "error", role: "alert" });
  readonly #own = setting(whole("").settings, "seed");
  #seed = this.#own;

  constructor(changed: () => void) {
    this.#input.value = this.#own;
    this.root = element(
      "p",
      { class: "exercise-number exercise-seed" },
      element("label", { for: this.#input.id }, seedOfAll),
      this.#input,
      this.#error,
    );
    this.#input.addEventListener("change", () => {
      try {
        this.#seed = setting(
          whole(`seed=${encodeURIComponent(this.#input.value.trim() || this.#own)}`).settings,
          "seed",
        );
        this.#error.textContent = "";
      } catch (error) {
        this.#error.textContent = message(error);
      }
      changed();
    });
  }

  /** A question's run, whole, with the sentences that are open. */
  of(run: string, open: Run): Run {
    return { ...open, ...wholeOf(open, `${run}&seed=${this.#seed}`) };
  }
}
