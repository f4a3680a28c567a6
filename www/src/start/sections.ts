import { byId } from "../parts/dom.js";
import type { Shared } from "../lesson.js";
import * as words from "../text/en/start.js";
import { Trouble, retried } from "./trouble.js";

/** Adds the sections below the pictures as soon as they are there. All above them works meanwhile, and without them. */
export async function addSections(shared: Shared): Promise<void> {
  const trouble = new Trouble(byId("div", "lesson-trouble"));
  // What the browser has to say of it helps nobody but whoever looks for the fault.
  const part = await trouble
    .whileLate(
      words.sectionsLate,
      retried(() => import("../lesson.js")),
    )
    .catch(console.warn);
  if (part) {
    const { session } = shared;
    await session.take((lab) => session.views.add(lab, session.corpus, ...part.lesson(shared)));
    await session.player.show();
  } else {
    trouble.say(words.sectionsMissing);
  }
  document.documentElement.setAttribute("data-complete", "");
}
