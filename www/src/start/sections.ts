import { byId } from "../parts/dom.js";
import type { Shared } from "../lesson.js";
import { Trouble, retried } from "./trouble.js";

const late = "The sections from here on are still being loaded. All above works already.";
const missing =
  "The sections from here on could not be loaded: their part of the page did not arrive, or is no longer on the " +
  "server. All above works. To get them, load the page again; the run then begins anew.";

/** Adds the sections below the pictures as soon as they are there. All above them works meanwhile, and without them. */
export async function addSections(shared: Shared): Promise<void> {
  const trouble = new Trouble(byId("div", "lesson-trouble"));
  // What the browser has to say of it helps nobody but whoever looks for the fault.
  const part = await trouble
    .whileLate(
      late,
      retried(() => import("../lesson.js")),
    )
    .catch(console.warn);
  if (part) {
    const { session } = shared;
    await session.take((lab) => session.views.add(lab, session.corpus, ...part.lesson(shared)));
    await session.player.show();
  } else {
    trouble.say(missing);
  }
  document.documentElement.setAttribute("data-complete", "");
}
