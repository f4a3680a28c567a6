/** What the reader points at: a row of a picture (the place that asks) and, in it, perhaps one column. */
export interface Spot {
  sentence: number;
  /** The place of the sentence that the row stands for. */
  row: number;
  /** Which column, and what it stands for: a place that is looked at, a word of the vocabulary, or one number. */
  column?: { kind: "place" | "word" | "component"; index: number };
}

/**
 * What is pointed at now, shared by every picture: whoever moves the light tells here, and whoever shows it listens.
 * A pinned spot stays until another one is pinned or it is let go; a hovered one is shown over it for a while.
 */
export class Spotlight {
  #hovered: Spot | undefined;
  #pinned: Spot | undefined;
  readonly #listeners: ((spot: Spot | undefined) => void)[] = [];

  /** What is to be lit up. */
  get spot(): Spot | undefined {
    return this.#hovered ?? this.#pinned;
  }

  get pinned(): Spot | undefined {
    return this.#pinned;
  }

  hover(spot: Spot | undefined): void {
    this.#hovered = spot;
    this.#tell();
  }

  pin(spot: Spot | undefined): void {
    this.#pinned = spot;
    this.#tell();
  }

  listen(listener: (spot: Spot | undefined) => void): void {
    this.#listeners.push(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.spot);
  }
}
