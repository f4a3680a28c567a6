import type { Corpus } from "../../pkg/attention_lab.js";
import { setText, setWord, directionOf } from "../parts/dom.js";
import { notebookWords } from "../session/whole.js";

/**
 * The lesson's text names the words of the compared pair by the parts that they play, and is silent where no word plays
 * one: `data-role` is filled with a word, and what has `data-needs` is shown where the need is met.
 */
export function castRoles(corpus: Corpus, words: string): void {
  const { sentences, pair } = corpus;
  const [one, other] = pair.sentences.map((index) => sentences[index]);
  const [asking = 0, askingOther = 0] = pair.askingPlaces;
  const telling = pair.tellingPlace ?? 0;
  const roles: Record<string, string | undefined> = {
    asking: one?.words[asking],
    "teller-0": one?.words[telling],
    "teller-1": other?.words[telling],
    "answer-0": one?.targets[asking],
    "answer-1": other?.targets[askingOther],
    "first-0": one?.targets[0],
    "first-1": other?.targets[0],
  };
  for (const place of document.querySelectorAll<HTMLElement>("[data-role]")) {
    const word = roles[place.dataset["role"] ?? ""] ?? "";
    setText(place, word);
    setWord(place, word);
    place.dir = directionOf(["", word]);
    place.translate = false;
  }
  const isNotebook = words === notebookWords();
  const met: Record<string, boolean> = {
    meeting: pair.meetsAgain,
    "no-meeting": !pair.meetsAgain,
    start: roles["first-0"] !== roles["first-1"],
    notebook: isNotebook,
    other: !isNotebook,
  };
  for (const part of document.querySelectorAll<HTMLElement>("[data-needs]"))
    part.hidden = met[part.dataset["needs"] ?? ""] === false;
}
