import * as says from "../text/en/findings.js";
import { labels, places as names, questions } from "../text/en/questions.js";
import { among, looksMost } from "./asked.js";
import { asking, asks, indices, teller, indexOf } from "./corpus.js";
import type { Exercise } from "./exercise.js";
import { choice, each, looksMostAt, places, rowOptions, rows, several, words } from "./parts.js";

/** What is read off the pictures. */
export const looking: readonly Exercise[] = [
  {
    name: "uncertain",
    needs: "fork",
    group: "look",
    question: questions.uncertain,
    parts: (corpus) => choice(labels.word, places(corpus, 0)),
    see: ["task", names.task],
    check: ({ corpus }, [[answer] = [""]]) => {
      const [fork] = corpus.forks;
      const place = (fork?.beginning.length ?? 0) - 1;
      return {
        right: answer === String(place),
        says: says.uncertain(fork?.beginning[place] ?? "", fork?.next ?? [], fork?.cost ?? NaN),
      };
    },
  },
  {
    name: "firstGuess",
    needs: "meeting",
    group: "look",
    run: "",
    question: (corpus) => questions.firstGuess(asks(corpus)),
    parts: (corpus) => each(corpus, () => words(corpus.vocabulary)),
    see: ["look", names.probabilities],
    check: ({ lab, corpus }, answers) => {
      const found = indices(corpus).map((sentence) => ({
        tells: teller(corpus, sentence),
        words: lab.top_guesses(indexOf(corpus, sentence), asking(corpus, sentence)),
        p: lab.target_probability(indexOf(corpus, sentence), asking(corpus, sentence)) ?? NaN,
      }));
      const right = found.map(({ words }) => words);
      return { right: among(right, answers), says: says.guesses(found) };
    },
  },
  {
    name: "looksMost",
    needs: "meeting",
    group: "look",
    run: "",
    question: (corpus) => questions.looksMost(asks(corpus)),
    parts: looksMostAt,
    see: ["look", names.attention],
    check: looksMost,
  },
  {
    name: "rowsDiffer",
    needs: "meeting",
    group: "look",
    run: "",
    question: questions.rowsDiffer,
    parts: (corpus) => several(labels.thatDiffer, rowOptions(corpus)),
    see: ["look", names.queries],
    check: ({ lab, corpus }, [ticked = []]) => {
      const found = rows(corpus).map((row) => ({
        ...row,
        by: lab.row_difference(row.figure, row.place, ...corpus.pair.sentences) ?? 0,
      }));
      const differing = found.filter(({ by }) => by > 0).map(({ key }) => key);
      return { right: differing.join() === ticked.join(), says: says.rowsDiffer(found) };
    },
  },
];
