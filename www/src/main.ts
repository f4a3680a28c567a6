import { type Entry, type Link, followAddress, readAddress, writeRun } from "./session/address.js";
import type { Lesson } from "./class/codec.js";
import { type Run, editedParts, setting } from "./session/run.js";
import { byId } from "./parts/dom.js";
import { Session } from "./session/session.js";
import { Bar } from "./bar/bar.js";
import { Bench } from "./bench/bench.js";
import { Lent } from "./bench/lent.js";
import { Notice } from "./bar/notice.js";
import { CanvasWatch, drawForPaper } from "./parts/canvas.js";
import { keepBarClear } from "./frame/clearance.js";
import { takeGiven } from "./frame/given.js";
import { Inbox } from "./frame/drops.js";
import { keepInstaller } from "./frame/install.js";
import { offerLargeType } from "./frame/large-type.js";
import { followLinks, goTo } from "./frame/links.js";
import { Knobs } from "./bar/knobs.js";
import { message } from "./session/turns.js";
import { Losses } from "./train/losses.js";
import { NoModel, loadModel } from "./start/model.js";
import { addSections } from "./start/sections.js";
import { Trouble } from "./start/trouble.js";
import { Focus } from "./parts/focus.js";
import { Spotlight } from "./parts/spot.js";
import * as words from "./text/en/start.js";

/** How long words wait for their font, in milliseconds. */
const patience = 1000;

/** New seeds are 1 to this. */
const largestNewSeed = 999;

const page = document.documentElement;
const trouble = new Trouble(byId("div", "trouble"));
// The scripts are here: what index.html says for the case that they do not come is no longer true.
trouble.takeBack();
const bar = new Bar();
const notice = new Notice();
const type = Promise.race([
  document.fonts.load("1rem 'Source Sans'"),
  new Promise((resolve) => setTimeout(resolve, patience)),
])
  .catch(() => undefined)
  .then(() => page.setAttribute("data-type", ""));
const inbox = new Inbox((text) => notice.show(text));
void open();

/**
 * Nothing is awaited outside of functions: what is fetched later shares this file's parts, and would wait for its end as
 * this file waits for it.
 */
async function open(): Promise<void> {
  // Only a page within another waits for it.
  const unknownPart = location.search.includes("embed")
    ? await import("./frame/embed.js").then(({ embed }) => embed()).catch(() => "")
    : "";
  followLinks();
  offerLargeType();
  keepInstaller();
  keepBarClear();
  try {
    await trouble.whileLate(words.modelLate, loadModel());
    await start(unknownPart);
  } catch (error) {
    bar.notStarted();
    // What nobody has foreseen goes to the console, with the place where it happened.
    if (!(error instanceof NoModel)) reportError(error);
    trouble.say(error instanceof NoModel ? error.message : words.notStarted(message(error)));
  }
}

/** What a teacher has made of the page, or a sentence; only a page with a lesson waits for it. */
async function lessonOf(code: string): Promise<Lesson | string> {
  const loaded = await import("./class/given.js").catch(() => undefined);
  return loaded ? loaded.openLesson(code) : words.lessonMissing;
}

async function start(unknownPart: string): Promise<void> {
  const given = takeGiven();
  const opened = given.lesson === undefined ? undefined : await lessonOf(given.lesson);
  const link = readAddress();
  const session = await Session.open(link, link, bar, show);
  const { player, pace } = session;
  const redrawSoon = () => session.redrawSoon();
  const knobs = new Knobs(
    byId("form", "settings"),
    (next, entry) => void session.run(next, { goOn: true, entry }),
  );
  const lesson = typeof opened === "string" ? undefined : opened;
  knobs.show(session.wanted);
  knobs.lock(lesson?.locked ?? []);
  writeRun({ ...session.wanted, edits: link.edits }, session, "same");
  notice.show(
    [unknownPart, typeof opened === "string" ? opened : "", link.problem].filter(Boolean).join(" "),
  );
  bar.listen({
    toggle: () => void player.toggle(),
    step: () => void player.step(),
    epoch: () => void player.epoch(),
    toEnd: () => void player.toEnd(),
    rewind: () => void player.rewind(),
    lookAt: (step) => void player.lookAt(step),
    wanted: () => player.wanted,
    speed: (speed) => {
      pace.speed = speed;
      page.toggleAttribute("data-live", speed === "live");
      if (speed === "live") void player.toEnd();
    },
    newSeed: () => {
      const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
      // One that can be said aloud in a class, and another than before.
      const drawn = 1 + (random % largestNewSeed);
      const isOther = String(drawn) !== setting(session.wanted.settings, "seed");
      knobs.set(new URLSearchParams({ seed: String(isOther ? drawn : drawn + 1) }));
    },
  });

  // The first picture: it waits for no GPU, and not for the sections below it.
  const watch = new CanvasWatch(redrawSoon);
  const spotlight = new Spotlight();
  const focus = new Focus(spotlight);
  const bench = new Bench(watch, spotlight, focus, session);
  const moving = [new Lent(bench), new Lent(new Losses(byId("div", "losses"), watch, redrawSoon))];
  await session.take((lab) => {
    session.views.add(lab, session.corpus, bar, ...moving);
    session.views.draw(lab);
  });
  await type;
  page.setAttribute("data-begun", "");
  await player.show();
  const isEdited = editedParts(link).length > 0;
  if (link.step > 0 && !isEdited) void player.reach(link.step);
  else if (!isEdited) void opening();
  void session.findGpu();
  const sections = addSections({
    session,
    spotlight,
    focus,
    watch,
    inbox,
    notice,
    lesson,
    answers: given.answers,
  });
  // They come with the translator, which edited shaders need.
  if (isEdited) void sections.then(() => session.follow(link));

  document.addEventListener("click", ({ target }) => {
    const offer = target instanceof Element ? target.closest<HTMLElement>("[data-set]") : undefined;
    const values = offer?.dataset["set"];
    if (values !== undefined) void session.tryOut(values);
  });
  // A reload and Back keep their place by themselves.
  const arrival = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  if (arrival?.type === "navigate") goTo(link.section);
  followAddress((link, back) => {
    notice.show(link.problem);
    void session.follow(link.bare ? session.wanted : link, { goOn: back });
    if (!back) goTo(link.section);
  });
  addEventListener("pageshow", ({ persisted }) => void (persisted && player.comeBack()));
  document.addEventListener("visibilitychange", () => void (document.hidden || player.redraw()));
  // The pictures are written in the page's font, which may arrive after them.
  void document.fonts.ready.then(redrawSoon);
  drawForPaper(() => void player.redraw());

  /** The page is alive before the first click. */
  async function opening(): Promise<void> {
    const caption = byId("p", "bench-caption");
    const parts = { run: session.wanted, bench, views: moving, caption, redraw: redrawSoon };
    // Fetched after the first picture. Where it does not come, the page stands before an untrained head at once.
    await import("./bench/opening.js").then(({ playOpening }) => playOpening(parts)).catch(reportError);
    bar.invite();
  }

  /** Called for the first time while the session is being opened. */
  function show(run: Run, seen: Pick<Link, "pair" | "changes">, entry: Entry): void {
    knobs.show(run);
    writeRun(run, seen, entry);
  }
}
