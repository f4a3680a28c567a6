import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState, type Extension, type TransactionSpec } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { wgsl } from "@iizukak/codemirror-lang-wgsl";
import { tags } from "@lezer/highlight";
import * as text from "../text/en/cells.js";

/** What is wrong in a part: where, from line and column 1, and what. */
export interface Mark {
  line: number;
  column: number;
  message: string;
}

/** What is the same in all editors but what makes it a part's own. */
export interface Part {
  name: string;
  shipped: string;
  /** As the reader last left it. */
  text: string;
  /** Whether what differs from the shipped text is marked. */
  marked: boolean;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, class: "code-comment" },
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.modifier], class: "code-keyword" },
  { tag: [tags.number, tags.bool, tags.literal], class: "code-number" },
  { tag: [tags.typeName, tags.className], class: "code-type" },
]);

const differences = new Compartment();

function marks({ shipped, marked }: Part): Extension {
  if (!marked) return [];
  return unifiedMergeView({ original: shipped, mergeControls: false, highlightChanges: true });
}

/** The beginning of a part's life: its undo goes wherever the state goes. */
export function open(part: Part, changed: (name: string, text: string) => void): EditorState {
  return EditorState.create({
    doc: part.text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      indentUnit.of("    "),
      EditorView.lineWrapping,
      wgsl(),
      syntaxHighlighting(colours),
      lintGutter(),
      differences.of(marks(part)),
      // Escape, then Tab, leaves: the editor's own way out for the keyboard.
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({
        "aria-label": text.editorLabel(part.name),
        "aria-describedby": "cells-keys",
        translate: "no",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(part.name, update.state.doc.toString());
      }),
    ],
  });
}

/** Another text in the whole of a part, as a change that can be undone. */
export function replacing(state: EditorState, next: string): TransactionSpec {
  return { changes: { from: 0, to: state.doc.length, insert: next } };
}

/** Marks what differs from the shipped text, or no more. */
export function marking(part: Part): TransactionSpec {
  return { effects: differences.reconfigure(marks(part)) };
}

/** What is wrong, in the margin and under the words. */
export function faulting(state: EditorState, faults: readonly Mark[]): TransactionSpec {
  const diagnostics = faults.map(({ line, column, message }): Diagnostic => {
    const { from: begin, to: end } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
    const from = Math.min(begin + column - 1, end);
    const word = /^\w+/.exec(state.sliceDoc(from, end))?.[0].length ?? 1;
    return { from, to: Math.min(from + word, end), severity: "error", message };
  });
  return setDiagnostics(state, diagnostics);
}
