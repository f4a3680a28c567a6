import { type Corpus, type KeptLosses, type Lab, Subject } from "../../pkg/attention_lab.js";
import { comparedIn } from "../parts/compared.js";
import type { Run } from "../session/run.js";

/** A run in a few numbers. */
export interface Figures {
  losses: readonly number[];
  mean: number;
  /** How many answers are right, of how many. */
  right: number;
  step: number;
  steps: number;
  engine: "cpu" | "gpu";
  /** One after another, where it was changed on the way. */
  rates: readonly string[];
}

export function figuresOf(lab: Lab): Figures {
  return {
    losses: [...lab.losses()],
    mean: lab.mean_loss(),
    right: lab.standings().filter(({ isRight }) => isRight).length,
    step: lab.shown_step(),
    steps: lab.total_steps(),
    engine: lab.device().engine as Figures["engine"],
    rates: lab.learning_rates(),
  };
}

/** What is left of a run that the Lab has left: where it looked, what it said, and how it learned. */
export class KeptRun {
  readonly run: Pick<Run, "words" | "settings" | "edits">;
  readonly corpus: Corpus;
  readonly figures: Figures;
  readonly losses: KeptLosses;
  readonly #matrices: readonly { weights: Subject; chances: Subject }[];

  private constructor(lab: Lab, { words, edits }: Run, corpus: Corpus) {
    this.run = { words, settings: lab.settings(), edits };
    this.corpus = corpus;
    this.figures = figuresOf(lab);
    this.losses = lab.keep_losses(Uint32Array.from(comparedIn(corpus.pair)));
    const taken = (figure: string, sentence: number) => {
      const subject = new Subject(figure, sentence);
      lab.take(subject);
      return subject;
    };
    this.#matrices = corpus.sentences.map((_, sentence) => ({
      weights: taken("attention", sentence),
      chances: taken("probabilities", sentence),
    }));
  }

  /** The run that is open, as it is at the last step that it was trained to, whatever step is looked at. */
  static async of(lab: Lab, run: Run, corpus: Corpus): Promise<KeptRun> {
    if (lab.shown_step() < lab.step()) await lab.scrub(lab.step());
    return new KeptRun(lab, run, corpus);
  }

  /** The matrices of a sentence: its attention weights and its probabilities. */
  matrices(sentence: number): { weights: Subject; chances: Subject } | undefined {
    return this.#matrices[sentence];
  }

  free(): void {
    this.losses.free();
    for (const { weights, chances } of this.#matrices) {
      weights.free();
      chances.free();
    }
  }
}
