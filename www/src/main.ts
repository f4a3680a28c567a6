import { Lab, check_settings, notebook_corpus } from "../pkg/attention_lab.js";
import { type Address, readAddress, writeAddress } from "./run/address.js";
import { Bar } from "./bar/bar.js";
import { CanvasWatch, drawForPaper } from "./canvas.js";
import { byId } from "./dom.js";
import { offerLargeType } from "./frame/large-type.js";
import { followLinks } from "./frame/links.js";
import { explainTerms } from "./frame/terms.js";
import { Floor } from "./task/floor.js";
import { Vocabulary } from "./task/vocabulary.js";
import { Knobs } from "./bar/knobs.js";
import { Turns, load, message } from "./run/lab.js";
import { Look } from "./look/look.js";
import { Losses } from "./train/losses.js";
import { Pace } from "./run/pace.js";
import { Player } from "./run/player.js";
import type { Stage } from "./run/stage.js";
import { whole } from "./run/whole.js";
import { Printed } from "./train/printed.js";
import { Sentences } from "./task/sentences.js";
import { Spotlight } from "./spot.js";
import { Views } from "./view.js";
import { warmUp } from "./run/warm.js";

/** How long words wait for their font, in milliseconds. */
const patience = 1000;

const page = document.documentElement;
const bar = new Bar();
const type = Promise.race([
  document.fonts.load("1rem 'Source Sans'"),
  new Promise((resolve) => setTimeout(resolve, patience)),
])
  .catch(() => undefined)
  .then(() => page.setAttribute("data-type", ""));
followLinks();
explainTerms();
offerLargeType();

try {
  await load();
  await start();
} catch (error) {
  page.setAttribute("data-begun", "");
  bar.failure(message(error));
}

async function start(): Promise<void> {
  const corpus = notebook_corpus();
  const { lab, address: first, problem } = await open(corpus);
  /** The run that is wanted, and the one that is open: they differ while it is being opened. */
  let address = first;
  let opened = first;
  let opening = false;
  let drawing = false;

  const watch = new CanvasWatch(redrawSoon);
  const turns = new Turns(lab);
  const spotlight = new Spotlight();
  const stage: Stage = { show: showRun, finish, take: (work) => turns.take(work) };
  const views = new Views(
    turns,
    bar,
    new Sentences(byId("div", "sentences")),
    new Floor(byId("p", "floor")),
    new Vocabulary(byId("div", "vocabulary")),
    new Losses(byId("div", "losses"), watch, redrawSoon),
    ...new Look(byId("section", "look"), watch, spotlight, redrawSoon).views,
    new Printed(byId("table", "printed")),
  );
  const pace = new Pace();
  const player = new Player(turns, views, pace, bar, corpus);
  const knobs = new Knobs(byId("form", "settings"), (next) => void run(next, { goOn: true }));

  show(address);
  views.open(lab);
  bar.device(lab, false);
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
      if (speed !== "live") return;
      void player.toEnd();
      void turns.take((lab) => void warmUp(lab, corpus));
    },
    newSeed: () => {
      const [seed] = crypto.getRandomValues(new Uint32Array(1));
      knobs.set(new URLSearchParams({ seed: String(seed) }));
    },
  });
  // The first picture; the sections below it may arrive later.
  views.draw(lab);
  await type;
  page.setAttribute("data-begun", "");
  const { lesson } = await import("./lesson.js");
  views.add(lab, ...lesson({ corpus, player, spotlight, stage, turns, watch }));
  await player.show();
  bar.failure(problem);
  document.addEventListener("click", ({ target }) => {
    const values = target instanceof HTMLElement ? target.dataset["set"] : undefined;
    if (values !== undefined) void tryOut(values);
  });
  addEventListener("hashchange", () => {
    try {
      const { settings, backend } = readAddress();
      void run({ settings: check_settings(settings), backend });
    } catch (error) {
      bar.failure(message(error));
    }
  });
  // The pictures are written in the page's font, which may arrive after them.
  void document.fonts.ready.then(redrawSoon);
  drawForPaper(() => void player.redraw());

  /**
   * Opens the run that is wanted last: what was wanted while another was being opened is passed over. `goOn`: a change
   * of the learning rate alone is one in the middle of the run, unless every change is to be seen from the start.
   */
  async function run(next: Address, { goOn = false } = {}): Promise<void> {
    show(next);
    if (opening) return;
    opening = true;
    while (!isSame(address, opened)) {
      const wanted = address;
      const live = pace.speed === "live";
      const goesOn = goOn && !live && wanted.backend === opened.backend;
      if (await player.open(wanted, { goOn: goesOn, live })) opened = wanted;
      else if (isSame(address, wanted)) show(opened);
    }
    opening = false;
  }

  /** What the text offers to try: opens that run, whatever was open before, and plays it. */
  async function tryOut(values: string): Promise<void> {
    await run({ ...address, settings: whole(values) });
    if (pace.speed !== "live") await player.play();
  }

  /** What a part of the page asks to see: a run at its end. */
  async function showRun(settings: string): Promise<boolean> {
    await run({ ...address, settings });
    while (opening) await new Promise(requestAnimationFrame);
    return finish();
  }

  async function finish(): Promise<boolean> {
    await player.toEnd();
    return turns.take((lab) => lab.step() >= lab.total_steps());
  }

  function show(next: Address): void {
    address = next;
    knobs.show(next);
    writeAddress(next);
  }

  function redrawSoon(): void {
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      void player.redraw();
    });
  }
}

function isSame(a: Address, b: Address): boolean {
  return a.settings === b.settings && a.backend === b.backend;
}

/** Opens the run that the address asks for. What cannot be had is replaced, with a reason: a page always has a run. */
async function open(corpus: string): Promise<{ lab: Lab; address: Address; problem: string }> {
  let address: Address = { settings: check_settings(""), backend: "auto" };
  try {
    const { settings, backend } = readAddress();
    address = { settings: check_settings(settings), backend };
    return { lab: await Lab.open(address.settings, corpus, backend), address, problem: "" };
  } catch (error) {
    address = { ...address, backend: "auto" };
    return { lab: await Lab.open(address.settings, corpus, "auto"), address, problem: message(error) };
  }
}
