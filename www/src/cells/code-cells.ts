import { CopyLink } from "../frame/copy-link.js";
import { element } from "../parts/dom.js";
import { message } from "../session/turns.js";
import * as text from "../text/en/cells.js";
import type { Found } from "../../pkg-cells/cells.js";
import type { Task } from "./course.js";
import { Guide } from "./guide.js";
import { PassChoice } from "./pass-choice.js";
import { Parts } from "./parts.js";
import type { Pass } from "./passes.js";
import { Trial } from "./trial.js";
import { Verdict, hint } from "./verdict.js";
import { Refusal, Workshop } from "./workshop.js";

/** How long nobody types before what is typed is checked, in milliseconds: the worker passes over a check that another follows. */
const pause = 20;

/** What the editor asks of the page. */
export interface Page {
  /** Opens the page's run with these edits, and plays it; the parts that it now has edited, or nothing if it is refused. */
  openRun: (edits: string[]) => Promise<string[] | undefined>;
  /** The link of the page's run with these edits. */
  link: (edits: string[]) => Promise<{ text: string; length: number }>;
}

/** The shaders of the head in an editor, what the checks say of them, and a run that is trained by them. */
export class CodeCells {
  readonly root: HTMLElement;
  readonly #passes: readonly Pass[];
  readonly workshop = new Workshop();
  readonly #parts: Parts;
  readonly #choice: PassChoice;
  readonly #formulas = element("div", { class: "cells-formulas" });
  readonly #editors = element("div", { class: "cells-editors" });
  readonly #verdict = new Verdict(({ part, line, column }) => {
    this.show(part);
    this.#parts.goTo(part, { line, column });
  });
  readonly #trial: Trial;
  readonly #guide: Guide;
  readonly #resetAll = element("button", { type: "button", class: "act" }, text.reset.all);
  readonly #resets = new Map<string, HTMLButtonElement>();
  #task: Task;
  #shown: Pass | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(passes: readonly Pass[], task: Task, page: Page) {
    this.#passes = passes;
    this.#task = task;
    const names = passes.flatMap(({ parts }) => parts);
    this.#parts = new Parts(names, () => this.#changed());
    this.#choice = new PassChoice(passes, (pass) => this.#showPass(pass));
    this.#trial = new Trial(
      this.workshop,
      this.#parts,
      () => this.#task,
      (refusal) => this.#refuse(refusal),
      page.openRun,
    );
    this.#guide = new Guide(this.#parts, {
      show: (part) => this.show(part),
      check: () => this.#check(),
      train: () => this.#trial.run(false),
      corpus: () => this.#task.corpus,
    });
    this.root = element(
      "div",
      { class: "cells" },
      this.#guide.root,
      this.#choice.root,
      this.#formulas,
      element("p", { class: "cells-keys", id: "cells-keys" }, text.keys),
      this.#editors,
      element(
        "p",
        { class: "cells-resets" },
        new CopyLink(() => page.link(this.#parts.edits()), text.copyLink).root,
        " ",
        this.#resetAll,
      ),
      this.#verdict.root,
      this.#trial.root,
    );
    this.#resetAll.addEventListener("click", () => this.#parts.replaceAll(new Map()));
    // Where most begin: the pass with the formula that everybody knows.
    const first = this.#passes.find(({ parts }) => parts[0]?.startsWith("3_"));
    if (first) this.#choice.choose(first);
    this.#changed();
  }

  /** Another run is open in the page: it is what is checked and trained from now on. */
  task(task: Task): void {
    const isSame = task.settings === this.#task.settings && task.words === this.#task.words;
    this.#task = task;
    if (!isSame) this.#checkSoon();
  }

  /** Shows the pass with this part. */
  show(part: string): void {
    const pass = this.#passes.find(({ parts }) => parts.includes(part));
    if (pass && pass !== this.#shown) this.#choice.choose(pass);
  }

  /** The page's run has these edits: they are what stands in the editors, which can be undone. */
  hold(edits: readonly string[]): void {
    if (edits.join("\n") === this.#parts.edits().join("\n")) return;
    const texts = new Map<string, string>();
    for (let index = 0; index + 1 < edits.length; index += 2)
      texts.set(edits[index] ?? "", edits[index + 1] ?? "");
    this.#parts.replaceAll(texts);
    const [first] = texts.keys();
    if (first !== undefined) this.show(first);
  }

  focus(): void {
    this.#guide.focus();
  }

  #showPass(pass: Pass): void {
    this.#shown = pass;
    this.#parts.hideAll();
    // The page's own text, the same for everyone; a MathML element needs its namespace, which the parser knows.
    this.#formulas.innerHTML = pass.formulas.join("");
    this.#resets.clear();
    this.#editors.replaceChildren(
      ...pass.parts.map((part) => {
        const reset = element(
          "button",
          { type: "button", class: "try", "aria-label": text.reset.partLabel(part) },
          text.reset.part,
        );
        reset.addEventListener("click", () => {
          this.#parts.reset(part);
          this.#parts.focus(part);
        });
        this.#resets.set(part, reset);
        const place = element("div", { class: "cells-code" });
        this.#parts.show(part, place);
        return element(
          "figure",
          { class: "cells-part" },
          element("figcaption", {}, text.file(part), " ", reset),
          place,
        );
      }),
    );
    this.#mark();
  }

  /** A text is another one than before. */
  #changed(): void {
    this.#mark();
    this.#checkSoon();
  }

  #mark(): void {
    const edited = this.#parts.marked ? this.#parts.edited() : [];
    this.#choice.mark(edited);
    this.#resetAll.hidden = this.#parts.edited().length === 0;
    for (const [part, reset] of this.#resets) reset.hidden = !edited.includes(part);
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#verdict.wait();
    this.#timer = setTimeout(() => void this.#check(), pause);
  }

  /** What the checks find; nothing where a shader is refused, or another check has taken its place. */
  async #check(): Promise<Found | undefined> {
    clearTimeout(this.#timer);
    const since = performance.now();
    const { settings, words } = this.#task;
    try {
      const found = await this.workshop.check({ settings, words, edits: this.#parts.edits() });
      if (!found) return undefined;
      this.#parts.fault(new Map());
      this.#verdict.show(found, this.#parts.edited().length > 0, performance.now() - since);
      this.#guide.found(found);
      return found;
    } catch (error) {
      if (error instanceof Refusal) this.#refuse(error);
      else this.#verdict.fail(message(error));
      return undefined;
    }
  }

  #refuse({ refused }: Refusal): void {
    const faults = new Map<string, { line: number; column: number; message: string }[]>();
    for (const { part, line, column, message } of refused.faults) {
      const all = faults.get(part) ?? [];
      faults.set(part, [...all, { line, column, message: `${message}. ${hint(message)}`.trim() }]);
    }
    this.#parts.fault(faults);
    this.#verdict.refuse(refused);
  }
}
