import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { goTo } from "../frame/links.js";
import { type Run, type Translated, editedParts, hasSameEdits } from "../session/run.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/cells-closed.js";
import type { CodeCells } from "./code-cells.js";
import { keptEdits } from "./kept.js";
import { allPasses } from "./passes.js";

/** Is seen while the run has edited shaders. */
function note(section: string, words: string): void {
  document.querySelector(`#${section} > h2`)?.after(element("p", { class: "text only-edited" }, words));
}

/** Sections that work out something themselves, by the head as it is shipped. */
const onlyShipped = ["follow", "change", "seed-study", "head", "lens", "compare", "exercises"];

/** The section "Code cells": a button, until somebody wants the editor or opens a run with edited shaders. */
export class Cells implements View {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #open = element("button", { type: "button", class: "take-step" }, text.open);
  readonly #state = element("p", { class: "cells-state", role: "status" });
  #loading: Promise<CodeCells | undefined> | undefined;
  #opened: CodeCells | undefined;

  constructor(root: HTMLElement, session: Session) {
    this.#root = root;
    this.#session = session;
    session.translator = (run) => this.#translate(run);
    const kept = keptEdits().length;
    root.replaceChildren(
      element("p", { class: "cells-open" }, this.#open),
      element("p", { class: "cells-about" }, text.about, ...(kept > 0 ? [` ${text.kept(kept)}`] : [])),
      this.#state,
    );
    this.#open.addEventListener("click", () => void this.#load(true));
    for (const section of onlyShipped) note(section, text.onlyShipped);
    note("taken", text.notInTorch);
  }

  /** Goes to the editor of a part. */
  async edit(part: string): Promise<void> {
    goTo("cells");
    const opened = await this.#load(false);
    opened?.show(part);
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#opened?.task({ settings: lab.settings(), words: this.#session.wanted.words, corpus });
  }

  /** Who computes the run by its edited shaders, which are good; the editor has them too. */
  async #translate(run: Run): Promise<Translated> {
    const { settings, words, edits = [] } = run;
    const opened = await this.#load(false);
    if (!opened) throw new Error(text.missing);
    const { workshop } = opened;
    const texts = await workshop.texts(edits);
    opened.hold(texts);
    const edited = { settings, words, edits: texts };
    await workshop.answer(edited);
    return {
      texts,
      ask: (what, numbers, counts) => workshop.answer(edited, { what, numbers, counts }),
    };
  }

  async #written(texts: string[]): Promise<string[]> {
    return this.#opened?.workshop.written(texts) ?? [];
  }

  async #load(focus: boolean): Promise<CodeCells | undefined> {
    this.#loading ??= this.#fetch();
    const opened = await this.#loading;
    if (focus) opened?.focus();
    return opened;
  }

  async #fetch(): Promise<CodeCells | undefined> {
    this.#open.setAttribute("aria-disabled", "true");
    setText(this.#state, text.loading);
    const loaded = await import("./code-cells.js").catch(() => undefined);
    if (!loaded) {
      this.#loading = undefined;
      this.#open.removeAttribute("aria-disabled");
      setText(this.#state, text.missing);
      return undefined;
    }
    return this.#session.take((lab) => {
      const session = this.#session;
      const { corpus, wanted } = session;
      const task = { settings: lab.settings(), words: wanted.words, corpus };
      const cells = new loaded.CodeCells(allPasses(), task, {
        openRun: async (texts) => {
          const edits = await this.#written(texts);
          await session.run({ ...session.wanted, edits });
          const isOpen = hasSameEdits(session.wanted, { edits });
          if (isOpen) void session.player.play();
          return isOpen ? editedParts({ edits }) : undefined;
        },
        link: async (texts) =>
          session.linkOf({ ...session.wanted, edits: await this.#written(texts) }, "cells"),
      });
      this.#root.replaceChildren(cells.root);
      this.#opened = cells;
      return cells;
    });
  }
}
