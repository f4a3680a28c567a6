import type { Lab } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { editedParts } from "../session/run.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/settled.js";
import type { Asked, Said, Settled as Found } from "./shadow-worker.js";

/** How far the digits of the run can be trusted: it is trained once more in f64, in a worker, when somebody asks. */
export class Settled implements View {
  readonly #session: Session;
  readonly #button = element("button", { type: "button", class: "act" }, text.ask);
  readonly #says = element("p", { role: "status" });
  readonly #table = element("table", { class: "data", hidden: "" });
  readonly #changed: (epochs: Int8Array | undefined) => void;
  #worker: Worker | undefined;
  /** What was compared. */
  #of = "";

  /** `changed` is told how many decimals of each epoch's losses are settled, and when that is no longer known. */
  constructor(root: HTMLElement, session: Session, changed: (epochs: Int8Array | undefined) => void) {
    this.#session = session;
    this.#changed = changed;
    this.#button.addEventListener(
      "click",
      () => void (this.#worker ? this.#stop(text.stopped) : this.#ask()),
    );
    root.replaceChildren(element("p", {}, this.#button), this.#says, this.#table);
  }

  open(lab: Lab): void {
    if (this.#key(lab) !== this.#of) this.#forget();
    const isEdited = editedParts(this.#session.wanted).length > 0;
    this.#button.disabled = isEdited;
    if (isEdited || this.#says.textContent === text.onlyShipped) this.#stop(isEdited ? text.onlyShipped : "");
  }

  settle(lab: Lab): void {
    if (this.#of && this.#key(lab) !== this.#of) this.#forget();
  }

  /** Which run this is, how far it was trained, and where it stands. */
  #key(lab: Lab): string {
    const { words } = this.#session.wanted;
    return JSON.stringify([words, lab.settings(), lab.step(), lab.shown_step(), [...lab.rates_by_step()]]);
  }

  #forget(): void {
    this.#stop("");
    if (!this.#of) return;
    this.#of = "";
    this.#table.hidden = true;
    this.#changed(undefined);
  }

  #stop(says: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    setText(this.#button, text.ask);
    setText(this.#says, says);
  }

  async #ask(): Promise<void> {
    const { words } = this.#session.wanted;
    const [asked, of] = await this.#session.take((lab): [Asked, string] => {
      const losses = lab.step_losses().subarray(0, lab.shown_step());
      const [settings, rates, traces] = [lab.settings(), lab.rates_by_step(), lab.trace_numbers()];
      return [{ settings, words, rates, losses, traces }, this.#key(lab)];
    });
    const steps = asked.losses.length;
    if (steps === 0) return setText(this.#says, text.trainFirst);
    this.#of = of;
    setText(this.#button, text.stop);
    setText(this.#says, text.progress(0));
    try {
      const worker = new Worker(new URL("./shadow-worker.ts", import.meta.url), { type: "module" });
      this.#worker = worker;
      worker.addEventListener("message", ({ data }: MessageEvent<Said>) => {
        if ("step" in data) return setText(this.#says, text.progress(data.step / steps));
        this.#stop("problem" in data ? text.failed(data.problem) : "");
        if ("sentence" in data) this.#show(data);
      });
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        this.#stop(text.failed(event.message || text.noWorker));
      });
      worker.postMessage(asked);
    } catch (error) {
      this.#stop(text.failed(message(error)));
    }
  }

  #show({ sentence, epochs, matrices }: Found): void {
    setText(this.#says, sentence);
    const row = ({ name, decimals }: Found["matrices"][number]) =>
      element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, text.decimals(decimals)));
    this.#table.replaceChildren(
      element("caption", {}, text.matrices),
      element(
        "thead",
        {},
        element("tr", {}, ...text.columns.map((name) => element("th", { scope: "col" }, name))),
      ),
      element("tbody", {}, ...matrices.map(row)),
    );
    this.#table.hidden = false;
    this.#changed(epochs);
  }
}
