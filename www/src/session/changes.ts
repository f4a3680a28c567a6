import { type Changes, Intervention } from "../../pkg/attention_lab.js";

/** All that is changed of the look at one sentence, as the crate takes it. */
export function interventionOf(changes: Changes | undefined, sentence: number): Intervention {
  const made = new Intervention();
  if (!changes) return made;
  const { words, cuts, rows } = changes.sentences.find((own) => own.sentence === sentence) ?? untouched;
  made.renormalise(changes.renormalise);
  for (const [place, word] of words) made.replace(place, word);
  for (const [place, weights] of rows) made.set_row(place, Float64Array.from(weights));
  for (const [from, to] of cuts) made.cut(from, to);
  if (changes.withoutPosition) made.leave_out_position();
  if (changes.withoutSkip) made.leave_out_skip();
  return made;
}

const untouched = { words: [], cuts: [], rows: [] };
