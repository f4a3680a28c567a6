import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, setText } from "../parts/dom.js";
import { goTo } from "../frame/links.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/cells-closed.js";
import type { CodeCells } from "./code-cells.js";
import { keptEdits } from "./kept.js";
import { allPasses } from "./passes.js";

/** The section "Code cells": a button, until somebody wants the editor. */
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
    const kept = keptEdits().length;
    root.replaceChildren(
      element("p", { class: "cells-open" }, this.#open),
      element("p", { class: "cells-about" }, text.about, ...(kept > 0 ? [` ${text.kept(kept)}`] : [])),
      this.#state,
    );
    this.#open.addEventListener("click", () => void this.#load(true));
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
      const { corpus, wanted } = this.#session;
      const cells = new loaded.CodeCells(allPasses(), {
        settings: lab.settings(),
        words: wanted.words,
        corpus,
      });
      this.#root.replaceChildren(cells.root);
      this.#opened = cells;
      return cells;
    });
  }
}
