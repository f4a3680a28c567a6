import "../styles/lesson.css";
import { Before } from "./bench/before.js";
import type { Notice } from "./bar/notice.js";
import { addClassroom } from "./class/section.js";
import type { CanvasWatch } from "./parts/canvas.js";
import { Cells } from "./cells/cells.js";
import { EditsMark } from "./cells/mark.js";
import { Change } from "./change/change.js";
import { Nets } from "./compare/nets.js";
import { Seeds } from "./compare/seeds.js";
import { Spectrum } from "./compare/spectrum.js";
import { byId } from "./parts/dom.js";
import { Exercises } from "./exercises/exercises.js";
import type { Inbox } from "./frame/drops.js";
import type { Focus } from "./parts/focus.js";
import { keepFields } from "./frame/fields.js";
import { offerPresenting } from "./frame/presenter.js";
import { explainTerms } from "./frame/terms.js";
import { spareWords } from "./frame/translate.js";
import { Follow } from "./follow/follow.js";
import { Head } from "./head/head.js";
import { Summary } from "./head/summary.js";
import { Lens } from "./lens/lens.js";
import { Figures } from "./look/look.js";
import type { Session } from "./session/session.js";
import { warmUp } from "./session/warm.js";
import { TakeAlong } from "./taken/taken.js";
import type { Spotlight } from "./parts/spot.js";
import type { View } from "./session/view.js";
import { Task } from "./task/task.js";
import { Vocabulary } from "./task/vocabulary.js";
import { Printed } from "./train/printed.js";
import { Settled } from "./train/settled.js";

/** What the sections share with the rest of the page. */
export interface Shared {
  session: Session;
  spotlight: Spotlight;
  focus: Focus;
  watch: CanvasWatch;
  inbox: Inbox;
  notice: Notice;
  /** A teacher's choice of the page, and a student's answers, if the address came with them. */
  lesson: { title: string; questions: readonly string[] } | undefined;
  answers: string | undefined;
}

/** The sections below the bench: a file of their own, for which the first picture does not wait. */
export function lesson(shared: Shared): View[] {
  const { session, spotlight, focus, watch, inbox, notice } = shared;
  offerPresenting({ step: () => void session.player.step(), say: (text) => notice.show(text) });
  explainTerms();
  spareWords();
  keepFields();
  const task = new Task(session);
  inbox.text = (file) => void task.openFile(file);
  const redrawSoon = () => session.redrawSoon();
  byId("select", "speed").addEventListener("change", () => {
    if (session.pace.speed === "live") void session.take((lab) => void warmUp(lab, session.wanted.words));
  });
  const nets = new Nets(byId("div", "nets"), watch, session);
  const seeds = new Seeds(byId("div", "seeds"), session);
  const cells = new Cells(byId("div", "code-cells"), session);
  const run = (count: number) => seeds.run(count);
  const exercises = new Exercises(byId("div", "exercise-list"), session, run, shared.lesson?.questions);
  const { answers, lesson: { title = "" } = {} } = shared;
  addClassroom(byId("div", "classroom"), byId("div", "hand-in"), {
    session,
    exercises,
    lesson: title,
    answers,
  });
  const printed = new Printed(byId("table", "printed"));
  const settled = new Settled(byId("div", "settled"), session, (epochs) => {
    void session.take((lab) => printed.mark(lab, epochs));
  });
  return [
    new Before(session, focus, spotlight),
    task,
    new Vocabulary(byId("div", "vocabulary")),
    printed,
    settled,
    ...new Figures(byId("section", "look"), watch, spotlight, focus, session, redrawSoon).views,
    new Follow(byId("div", "follow-figure"), focus, spotlight, watch, session),
    new Change(byId("div", "change-figure"), focus, watch, session),
    new Head(byId("div", "stages"), watch, session, (part) => void cells.edit(part)),
    new Summary(byId("table", "model")),
    new Lens(byId("div", "one-step"), watch, session),
    cells,
    new EditsMark(byId("p", "edits"), session),
    nets,
    seeds,
    new Spectrum(byId("div", "spectrum"), nets),
    exercises,
    new TakeAlong(byId("div", "take-along"), session, inbox, (text, offer) => notice.show(text, offer)),
  ];
}
