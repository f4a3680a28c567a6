import { element, setText } from "../parts/dom.js";
import * as words from "../text/en/start.js";

/**
 * A sentence about what cannot work, for as long as it cannot: Play does not take it away as it does a passing failure.
 * index.html begins with one, for the case that no script comes to say anything.
 */
export class Trouble {
  readonly #root: HTMLElement;
  readonly #text = element("p");
  readonly #reload = element("button", { type: "button", class: "try" }, words.reload);

  /** `root` must be in the page before it is said, or a screen reader would not hear it. */
  constructor(root: HTMLElement) {
    this.#root = root;
    root.setAttribute("aria-live", "assertive");
    this.#reload.addEventListener("click", () => location.reload());
  }

  /** What cannot work, and why; a way to load the page again stands beside it. */
  say(text: string): void {
    setText(this.#text, text);
    if (this.#text.parentElement !== this.#root) this.#root.replaceChildren(this.#text, this.#reload);
    this.#root.toggleAttribute("data-said", true);
  }

  /** It works after all. */
  takeBack(): void {
    this.#root.replaceChildren();
    this.#root.toggleAttribute("data-said", false);
  }

  /** Waits for `work`; says `text` where that takes long, and takes it back at the end. */
  async whileLate<T>(text: string, work: Promise<T>): Promise<T> {
    const late = setTimeout(() => this.say(text), patience);
    try {
      return await work;
    } finally {
      clearTimeout(late);
      this.takeBack();
    }
  }
}

/** How long a part of the page may take, in milliseconds, before it is said what is waited for. */
const patience = 5000;
/** A connection that broke may be there again after a moment. */
const restBeforeRetry = 1000;

/** Fetches a part of the page; once more if that fails, and no more. */
export async function retried<T>(fetchIt: () => Promise<T>): Promise<T> {
  try {
    return await fetchIt();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, restBeforeRetry));
    return fetchIt();
  }
}
