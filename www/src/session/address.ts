import { type Changes, read_link, write_link } from "../../pkg/attention_lab.js";
import { interventionOf } from "./changes.js";
import { type TwoSentences, type Run, isBackend } from "./run.js";

/** What is asked for by an address: a run and how it is looked at. */
export interface Link extends Run {
  /** The step that is shown; 0 is the start. */
  step: number;
  /** The pair that is compared; none for the first that part and meet again. */
  pair: TwoSentences | undefined;
  /** What is changed of looks at it; none if nothing is. */
  changes: Changes | undefined;
}

/** All that an address says. */
export interface Address extends Link {
  /** The part of the page to go to. */
  section: string;
  /** Whether it says nothing of a run: typed into an open page it leads there in the run that is open. */
  bare: boolean;
  /** What was not understood, in a sentence; empty if all was. */
  problem: string;
}

/** Whether Back shall lead to what the address said until now, or this only goes on from there. */
export type Entry = "new" | "same";

/** Reads `#head-size=40&...&backend=cpu&look`; what it does not say stays the notebook's. */
export function readAddress(hash: string = location.hash): Address {
  const places = [...document.querySelectorAll("section[id], section [id]")].map(({ id }) => id);
  const { words, settings, edits, step, changes, backend, problem, ...link } = read_link(
    hash.slice(1),
    places,
  );
  section = link.section;
  const [one, other] = link.pair ?? [];
  const pair: TwoSentences | undefined = one === undefined || other === undefined ? undefined : [one, other];
  const bare = section !== "" && !/=|%3D/i.test(hash);
  return {
    words,
    settings,
    edits,
    step,
    pair,
    changes: changes ?? undefined,
    backend: isBackend(backend) ? backend : "auto",
    section,
    bare,
    problem,
  };
}

/** The text of a link, and how many characters it has in an address. */
export function linkText({ words, settings, edits = [], step, pair, changes, backend }: Link): {
  text: string;
  length: number;
} {
  const numbers = Uint32Array.from(pair ?? []);
  // What is true of all sentences comes with any of them.
  const changed = changes?.sentences.map(({ sentence }) => sentence) ?? [];
  if (changes && changed.length === 0) changed.push(0);
  const interventions = changed.map((sentence) => interventionOf(changes, sentence));
  const sentences = Uint32Array.from(changed);
  return write_link(settings, words, [...edits], step, numbers, backend, sentences, interventions);
}

/** The whole address of this page with a link in it; where a closed frame hides where the page is, what is known of it. */
export function fullAddress(link: string): string {
  const { origin, pathname } = location;
  return `${origin === "null" ? "" : origin}${pathname}#${link}`;
}

/** Browsers refuse to change the address many times a second, as under a slider that is dragged. */
const restBeforeWriting = 200;
let pending = 0;
/** When the last entry was made. */
let made = -Infinity;

/** What the address says: the part of the page that was gone to last, and the run; nothing while the page is loading. */
let section = "";
let run: string | undefined;
let changed: () => void = () => undefined;

/** The address of a part of the page with the run that is open, as a link to it. */
export function addressOf(part: string): string {
  return `#${[run, part].filter(Boolean).join("&")}`;
}

/** Calls `renew` whenever `addressOf` has other answers than before. */
export function whenAddressChanges(renew: () => void): void {
  changed = renew;
}

/** Writes the run that is wanted and how it is looked at. */
export function writeRun(wanted: Run, { pair, changes }: Pick<Link, "pair" | "changes">, entry: Entry): void {
  // Of a key that is held or a slider that is dragged only the first change is an entry of its own.
  const follows = entry === "same" || performance.now() - made < restBeforeWriting;
  if (!follows && pending !== 0) write("same");
  run = linkText({ ...wanted, pair, changes, step: 0 }).text;
  if (!follows) return write("new");
  clearTimeout(pending);
  pending = window.setTimeout(() => write("same"), restBeforeWriting);
}

/** Writes the part of the page that is gone to; Back comes back from there. */
export function writeSection(part: string): void {
  // While the page is loading, the address still says which run is wanted.
  if (run === undefined) return;
  write("same");
  section = part;
  write("new");
}

/**
 * Tells what the address asks for when it changes by itself: by Back and Forward (`back`), or because another one was
 * typed or pasted into the open page.
 */
export function followAddress(follow: (address: Address, back: boolean) => void): void {
  addEventListener("popstate", ({ state }) => {
    clearTimeout(pending);
    pending = 0;
    follow(readAddress(), state === own);
  });
}

/** How the page knows the entries of the history that it wrote itself. */
const own = "run";

function write(entry: Entry): void {
  clearTimeout(pending);
  pending = 0;
  changed();
  const address = addressOf(section);
  if (address === location.hash && history.state === own) return;
  try {
    if (entry === "same") history.replaceState(own, "", address);
    else {
      history.pushState(own, "", address);
      made = performance.now();
    }
  } catch {
    // A browser may refuse for a while; the next change is written again.
  }
}
