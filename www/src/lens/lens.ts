import type { Corpus, Lab, NextStep } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { element } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/lens.js";
import { Adam } from "./adam.js";
import { FirstDerivative, Forward, type Words } from "./forward.js";
import { Picker } from "./picker.js";
import { TensorPictures } from "./tensors.js";
import { type Picked, tensors } from "./picked.js";

/** While it trains the lens looks no more often than this, in milliseconds: each look is work for the device. */
const patience = 400;

/** The next step, worked out and not taken: loss, gradients, and what Adam makes of them. */
export class Lens implements View {
  readonly #root: HTMLElement;
  readonly #watch: CanvasWatch;
  readonly #session: Session;
  readonly #title = element("p", { class: "lens-step" });
  readonly #take = element("button", { type: "button", class: "take-step" }, text.takeStep);
  readonly #body: HTMLElement;
  readonly #forward = new Forward();
  readonly #derivative = new FirstDerivative();
  readonly #pictures = new TensorPictures((picked) => this.#pick(picked));
  readonly #picker = new Picker((picked) => this.#pick(picked));
  readonly #adam = new Adam();
  #picked: Picked | undefined;
  #next: NextStep | undefined;
  #corpus: Corpus | undefined;
  /** The words of the sentence that is peeked at. */
  #words: Words = { input: [], targets: [], vocabulary: [] };
  /** What the peek was made of, and when. */
  #shown = "";
  #looked = 0;
  #looking = false;
  #drawnFor = "";
  /** Whether the run has come to rest since the last look. */
  #due = false;

  constructor(root: HTMLElement, watch: CanvasWatch, session: Session) {
    this.#root = root;
    this.#watch = watch;
    this.#session = session;
    this.#take.addEventListener("click", () => {
      if (this.#take.getAttribute("aria-disabled") !== "true") void session.player.step();
    });
    const saying = ({ title, says }: { title: string; says: string }) => [
      element("h3", {}, title),
      element("p", {}, says),
    ];
    this.#body = element(
      "div",
      { class: "lens-body" },
      element("div", { class: "lens-part" }, ...saying(text.forward), this.#forward.root),
      element("div", { class: "lens-part" }, ...saying(text.backward), this.#derivative.root),
      element(
        "div",
        { class: "lens-part lens-adam" },
        ...saying(text.adam),
        element(
          "div",
          { class: "adam-parts" },
          this.#pictures.root,
          element("div", { class: "arithmetic" }, this.#picker.root, this.#adam.root),
        ),
      ),
    );
    root.replaceChildren(element("div", { class: "lens-head" }, this.#title, this.#take), this.#body);
    watch.add(root);
  }

  open(lab: Lab, corpus: Corpus): void {
    // Other words or other shaders have another step, with the same settings too.
    this.#shown = "";
    this.#corpus = corpus;
    const shapes = lab.tensors();
    this.#pictures.shape(shapes);
    const { vocabulary } = corpus;
    const labels = { word: vocabulary, place: indices(shapes[1]?.rows), component: indices(shapes[2]?.rows) };
    this.#picker.shape(
      tensors.map(({ rows }) => labels[rows].map(text.rows[rows])),
      vocabulary,
    );
    if (this.#picked) this.#picked = this.#picker.within(this.#picked);
  }

  draw(lab: Lab): void {
    if (!this.#watch.isVisible(this.#root)) return;
    if (this.#due || performance.now() - this.#looked >= patience) this.#look(lab);
    const { pixelRatio, dark } = surroundings();
    const drawnFor = `${pixelRatio} ${dark} ${this.#watch.width(this.#root)}`;
    if (drawnFor !== this.#drawnFor) this.#draw(lab);
    this.#drawnFor = drawnFor;
  }

  settle(lab: Lab): void {
    // The first look is taken out of sight too, so that the section has its height before it is scrolled to.
    if (!this.#next || this.#watch.isVisible(this.#root)) this.#look(lab);
    else this.#due = true;
  }

  /** Asks for a turn to work out the next step, unless it is the one that is shown. */
  #look(lab: Lab): void {
    const now = key(lab);
    if (this.#looking || now === this.#shown) return;
    this.#looking = true;
    this.#due = false;
    this.#looked = performance.now();
    const turn = this.#session.take(async (lab) => {
      this.#shown = key(lab);
      this.#show(await lab.peek(), lab);
    });
    // A device that was lost is found again by whoever trains next; until then the last look stays.
    void turn.catch(() => undefined).finally(() => (this.#looking = false));
  }

  #show(next: NextStep, lab: Lab): void {
    this.#next = next;
    this.#body.hidden = false;
    const over = lab.shown_step() >= lab.total_steps();
    this.#take.setAttribute("aria-disabled", String(over));
    const index = next.sentence;
    const { words = [], targets = [] } = this.#corpus?.sentences[index] ?? {};
    this.#words = { input: words, targets, vocabulary: this.#corpus?.vocabulary ?? [] };
    this.#title.replaceChildren(...text.whichStep(next.step, lab.total_steps(), over, index, words));
    if (!this.#picked) {
      const [row, column] = next.steepest;
      this.#picked = { tensor: 0, row, column };
    }
    this.#draw(lab);
  }

  #draw(lab: Lab): void {
    if (!this.#next) return;
    this.#forward.show(this.#next, this.#words);
    this.#derivative.show(lab, this.#next, this.#words);
    this.#pictures.draw(lab);
    this.#chosen(lab);
  }

  #pick(picked: Picked): void {
    this.#picked = picked;
    void this.#session.take((lab) => this.#chosen(lab));
  }

  #chosen(lab: Lab): void {
    if (!this.#next || !this.#picked) return;
    const { tensor, row, column } = this.#picked;
    const arithmetic = lab.arithmetic(tensor, row, column);
    this.#pictures.mark(this.#picked, arithmetic);
    this.#picker.show(this.#picked);
    this.#adam.show(arithmetic, this.#next.step, this.#picker.name(this.#picked));
  }
}

/** What the next step depends on. */
function key(lab: Lab): string {
  return `${lab.settings()} ${lab.shown_step()} ${lab.device().engine}`;
}

function indices(length = 0): string[] {
  return Array.from({ length }, (_, index) => String(index));
}
