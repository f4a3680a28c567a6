import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { askedPlace, comparedIn } from "../parts/compared.js";
import { byId, element, setText } from "../parts/dom.js";
import { type Focus, beginning } from "../parts/focus.js";
import type { Spotlight } from "../parts/spot.js";
import { type Run, editedParts, hasSameEdits } from "../session/run.js";
import type { Session } from "../session/session.js";
import type { View } from "../session/view.js";
import { differences, setOf } from "../session/whole.js";
import * as text from "../text/en/before.js";
import { Both } from "./both.js";
import { KeptRun, figuresOf } from "./kept.js";
import { Line } from "./line.js";

/** Under a slider that is dragged while every change trains anew, a run of less than this, in milliseconds, is passed over. */
const patience = 1000;

/**
 * The run before the present one, kept when that was opened: below the present head's sentences stand its own, its losses
 * are thin lines beside the others, and a table has the numbers of both.
 */
export class Before implements View {
  readonly #bench = byId("section", "bench");
  readonly #session: Session;
  readonly #focus: Focus;
  readonly #spotlight: Spotlight;
  readonly #button = element("button", {
    type: "button",
    class: "act bench-compare",
    "aria-expanded": "false",
    "aria-controls": "bench-before",
    hidden: "",
  });
  readonly #title = element("h3", { id: "bench-before-title" });
  readonly #says = element("p", { class: "bench-before-says" });
  readonly #list = element("div", { class: "bench-sentences" });
  readonly #both = new Both();
  readonly #root: HTMLElement;
  /** The run that is compared with: as long as it is looked at, it stays. */
  #kept: KeptRun | undefined;
  /** The run before, where another one is being looked at. */
  #next: KeptRun | undefined;
  /** How far the present run had come before it was rewound. */
  #reached: KeptRun | undefined;
  #lines: readonly Line[] = [];
  /** Which place asks, of sentences that the present run does not have. */
  readonly #asking = new Map<number, number>();
  #corpus: Corpus | undefined;
  #settings = "";
  #opened = 0;
  #built: unknown[] = [];

  constructor(session: Session, focus: Focus, spotlight: Spotlight) {
    this.#session = session;
    this.#focus = focus;
    this.#spotlight = spotlight;
    session.keep = (lab, run) => this.#leave(lab, run);
    this.#root = element(
      "div",
      {
        id: "bench-before",
        class: "bench-before",
        role: "region",
        "aria-labelledby": "bench-before-title",
        hidden: "",
      },
      element("div", { class: "bench-before-head" }, this.#title, this.#says),
      this.#list,
      this.#both.root,
    );
    byId("div", "bench-head").before(this.#button, this.#root);
    this.#button.addEventListener("click", () => this.#toggle(!this.#isOpen));
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#toggle(false);
      this.#button.focus();
    });
    spotlight.listen((spot) => {
      if (this.#isOpen && this.#isAlike) for (const { arcs } of this.#lines) arcs.light(spot);
    });
    focus.listen(() => this.#isOpen && this.#show());
  }

  open(lab: Lab, corpus: Corpus): void {
    this.#corpus = corpus;
    this.#settings = lab.settings();
    this.#opened = performance.now();
    if (this.#isOpen) this.#open(lab);
    this.#offer();
  }

  draw(lab: Lab): void {
    if (this.#isOpen) this.#both.show(figuresOf(lab));
  }

  get #isOpen(): boolean {
    return !this.#root.hidden;
  }

  /** Whether both runs have the same sentences. */
  get #isAlike(): boolean {
    return this.#kept?.run.words === this.#session.wanted.words;
  }

  /** Whether a kept run is the one that is wanted, on whatever device. */
  #isSame(run: KeptRun["run"], settings: string): boolean {
    const { wanted } = this.#session;
    return run.words === wanted.words && run.settings === settings && hasSameEdits(run, wanted);
  }

  /** Keeps the run that is about to be left, if it was trained at all. */
  async #leave(lab: Lab, run: Run): Promise<() => void> {
    const corpus = this.#corpus;
    const isPassed = this.#session.pace.speed === "live" && performance.now() - this.#opened < patience;
    const isTrained = lab.step() > 0 && !isPassed && corpus !== undefined;
    // A device that is lost in this moment leaves nothing to keep.
    const now = isTrained ? await KeptRun.of(lab, run, corpus).catch(() => undefined) : undefined;
    const best = further(this.#reached, now);
    return () => {
      this.#reached = undefined;
      if (!best) return;
      // The same run from its start, or on another device.
      if (this.#isSame(best.run, lab.settings())) this.#reached = best;
      else if (this.#isOpen) this.#next = freed(this.#next, best);
      else this.#kept = freed(this.#kept, best);
    };
  }

  #toggle(isOpen: boolean): void {
    this.#root.hidden = !isOpen;
    this.#bench.toggleAttribute("data-compared", isOpen);
    this.#button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen && this.#next) this.#advance();
    this.#show();
  }

  /** From now on the run before is compared with. */
  #advance(): void {
    if (this.#next) this.#kept = freed(this.#kept, this.#next);
    this.#next = undefined;
  }

  #show(): void {
    this.#offer();
    void this.#session.take((lab) => {
      if (this.#isOpen) this.#open(lab);
      else lab.compare_no_losses();
      this.#session.views.draw(lab);
    });
  }

  /** The button is there as long as there is something to compare with. */
  #offer(): void {
    const kept = this.#kept;
    const name = kept ? this.#names(kept)[0] : "";
    this.#button.hidden = !this.#isOpen && (!kept || this.#isSame(kept.run, this.#settings));
    setText(this.#button, this.#isOpen ? text.back : text.compare(name));
  }

  #open(lab: Lab): void {
    const [kept, corpus] = [this.#kept, this.#corpus];
    if (!kept || !corpus) return;
    const [name, now] = this.#names(kept);
    const isLast = this.#next === undefined;
    setText(this.#title, text.title(name, isLast));
    this.#says.replaceChildren(
      text.above(now),
      ...(this.#isAlike ? [] : [text.ownSentences]),
      ...(this.#next ? [text.anotherRun, this.#instead(this.#next), "."] : []),
    );
    this.#both.open({
      kept,
      isLast,
      differences: [
        differences(kept.run.settings, this.#settings),
        differences(this.#settings, kept.run.settings),
      ],
      sets: this.#isAlike ? undefined : [setName(kept.run.words), setName(this.#session.wanted.words)],
      shaders: this.#shaders(kept),
      sentences: this.#isAlike ? comparedIn(corpus.pair) : [],
      floors: [kept.corpus.floor, corpus.floor],
      asked: [kept.corpus.sentences.length, corpus.sentences.length],
    });
    this.#both.show(figuresOf(lab));
    this.#sentences(kept, corpus);
    lab.compare_losses(kept.losses, text.thin(name));
  }

  /** The sentences of the kept run: those that are compared now, or its own. */
  #sentences(kept: KeptRun, now: Corpus): void {
    const isAlike = this.#isAlike;
    const corpus = isAlike ? now : kept.corpus;
    const chosen = isAlike ? this.#focus.chosen.words : beginning(corpus).words;
    if ([kept, corpus].some((part, at) => part !== this.#built[at])) {
      this.#built = [kept, corpus];
      this.#asking.clear();
      this.#lines = comparedIn(corpus.pair).flatMap((index) => {
        const sentence = corpus.sentences[index];
        return sentence ? [new Line(index, sentence, this.#pointing(index, isAlike))] : [];
      });
      this.#list.replaceChildren(...this.#lines.map(({ root }) => root));
    }
    for (const line of this.#lines) {
      const matrices = kept.matrices(line.sentence);
      const own = this.#asking.get(line.sentence) ?? askedPlace(corpus.pair, line.sentence);
      line.open(corpus, isAlike ? this.#focus.asking(line.sentence) : own, chosen);
      if (matrices) line.show(corpus, matrices.weights, matrices.chances);
    }
  }

  /** Words that both runs have are pointed at in both; others in the kept run alone. */
  #pointing(sentence: number, isAlike: boolean): ConstructorParameters<typeof Line>[2] {
    if (!isAlike)
      return {
        hover: () => undefined,
        ask: (place) => {
          this.#asking.set(sentence, place);
          this.#show();
        },
      };
    return {
      hover: (place) => this.#spotlight.hover(place === undefined ? undefined : { sentence, row: place }),
      ask: (place) => this.#focus.set({ sentence, place }),
    };
  }

  #instead(next: KeptRun): HTMLElement {
    const button = element("button", { type: "button", class: "try" }, text.instead(this.#names(next)[0]));
    button.addEventListener("click", () => {
      this.#advance();
      this.#show();
      this.#button.focus();
    });
    return button;
  }

  /** What a kept run and the present one are called beside each other. */
  #names({ run }: KeptRun): [string, string] {
    const { words } = this.#session.wanted;
    const isAlike = run.words === words;
    const [shaders, shadersNow] = this.#shaders({ run }) ?? [];
    const name = (words: string, shaders: string | undefined, one: string, other: string) =>
      text.runBeside(
        [...(isAlike ? [] : [setName(words)]), ...(shaders ? [shaders] : [])],
        differences(one, other),
      );
    return [
      name(run.words, shaders, run.settings, this.#settings),
      name(words, shadersNow, this.#settings, run.settings),
    ];
  }

  /** Whose shaders compute a kept run and the present one, where that differs. */
  #shaders({ run }: Pick<KeptRun, "run">): [string, string] | undefined {
    const { wanted } = this.#session;
    if (hasSameEdits(run, wanted)) return undefined;
    return [text.shaders(editedParts(run)), text.shaders(editedParts(wanted))];
  }
}

/** What the sentences of a run are called. */
function setName(words: string): string {
  const set = setOf(words);
  return set ? text.setName(set.title) : text.otherSentences;
}

/** The one that has come further of two states of a run. */
function further(one: KeptRun | undefined, other: KeptRun | undefined): KeptRun | undefined {
  if (!one || !other) return one ?? other;
  return other.figures.step >= one.figures.step ? freed(one, other) : freed(other, one);
}

/** A kept run in the place of another one. */
function freed(old: KeptRun | undefined, next: KeptRun): KeptRun {
  if (old !== next) old?.free();
  return next;
}
