import * as text from "../text/en/class.js";
import { packed, unpacked } from "./packed.js";

/** What a teacher makes of the page. Its sentences and settings are those of the link that it comes with. */
export interface Lesson {
  title: string;
  /** The teacher's own words on top: plain text, whatever signs stand in it. */
  words: string;
  /** Sections that are left out, by their ids. */
  hidden: string[];
  /** What students may not change: settings by their keys, and `words`, the sentences; or `all`. */
  locked: string[];
  /** The questions, by their names, in this order. */
  questions: string[];
}

/** Until version 1 all was locked or nothing. */
const version = 2;

export function encode({ title, words, hidden, locked, questions }: Lesson): Promise<string> {
  return packed(JSON.stringify([version, title, words, hidden, locked, questions]));
}

/** Fails with a sentence if it is no lesson, or another than was made. */
export async function decode(code: string): Promise<Lesson> {
  const content = await unpacked(code);
  let parts: unknown;
  try {
    parts = JSON.parse(content);
  } catch {
    throw new Error(text.damaged);
  }
  if (!Array.isArray(parts)) throw new Error(text.damaged);
  const [itsVersion, title, words, hidden, kept, questions] = parts as unknown[];
  if (typeof itsVersion === "number" && itsVersion > version) throw new Error(text.newer);
  const locked = typeof kept === "boolean" ? (kept ? ["all"] : []) : kept;
  const isLesson =
    typeof title === "string" &&
    typeof words === "string" &&
    areTexts(hidden) &&
    areTexts(locked) &&
    areTexts(questions);
  if (!isLesson) throw new Error(text.damaged);
  return { title, words, hidden, locked, questions };
}

export function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
