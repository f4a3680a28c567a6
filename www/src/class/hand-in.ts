import { type Checked, isChecked } from "../exercises/answers.js";
import { message } from "../session/turns.js";
import * as text from "../text/en/class.js";
import { checkSum, packed, unpacked } from "./packed.js";

/** What a student hands in: the predictions, and what the runs said to them. */
export interface HandIn {
  student: string;
  /** The lesson's title; empty without a lesson. */
  lesson: string;
  /** The run that is open, as a link's text. */
  run: string;
  answers: Answered[];
}

export type Answered = Checked & { name: string; question: string };

const format = "attention-lab-answers";
const version = 1;
/** A file of a class is some kilobytes. */
const largest = 2 ** 20;

/** As a file: it can be read by a person, and says whether it was changed by accident. */
export function toFile(handIn: HandIn): string {
  return `${JSON.stringify({ format, version, ...handIn, sum: checkSum(content(handIn)) }, null, 1)}\n`;
}

/** As the text of a link. */
export function toLink(handIn: HandIn): Promise<string> {
  return packed(content(handIn));
}

export async function fromLink(code: string): Promise<HandIn> {
  return handIn(parsed(await unpacked(code)));
}

/** Reads a file of this name. Fails with a sentence that names it. */
export async function fromFile(file: File): Promise<HandIn> {
  try {
    if (file.size > largest) throw new Error(text.noHandIn);
    return fromText(await file.text());
  } catch (error) {
    throw new Error(text.of(file.name, message(error)));
  }
}

/** Reads the text of a file. Fails with a sentence. */
export function fromText(written: string): HandIn {
  const found = parsed(written);
  if (found["format"] !== format) throw new Error(text.noHandIn);
  if (Number(found["version"]) > version) throw new Error(text.newer);
  const read = handIn(found);
  if (checkSum(content(read)) !== found["sum"]) throw new Error(text.damaged);
  return read;
}

/** All that the check sum is of, in one order. */
function content({ student, lesson, run, answers }: HandIn): string {
  return JSON.stringify({ student, lesson, run, answers: answers.map(known) });
}

/** An answer without whatever else may stand beside it in a file. */
function known({ name, question, predicted, right, says, run, tries, later }: Answered): Answered {
  return { name, question, predicted, right, says, run, tries, later };
}

function parsed(written: string): Record<string, unknown> {
  let found: unknown;
  try {
    found = JSON.parse(written);
  } catch {
    throw new Error(text.noHandIn);
  }
  if (typeof found !== "object" || found === null) throw new Error(text.noHandIn);
  return found as Record<string, unknown>;
}

function handIn({ student, lesson, run, answers }: Record<string, unknown>): HandIn {
  if (![student, lesson, run].every((one) => typeof one === "string") || !Array.isArray(answers))
    throw new Error(text.damaged);
  const isAnswer = (one: unknown): one is Answered =>
    isChecked(one) &&
    typeof (one as Partial<Answered>).name === "string" &&
    typeof (one as Partial<Answered>).question === "string";
  if (!answers.every(isAnswer)) throw new Error(text.damaged);
  return { student, lesson, run, answers: answers.map(known) } as HandIn;
}
