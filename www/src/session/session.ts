import { type Changes, type Corpus, Lab } from "../../pkg/attention_lab.js";
import { Views } from "./view.js";
import { type Entry, type Link, linkText } from "./address.js";
import { Pace } from "./pace.js";
import { type Listener, Player } from "./player.js";
import { type Translated, type TwoSentences, type Run, hasSameEdits, isSame } from "./run.js";
import { Search, now } from "./search.js";
import { Turns } from "./turns.js";
import { wholeOf } from "./whole.js";

/** What the session tells the page, beside what its player does. */
export interface SessionListener extends Listener {
  /** The search for a GPU is over. */
  searched(): void;
}

/** Is told that another run is wanted; what cannot be opened is taken back in the same way. */
type Wanted = (run: Run, seen: Seen, entry: Entry) => void;

/** How a run is looked at. */
type Seen = Pick<Link, "pair" | "changes">;

/** Keeps what a run has come to that is about to be left; what it gives back is called once the run is left. */
type Keep = (lab: Lab, run: Run) => Promise<() => void>;

/** How a run is opened. */
interface Opening {
  /** A change of the learning rate alone is one in the middle of the run, unless every change is to be seen from the start. */
  goOn?: boolean;
  entry?: Entry;
}

/**
 * The run that is wanted and the run that is open, and what follows when the one becomes the other. Sections ask it for
 * runs, for turns with the Lab, and for the words.
 */
export class Session {
  readonly turns: Turns;
  readonly views: Views;
  readonly player: Player;
  readonly pace = new Pace();
  /** Whoever keeps the run that is left. */
  keep: Keep | undefined;
  readonly #search = new Search();
  readonly #listener: SessionListener;
  readonly #tell: Wanted;
  /** They differ while a run is being opened. */
  #wanted: Run;
  #opened: Run;
  #corpus: Corpus;
  #pair: TwoSentences | undefined;
  #changes: Changes | undefined;
  /** Who computes by edited shaders; it comes with the sections. */
  translator: ((run: Run) => Promise<Translated>) | undefined;
  #opening = false;
  #drawing = false;

  private constructor(lab: Lab, run: Run, { pair, changes }: Seen, listener: SessionListener, tell: Wanted) {
    this.#corpus = lab.corpus(pair && Uint32Array.from(pair));
    this.turns = new Turns(lab);
    this.views = new Views(this.turns);
    this.player = new Player(this.turns, this.views, this.pace, listener, this);
    this.#pair = pair;
    this.#changes = changes;
    this.#listener = listener;
    this.#tell = tell;
    // Edited shaders need their translator, which is not there yet.
    const { words, settings, backend } = run;
    this.#wanted = this.#opened = { words, settings, backend };
  }

  /** Opens a run at its start, on the CPU engine: it waits for no GPU. */
  static async open(run: Run, seen: Seen, listener: SessionListener, tell: Wanted): Promise<Session> {
    const lab = await Lab.open(run.settings, run.words, now(run.backend));
    return new Session(lab, run, seen, listener, tell);
  }

  /** What is learned by the run that is open. The same object as long as the words and the compared pair are the same. */
  get corpus(): Corpus {
    return this.#corpus;
  }

  /** The pair that the reader has chosen; none while it is the one that is compared by itself. */
  get pair(): TwoSentences | undefined {
    return this.#pair;
  }

  /** What is changed of looks at the run; none if nothing is. */
  get changes(): Changes | undefined {
    return this.#changes;
  }

  /** What the reader has changed now. */
  change(changes: Changes | undefined): void {
    this.#changes = changes;
    this.#tell(this.#wanted, this.#seen, "same");
  }

  /** The run that is wanted. */
  get wanted(): Run {
    return this.#wanted;
  }

  /** Compares two other sentences in the run that is open; without any, those that are compared by themselves. */
  async compare(pair?: TwoSentences): Promise<void> {
    this.#pair = pair;
    this.#changes = undefined;
    await this.player.showAnew((lab) => (this.#corpus = lab.corpus(pair && Uint32Array.from(pair))));
    this.#tell(this.#wanted, this.#seen, "same");
  }

  /** Goes where an address leads: the run, the pair and the step. */
  async follow(
    link: Run & Partial<Pick<Link, "pair" | "changes" | "step">>,
    { goOn = false } = {},
  ): Promise<void> {
    const { words, settings, backend, edits, pair, step = 0 } = link;
    await this.run({ words, settings, backend, edits }, { goOn, entry: "same" });
    if (pair && pair.join() !== this.#corpus.pair.sentences.join()) await this.compare(pair);
    // An address that names none means the pair that is compared by itself.
    if ("pair" in link && !pair && this.#pair) await this.compare();
    if ("changes" in link && (link.changes || this.#changes)) {
      this.#changes = link.changes;
      await this.player.showAnew(() => this.#corpus);
      this.#tell(this.#wanted, this.#seen, "same");
    }
    if (step > 0) await this.player.reach(step);
  }

  async leaving(lab: Lab): Promise<() => void> {
    return this.keep?.(lab, this.#opened) ?? (() => undefined);
  }

  /** Another run is open: its words may be others. */
  opened(lab: Lab, run: Run): Corpus {
    if (run.words !== this.#opened.words) {
      this.#pair = undefined;
      this.#changes = undefined;
      this.#corpus = lab.corpus();
    }
    return this.#corpus;
  }

  /** The link of the run as it stands: sentences, settings, the compared pair, what is changed, and the shown step. */
  async link(): Promise<ReturnType<typeof linkText>> {
    const step = await this.take((lab) => lab.shown_step());
    return linkText({ ...this.#wanted, ...this.#seen, step });
  }

  /** The link of a run at its start, and to a part of the page. */
  linkOf(run: Run, part: string): ReturnType<typeof linkText> {
    const { text, length } = linkText({ ...run, pair: this.#pair, changes: undefined, step: 0 });
    const more = text === "" ? part : `&${part}`;
    return { text: `${text}${more}`, length: length + more.length };
  }

  /** A turn with the Lab. */
  take<T>(work: (lab: Lab) => T | Promise<T>): Promise<T> {
    return this.turns.take(work);
  }

  /** Who computes a run with edited shaders; none where there are no edits. */
  async translate(run: Run): Promise<Translated | undefined> {
    return hasSameEdits(run, {}) ? undefined : this.translator?.(run);
  }

  /** Who computes at once a run that asks for this one's device. */
  now({ backend }: Run): Run["backend"] {
    return this.#search.now(backend);
  }

  /** Opens the run that is wanted last: what was wanted while another was being opened is passed over. */
  async run(next: Run, { goOn = false, entry = "new" }: Opening = {}): Promise<void> {
    this.#want(next, entry);
    if (this.#opening) return;
    this.#opening = true;
    while (!isSame(this.#wanted, this.#opened)) {
      const wanted = this.#wanted;
      const live = this.pace.speed === "live";
      const isAlike = wanted.backend === this.#opened.backend && hasSameEdits(wanted, this.#opened);
      const goesOn = goOn && !live && isAlike;
      if (await this.player.open(wanted, { goOn: goesOn, live })) this.#opened = wanted;
      else if (isSame(this.#wanted, wanted)) this.#want(this.#opened, "same");
    }
    this.#opening = false;
    void this.findGpu();
  }

  /** What the text offers to try: opens that run by the shipped shaders, whatever was open before, and plays it. */
  async tryOut(values: string): Promise<void> {
    await this.run({ ...this.#wanted, ...wholeOf(this.#wanted, values), edits: undefined });
    if (this.pace.speed !== "live") await this.player.play();
  }

  /** Opens the run with these settings, all of them, by the shipped shaders, and trains it to its end. False if it did not get there. */
  async show(settings: string): Promise<boolean> {
    return this.showRun({ ...this.#wanted, settings, edits: undefined });
  }

  /** Opens a run and trains it to its end. False if it did not get there. */
  async showRun(run: Run): Promise<boolean> {
    await this.run(run);
    while (this.#opening) await new Promise(requestAnimationFrame);
    return this.finish();
  }

  /** Trains the present run to its end. False if it did not get there. */
  async finish(): Promise<boolean> {
    await this.player.toEnd();
    return this.take((lab) => lab.step() >= lab.total_steps());
  }

  /** Whatever takes long with a GPU happens beside the run, which goes over to it at the end. */
  async findGpu(): Promise<void> {
    const found = await this.#search.begin(this.#wanted);
    if (!found) return this.#listener.searched();
    const { backend } = this.#wanted;
    const problem = await this.player.takeOver(found, backend);
    this.#listener.searched();
    if (!problem) return;
    if (this.#wanted.backend === backend) this.#want({ ...this.#wanted, backend: "auto" }, "same");
    if (this.#opened.backend === backend) this.#opened = { ...this.#opened, backend: "auto" };
    this.#listener.failure(problem);
  }

  /** Draws in the next frame, once for all who ask until then. */
  redrawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      void this.player.redraw();
    });
  }

  #want(run: Run, entry: Entry): void {
    this.#wanted = run;
    const none = { pair: undefined, changes: undefined };
    this.#tell(run, run.words === this.#opened.words ? this.#seen : none, entry);
  }

  get #seen(): Seen {
    return { pair: this.#pair, changes: this.#changes };
  }
}
