import {
  type ChangedLook,
  type Changes,
  type Corpus,
  Intervention,
  type Lab,
} from "../../pkg/attention_lab.js";
import type { CanvasWatch } from "../parts/canvas.js";
import { element, prose, setText } from "../parts/dom.js";
import { Choice } from "../common/choice.js";
import type { Focus } from "../parts/focus.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as says from "../text/en/change.js";
import { nothingChanged } from "../text/en/verdict.js";
import { History } from "./changes.js";
import { Grid } from "./grid.js";
import { Input } from "./input.js";
import { ChangeResult } from "./result.js";
import { RowByHand } from "./row.js";
import { verdict } from "./verdict.js";

/** Cut, replace, leave out: what the reader changes of one look, beside the untouched look. */
export class Change implements View {
  readonly #root: HTMLElement;
  readonly #focus: Focus;
  readonly #watch: CanvasWatch;
  readonly #session: Session;
  readonly #history: History;
  readonly #choice: Choice;
  readonly #grid: Grid;
  readonly #row: RowByHand;
  readonly #input: Input;
  readonly #result = new ChangeResult();
  readonly #remainder: [HTMLInputElement, HTMLInputElement];
  readonly #position = element("input", { type: "checkbox" });
  readonly #skip = element("input", { type: "checkbox" });
  readonly #undo = element("button", { type: "button", class: "act" }, says.undoLast);
  readonly #undoAll = element("button", { type: "button", class: "act" }, says.undoAll);
  /** Told to a screen reader after an act of the reader's, not with every step of training. */
  readonly #status = element("p", { class: "visually-hidden", role: "status" });
  #corpus: Corpus | undefined;
  #settings = "";
  #acted = false;
  /** What the session has of the changes that are shown. */
  #written: Changes | undefined;

  constructor(root: HTMLElement, focus: Focus, watch: CanvasWatch, session: Session) {
    this.#root = root;
    this.#focus = focus;
    this.#watch = watch;
    const again = () => void session.take((lab) => this.settle(lab));
    this.#session = session;
    this.#history = new History(() => {
      this.#acted = true;
      session.change((this.#written = this.#history.written));
      again();
    });
    const history = this.#history;
    const chosen = () => focus.chosen.sentence;
    this.#choice = new Choice(focus, "change", says.whatToChange);
    this.#grid = new Grid((from, to) => {
      history.toggleCut(chosen(), from, to);
      if (from !== focus.chosen.place) focus.set({ place: from });
    });
    this.#row = new RowByHand((place, weights) => {
      const rows = new Map(history.of(chosen()).rows);
      const dragged = weights !== undefined && rows.has(place);
      if (weights) rows.set(place, weights);
      else rows.delete(place);
      history.setSentence(chosen(), { rows }, dragged ? `row-${place}` : "");
    });
    this.#input = new Input((words) => history.setSentence(chosen(), { words }));
    this.#remainder = [radio("renormalised"), radio("kept")];
    this.#remainder.forEach((input) =>
      input.addEventListener("change", () => history.set({ renormalise: input.value === "renormalised" })),
    );
    this.#position.addEventListener("change", () => history.set({ withoutPosition: this.#position.checked }));
    this.#skip.addEventListener("change", () => history.set({ withoutSkip: this.#skip.checked }));
    this.#undo.addEventListener("click", () => history.undo());
    this.#undoAll.addEventListener("click", () => history.undoAll());
    focus.listen(() => {
      this.#choice.show();
      again();
    });
    document.addEventListener("click", ({ target }) => {
      const act = target instanceof Element ? target.closest<HTMLElement>("[data-change]") : null;
      const values = act?.dataset["change"];
      if (values !== undefined) this.#do(new URLSearchParams(values));
    });
    root.replaceChildren(this.#choice.root, this.#layout());
    watch.add(root);
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#focus.open(corpus);
    this.#settings = lab.settings();
    const { changes } = this.#session;
    if (corpus !== this.#corpus || changes !== this.#written) {
      this.#history.restore(changes);
      this.#written = changes;
      this.#acted = false;
    }
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    this.#choice.open(corpus);
    this.#input.open(corpus);
  }

  draw(lab: Lab): void {
    if (this.#watch.isVisible(this.#root)) this.#numbers(lab);
  }

  settle(lab: Lab): void {
    const { before, after, vocabulary, pair } = this.#numbers(lab);
    const { sentence, place, words } = this.#focus.chosen;
    const { now } = this.#history;
    const touched = this.#history.touches(sentence);
    this.#input.show(this.#history.of(sentence).words, sentence);
    this.#remainder.forEach(
      (input) => (input.checked = (input.value === "renormalised") === now.renormalise),
    );
    const used = new URLSearchParams(this.#settings);
    for (const [box, name, checked] of [
      [this.#position, "position", now.withoutPosition],
      [this.#skip, "skip", now.withoutSkip],
    ] as const) {
      box.checked = checked;
      // A run that has none has none to leave out.
      box.disabled = used.get(name) === "off" && !checked;
    }
    this.#undo.disabled = !this.#history.canUndo;
    this.#undoAll.disabled = !touched && !this.#history.canUndo;
    const changes = this.#history.of(sentence);
    const from = place * before.words.length;
    const weights = before.attention.slice(from, from + place + 1);
    this.#row.show(after.words, place, weights, changes.rows.get(place), now.renormalise);

    const reasons = lab.reasons(this.#history.intervention(sentence), sentence, place, ...words);
    const found = {
      changes: now,
      sentence: changes,
      before,
      after,
      place,
      vocabulary,
      pair,
      reasons,
    };
    const made = element("p", {}, ...prose(touched ? verdict(found) : [nothingChanged]));
    const text = made.textContent;
    if (text !== this.#result.says.textContent) this.#result.says.replaceChildren(...made.childNodes);
    if (this.#acted) setText(this.#status, text);
    this.#acted = false;
  }

  #numbers(lab: Lab): {
    before: ChangedLook;
    after: ChangedLook;
    vocabulary: string[];
    pair: [string, string];
  } {
    const { sentence, place, words } = this.#focus.chosen;
    const { vocabulary = [] } = this.#corpus ?? {};
    const { pair } = this.#focus;
    const after = lab.look(this.#history.intervention(sentence), sentence, ...words);
    const before = lab.look(new Intervention(), sentence, ...words);
    this.#grid.build(after.words);
    this.#grid.show(after.attention, after.words, this.#history.of(sentence).cuts, place);
    this.#result.build(vocabulary, after.words, pair);
    this.#result.show(before, after, place, vocabulary, pair);
    return { before, after, vocabulary, pair };
  }

  /** Does what a sentence suggests: all else is taken back first. */
  #do(values: URLSearchParams): void {
    this.#history.undoAll();
    const { pair } = this.#corpus ?? {};
    if (!pair) return;
    const [sentence] = pair.sentences;
    const [place] = pair.askingPlaces;
    this.#focus.set({ sentence, place });
    const without = values.getAll("without");
    const words = values.has("swap") ? this.#input.swapped(sentence) : new Map<number, number>();
    const cuts = new Set(values.has("cut") ? [`${place}-${pair.tellingPlace ?? 0}`] : []);
    this.#history.set({
      sentences: new Map([[sentence, { cuts, words, rows: new Map() }]]),
      renormalise: values.get("renormalise") !== "no",
      withoutPosition: without.includes("position"),
      withoutSkip: without.includes("skip"),
    });
  }

  #layout(): HTMLElement {
    const [renormalised, kept] = this.#remainder;
    const option = (input: HTMLInputElement, { name, says }: { name: string; says: string }) =>
      element("label", { class: "option" }, input, element("span", {}, element("b", {}, name), says));
    return element(
      "div",
      { class: "change-figure" },
      element(
        "div",
        { class: "change-edges" },
        element("div", { class: "edges-frame" }, this.#grid.root),
        element("div", { class: "undo" }, this.#undo, this.#undoAll),
        element(
          "fieldset",
          { class: "plain options" },
          element("legend", {}, says.remainder.question),
          option(renormalised, says.remainder.renormalised),
          option(kept, says.remainder.kept),
        ),
        this.#row.root,
      ),
      this.#result.root,
      element(
        "div",
        { class: "change-more" },
        this.#input.root,
        element(
          "fieldset",
          { class: "plain options" },
          element("legend", {}, says.leaveOut.question),
          element("label", { class: "option" }, this.#position, element("span", {}, says.leaveOut.position)),
          element("label", { class: "option" }, this.#skip, element("span", {}, says.leaveOut.skip)),
        ),
        element("p", { class: "small" }, says.howComputed),
      ),
      this.#status,
    );
  }
}

function radio(value: string): HTMLInputElement {
  return element("input", { type: "radio", name: "remainder", value });
}
