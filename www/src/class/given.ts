import { message } from "../session/turns.js";
import * as text from "../text/en/class.js";
import { type Lesson, decode } from "./codec.js";

/** Opens the lesson of an address: makes the page what the teacher has made of it. Gives a sentence if it cannot. */
export async function openLesson(code: string): Promise<Lesson | string> {
  let lesson: Lesson;
  try {
    lesson = await decode(code);
  } catch (error) {
    return text.noLesson(message(error));
  }
  const { title, words, hidden, locked } = lesson;
  const heading = document.querySelector("h1");
  const purpose = document.querySelector<HTMLElement>(".purpose");
  if (heading && title !== "") heading.textContent = document.title = title;
  if (purpose && words !== "") {
    purpose.textContent = words;
    purpose.classList.add("lesson-words");
  }
  // The style sheet hides what changes sentences or seed; the settings form its own fields.
  if (locked.length > 0)
    document.documentElement.dataset["locked"] = [
      ...(locked.includes("all") ? ["words", "seed"] : []),
      ...locked,
    ].join(" ");
  for (const id of hidden) {
    document.querySelector(`main > section[id="${CSS.escape(id)}"]`)?.setAttribute("hidden", "");
    document
      .querySelector(`#contents a[href$="#${CSS.escape(id)}"]`)
      ?.closest("li")
      ?.setAttribute("hidden", "");
  }
  return lesson;
}
