import { count } from "../../parts/numbers.js";

/** What is wrong with a lesson or a hand-in, and what to do. */
export const damaged =
  "it was cut or changed on its way: ask for it again, best as a file or by a link that is copied whole.";
export const newer = "a newer version of this page has written it: load this page again, or open it there.";
export const noHandIn = "it is no file of answers: those are saved under “Questions to answer”.";
export const of = (name: string, sentence: string) => `“${name}”: ${sentence}`;
export const noLesson = (sentence: string) =>
  `The lesson in this address was not opened: ${sentence} The page is shown as it is without a lesson.`;
export const missing = "This part of the page did not come: look at the connection and try again.";

export const about =
  "Make a lesson of this page, print a sheet of it, and read what thirty students hand in. There is no account and no server behind it: all of it stands in links, files and on paper.";

/** The student's end. */
export const hand = {
  title: "Hand in",
  about:
    "Your first predictions, and what the runs said to them, leave as a file, a link or on paper. Nothing is sent: you give it to whom you like.",
  name: "Your name",
  file: "Save the answers",
  link: "Copy as a link",
  print: "Print the answers",
  nameFirst: "Write your name first.",
  none: "No question has been checked yet.",
  saved: (name: string, answers: number) =>
    `${name} has ${count(answers)} answers, if the browser lets this page save files.`,
  copied: (length: number) => `The link with the answers is copied: ${count(length)} characters.`,
  notCopied: "The browser did not let this page copy. Here is the link to be copied by hand:",
};

/** The maker of lessons. */
export const maker = {
  title: "Make a lesson",
  about:
    "A lesson is this page with your own words on top, less of what you do not need, and your choice of questions. Its sentences and settings are those that are open now; all of it stands in its link.",
  lessonTitle: "Title",
  words: "Your words on top",
  sections: "Sections",
  locked: "What students may not change",
  sentences: "Sentences",
  lockAll: "Lock all of them",
  allLocked: "All are locked.",
  goesOn: "Students go on from the step that is shown now; else they start untrained",
  questions: "Questions, in this order",
  earlier: "Earlier",
  moved: (question: string) => `Moved up: ${question}`,
  make: "Make the link",
  link: "The link of the lesson",
  made: (length: number) => `The link has ${count(length)} characters.`,
  open: "Open it as a student",
  sheet: "Print the sheet",
  key: "Make the key from the live run",
  keyMaking: (done: number, all: number) => `The run is being asked: ${count(done)} of ${count(all)}.`,
  keyMade: "The key, as the run says it now",
  keyStopped: "The training was stopped, and with it the key.",
};

/** The teacher's end. */
export const marks = {
  title: "Open what was handed in",
  about: "Choose all files at once, or paste links, a line for each. They stay on this machine.",
  choose: "Choose files of answers",
  links: "Or links, a line for each",
  read: "Read the links",
  table: "Who answered what",
  student: "Student",
  right: "Right at first",
  lesson: "Lesson",
  answer: (predicted: string, right: boolean, later: boolean) =>
    `${right ? "✓" : later ? "✗ then ✓" : "✗"} ${predicted}`,
  notAnswered: "–",
  csv: "Save the table as CSV",
  summary: (read: number, refused: number) =>
    refused === 0 ? `${count(read)} read.` : `${count(read)} read, ${count(refused)} not:`,
};

/** The printed sheet. */
export const sheet = {
  print: "Print the sheet",
  about:
    "One page: the sentences, what the head predicts, where it looks, what it finds there, and room for answers.",
  name: "Name",
  sentences: "The sentences",
  pictures: ["What it predicts", "Where it looks", "What it finds there"],
  head: (step: number) => `The head after ${count(step)} steps:`,
  questions: "Questions",
  refused:
    "Printing was refused here, as in a closed frame: open the page in a tab of its own and print there.",
  printed: "The sheet went to the browser’s print window.",
};
