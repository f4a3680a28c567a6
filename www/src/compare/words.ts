import type { Lab } from "../../pkg/attention_lab.js";

/** The words of the corpus that a comparison speaks of, one for each sentence. */
export interface Words {
  /** The word before the last, from which the last one is guessed. */
  asking: string[];
  /** The first word that differs. */
  telling: string[];
  /** The row of the place that asks, and how many rows there are. */
  rows: { asking: number; all: number }[];
}

export function words(lab: Lab): Words {
  const found: Words = { asking: [], telling: [], rows: [] };
  const telling = lab.telling_place();
  for (let index = 0; index < lab.sentence_count(); index += 1) {
    const sentence = lab.words(index);
    const asking = lab.asking_place(index) ?? 0;
    found.asking.push(sentence[asking] ?? "");
    if (telling !== undefined) found.telling.push(sentence[telling] ?? "");
    found.rows.push({ asking, all: sentence.length });
  }
  return found;
}
