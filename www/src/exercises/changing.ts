import { Intervention } from "../../pkg/attention_lab.js";
import * as says from "../text/en/findings.js";
import { labels, places as names, questions } from "../text/en/questions.js";
import { type Asked, afterChange, afterCut, answers, looks, looksSaid } from "./asked.js";
import { asking, asks, answerIds, rightAnswers, indices, teller, tellingPlace, indexOf } from "./corpus.js";
import type { Exercise } from "./exercise.js";
import { choice, likelierAnswer, lookUps, sourceName, sources } from "./parts.js";

/** What is asked of the run that the notebook printed, and of looks with something changed. */
export const changing: readonly Exercise[] = [
  {
    name: "saysMost",
    needs: "meeting",
    group: "change",
    run: "preset=printed",
    question: (corpus) => questions.saysMost(...rightAnswers(corpus), asks(corpus)),
    parts: (corpus, settings) => choice(labels.saysMost, sources(corpus, settings)),
    see: ["follow", names.follow],
    check: ({ lab, corpus }, [[answer] = [""]]) => {
      const { parts, difference } = lab.explain(indexOf(corpus, 0), asking(corpus, 0), ...answerIds(corpus));
      const most = parts.reduce((most, part) => (part.difference > most.difference ? part : most));
      const named = parts.map(({ source, difference }) => ({
        name: sourceName(corpus, String(source)),
        difference,
      }));
      return { right: answer === String(most.source), says: says.madeOf(difference, named) };
    },
  },
  {
    name: "cut",
    needs: "meeting",
    group: "change",
    run: "preset=printed",
    question: (corpus) => questions.cut(teller(corpus, 0), asks(corpus)),
    parts: likelierAnswer,
    see: ["change", names.change],
    check: (asked, [[answer] = [""]]) => afterCut(asked, answer, true),
  },
  {
    name: "cutAndKept",
    needs: "meeting",
    group: "change",
    run: "preset=printed",
    question: questions.cutAndKept,
    parts: likelierAnswer,
    see: ["change", names.change],
    check: (asked, [[answer] = [""]]) => afterCut(asked, answer, false),
  },
  {
    name: "otherWord",
    needs: "meeting",
    group: "change",
    run: "preset=printed",
    question: (corpus) => questions.otherWord(teller(corpus, 1), teller(corpus, 0), asks(corpus)),
    parts: likelierAnswer,
    see: ["change", names.change],
    check: (asked, [[answer] = [""]]) => {
      const { corpus } = asked;
      const change = new Intervention();
      change.replace(tellingPlace(corpus), corpus.vocabulary.indexOf(teller(corpus, 1)));
      return afterChange(asked, change, answer, "otherWord");
    },
  },
  {
    name: "lookUp",
    needs: "meeting",
    group: "change",
    run: "preset=printed",
    question: (corpus) => questions.lookUp(asks(corpus)),
    parts: (corpus) => choice(labels.looksUp, lookUps(corpus)),
    see: ["look", names.attention],
    check: (asked, [[answer] = [""]]) => {
      const { corpus } = asked;
      const told = indices(corpus).filter((sentence) =>
        looks(asked)[sentence]?.includes(String(tellingPlace(corpus))),
      );
      return {
        right: answer === (told.join() || "neither"),
        says: [...says.looks(looksSaid(asked)), says.lessons[lesson(asked, told)]],
      };
    },
  },
];

/** What is to be learned from where the head looks something up, if anywhere. */
function lesson(asked: Asked, told: readonly number[]): keyof typeof says.lessons {
  const { lab, corpus } = asked;
  const right = answers(asked).filter(Boolean).length;
  if (told.length === 1 && right === 2) return "oneIsEnough";
  if (told.length > 0) return "valueSpeaks";
  const guesses = indices(corpus).map((sentence) =>
    lab.top_guess(indexOf(corpus, sentence), asking(corpus, sentence)),
  );
  return new Set(guesses).size === 1 ? "oneAnswer" : "lessButEnough";
}
