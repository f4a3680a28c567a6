import type { Exercises } from "../exercises/exercises.js";
import { element, setText } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import * as text from "../text/en/class.js";

type Kit = typeof import("./classroom.js");

/** What the section needs of the page, and of the address. */
export interface Classroom {
  session: Session;
  exercises: Exercises;
  /** The lesson's title; empty without a lesson. */
  lesson: string;
  /** Answers that the address came with. */
  answers: string | undefined;
}

/** Fills the section for a class, and the place under the questions: closed lines, until somebody opens them. */
export function addClassroom(root: HTMLElement, under: HTMLElement, room: Classroom): void {
  const { session, exercises, lesson, answers } = room;
  const said = element("p", { role: "status" });
  const print = element("button", { type: "button", class: "act" }, text.sheet.print);
  print.addEventListener("click", async () => {
    const asked = exercises.forms.map(({ asked }) => asked);
    const heading = document.querySelector("h1")?.textContent ?? "";
    said.textContent = await kit()
      .then(({ printLesson }) =>
        printLesson(session, { title: heading, words: "", questions: asked.slice(0, onOnePage) }),
      )
      .catch(message);
  });
  const marks = folded(text.marks.title, ({ Marks }) => {
    const made = new Marks();
    if (answers !== undefined) void made.readLinks([answers]);
    return made.root;
  });
  root.replaceChildren(
    element("p", {}, text.about),
    element("p", {}, print, " ", text.sheet.about),
    said,
    folded(text.maker.title, ({ Maker }) => new Maker(session, exercises.forms).root),
    marks,
  );
  under.replaceChildren(
    folded(text.hand.title, ({ Hand }) => new Hand(session, () => exercises.forms, lesson).root),
  );
  if (answers !== undefined) marks.open = true;
}

/** More questions than these do not fit the page with the pictures. */
const onOnePage = 5;

/** A line that opens; what is in it is made when it is opened first. */
function folded(title: string, make: (kit: Kit) => HTMLElement): HTMLDetailsElement {
  const place = element("div", {});
  const root = element("details", { class: "class-part" }, element("summary", {}, title), place);
  root.addEventListener("toggle", async () => {
    if (!root.open || place.childElementCount > 0) return;
    try {
      place.replaceChildren(make(await kit()));
    } catch (error) {
      setText(place, message(error));
    }
  });
  return root;
}

/** What did not come is asked for again the next time. */
function kit(): Promise<Kit> {
  return import("./classroom.js").catch(() => {
    throw new Error(text.missing);
  });
}
