import type { EditorState, TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { shader_part } from "../../pkg/attention_lab.js";
import { keepEdits, keptEdits } from "./kept.js";
import { type Mark, faulting, marking, open, replacing } from "./editor.js";

/**
 * The texts of all parts as they stand, and the editors that show some of them. A part that is out of sight keeps its
 * text, its undo and its marks.
 */
export class Parts {
  readonly #names: readonly string[];
  readonly #changed: () => void;
  readonly #states = new Map<string, EditorState>();
  readonly #views = new Map<string, EditorView>();
  #marked = true;

  constructor(names: readonly string[], changed: () => void) {
    this.#names = names;
    this.#changed = changed;
    for (const [name, text] of keptEdits()) if (names.includes(name)) this.#open(name, text);
  }

  /** The text of a part as it was shipped. */
  shipped(name: string): string {
    return shader_part(name);
  }

  text(name: string): string {
    return this.#state(name)?.doc.toString() ?? this.shipped(name);
  }

  isEdited(name: string): boolean {
    return this.text(name) !== this.shipped(name);
  }

  /** The names of the edited parts. */
  edited(): string[] {
    return this.#names.filter((name) => this.isEdited(name));
  }

  /** Each edited part with its text behind it. */
  edits(): string[] {
    return this.edited().flatMap((name) => [name, this.text(name)]);
  }

  /** Puts these texts in the place of the shipped ones, and the shipped ones everywhere else. */
  replaceAll(texts: ReadonlyMap<string, string>): void {
    for (const name of this.#names) this.#replace(name, texts.get(name) ?? this.shipped(name));
    this.#keep();
  }

  /** Takes back every edit of a part; Undo brings it back. */
  reset(name: string): void {
    this.#replace(name, this.shipped(name));
    this.#keep();
  }

  /** Whether what differs from the shipped texts is shown. */
  set marked(marked: boolean) {
    if (marked === this.#marked) return;
    this.#marked = marked;
    for (const name of this.#names)
      if (this.#state(name)) this.#dispatch(name, () => marking(this.#part(name)));
  }

  get marked(): boolean {
    return this.#marked;
  }

  /** An editor for a part, in the place of what was in `parent`. */
  show(name: string, parent: HTMLElement): void {
    const state = this.#state(name) ?? this.#open(name, this.shipped(name));
    const view = new EditorView({ state, parent });
    this.#views.set(name, view);
  }

  /** No part is in sight any more. */
  hideAll(): void {
    for (const [name, view] of this.#views) {
      this.#states.set(name, view.state);
      view.destroy();
    }
    this.#views.clear();
  }

  /** Puts the cursor of a part that is in sight to a place. */
  goTo(name: string, { line, column }: Pick<Mark, "line" | "column">): void {
    const view = this.#views.get(name);
    if (!view) return;
    const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
    view.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, scrollIntoView: true });
    view.focus();
  }

  focus(name: string): void {
    this.#views.get(name)?.focus();
  }

  /** What is wrong now, by part; nothing in all others. */
  fault(faults: ReadonlyMap<string, readonly Mark[]>): void {
    for (const name of this.#names) {
      if (!this.#state(name) && !faults.has(name)) continue;
      if (!this.#state(name)) this.#open(name, this.shipped(name));
      this.#dispatch(name, (state) => faulting(state, faults.get(name) ?? []));
    }
  }

  #state(name: string): EditorState | undefined {
    return this.#views.get(name)?.state ?? this.#states.get(name);
  }

  #part(name: string) {
    return { name, shipped: this.shipped(name), text: this.text(name), marked: this.#marked };
  }

  #open(name: string, text: string): EditorState {
    const state = open({ ...this.#part(name), text }, () => this.#keep());
    this.#states.set(name, state);
    return state;
  }

  #replace(name: string, text: string): void {
    if (this.text(name) === text) return;
    if (!this.#state(name)) this.#open(name, this.shipped(name));
    this.#dispatch(name, (state) => replacing(state, text));
  }

  #dispatch(name: string, make: (state: EditorState) => TransactionSpec): void {
    const view = this.#views.get(name);
    if (view) return view.dispatch(make(view.state));
    const state = this.#states.get(name);
    if (state) this.#states.set(name, state.update(make(state)).state);
  }

  #keep(): void {
    keepEdits(this.edited().map((name) => [name, this.text(name)]));
    this.#changed();
  }
}
