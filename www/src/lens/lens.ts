import type { Corpus, Lab, NextStep } from "../../pkg/attention_lab.js";
import { type CanvasWatch, surroundings } from "../parts/canvas.js";
import { count } from "../parts/numbers.js";
import { element, sentence } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
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
  readonly #take = element("button", { type: "button", class: "take-step" }, "Take this step");
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
    const part = (title: string, text: string, ...content: HTMLElement[]) =>
      element("div", { class: "lens-part" }, element("h3", {}, title), element("p", {}, text), ...content);
    this.#body = element(
      "div",
      { class: "lens-body" },
      part(
        "Forward: how wrong is it?",
        "The sentence goes through the head. At each place the loss is the negative logarithm of the probability " +
          "that the right word got.",
        this.#forward.root,
      ),
      part(
        "Backward: which way is better?",
        "It begins at the logits: the probability of each word, minus 1 for the right word, shared out over the " +
          "places. Purple (below 0): the loss falls if this logit rises. From here the shaders go back through " +
          "every stage and leave one gradient for each parameter.",
        this.#derivative.root,
      ),
      element(
        "div",
        { class: "lens-part lens-adam" },
        element("h3", {}, "Adam: how far?"),
        element(
          "p",
          {},
          "Each cell is a parameter. Its gradient says how fast the loss grows if it grows. Adam keeps a running " +
            "mean of the gradients and of their size, and steps against the mean, divided by the size: parameters " +
            "with small gradients move as far as those with large ones. In the very first step mean and size are the " +
            "same, so all that have a gradient move by just the learning rate. Choose a parameter to see its arithmetic.",
        ),
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
    this.#corpus = corpus;
    const shapes = lab.tensors();
    this.#pictures.shape(shapes);
    const { vocabulary } = corpus;
    const labels = { word: vocabulary, place: indices(shapes[1]?.rows), component: indices(shapes[2]?.rows) };
    this.#picker.shape(
      tensors.map(({ rows }) => labels[rows].map((label) => (rows === "word" ? label : `${rows} ${label}`))),
      vocabulary,
    );
    if (this.#picked) this.#picked = this.#picker.within(this.#picked);
  }

  draw(lab: Lab): void {
    if (!this.#watch.isVisible(this.#root)) return;
    if (this.#due || performance.now() - this.#looked >= patience) this.#look(lab);
    const { pixelRatio, dark } = surroundings();
    const drawnFor = `${pixelRatio} ${dark} ${this.#root.clientWidth}`;
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
    this.#title.replaceChildren(
      element("b", {}, over ? "The run is at its end" : `Step ${count(next.step)}`),
      over
        ? `; one more step, with sentence ${index + 1}, would do this: `
        : ` of ${count(lab.total_steps())}, with sentence ${index + 1}: `,
      sentence(this.#words.input),
    );
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
    this.#pictures.mark(this.#picked);
    this.#picker.show(this.#picked);
    this.#adam.show(lab.arithmetic(tensor, row, column), this.#next.step, this.#picker.name(this.#picked));
  }
}

/** What the next step depends on. */
function key(lab: Lab): string {
  return `${lab.settings()} ${lab.shown_step()} ${lab.device().engine}`;
}

function indices(length = 0): string[] {
  return Array.from({ length }, (_, index) => String(index));
}
