import { byId } from "../dom.js";
import type { Shared } from "../lesson.js";
import type { Views } from "../view.js";
import { Trouble, retried } from "./trouble.js";

const late = "The sections from here on are still being loaded. All above works already.";
const missing =
  "The sections from here on could not be loaded: their part of the page did not arrive, or is no longer on the " +
  "server. All above works. To get them, load the page again; the run then begins anew.";

/** Adds the sections below the pictures as soon as they are there. All above them works meanwhile, and without them. */
export async function addSections(views: Views, shared: Shared): Promise<void> {
  const trouble = new Trouble(byId("div", "lesson-trouble"));
  // What the browser has to say of it helps nobody but whoever looks for the fault.
  const part = await trouble
    .whileLate(
      late,
      retried(() => import("../lesson.js")),
    )
    .catch(console.warn);
  if (part) {
    await shared.turns.take((lab) => views.add(lab, ...part.lesson(shared)));
    await shared.player.show();
  } else {
    trouble.say(missing);
  }
  document.documentElement.setAttribute("data-complete", "");
}
