import type { Lab } from "../../pkg/attention_lab.js";
import { count, element, fixed } from "../dom.js";
import type { View } from "../view.js";

/** The logged losses as the notebook prints them, a row for each logged epoch. */
export class Printed implements View {
  readonly #root: HTMLTableElement;
  readonly #body = element("tbody");
  #rows = 0;

  constructor(root: HTMLTableElement) {
    this.#root = root;
  }

  open(lab: Lab): void {
    const sentences = Array.from({ length: lab.sentence_count() }, (_, index) => `Sentence ${index + 1}`);
    this.#root.replaceChildren(
      element("caption", {}, "Loss by epoch, before the step"),
      element(
        "thead",
        {},
        element("tr", {}, ...["Epoch", ...sentences].map((name) => element("th", { scope: "col" }, name))),
      ),
      this.#body,
    );
    this.#clear();
  }

  settle(lab: Lab): void {
    const epochs = lab.logged_epochs();
    const losses = lab.logged_losses();
    const sentences = lab.sentence_count();
    // A run only ever adds rows, until it is rewound.
    if (epochs.length < this.#rows) this.#clear();
    const rows = [...epochs].slice(this.#rows).map((epoch, at) => {
      const from = (this.#rows + at) * sentences;
      const numbers = [...losses.subarray(from, from + sentences)];
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, count(epoch)),
        ...numbers.map((loss) => element("td", {}, fixed(loss, 4))),
      );
    });
    this.#body.append(...rows);
    this.#rows = epochs.length;
  }

  #clear(): void {
    this.#body.replaceChildren();
    this.#rows = 0;
  }
}
