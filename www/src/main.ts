import { Lab, notebook_corpus } from "../pkg/attention_lab.js";
import { type Address, type Entry, followAddress, readAddress, writeRun } from "./run/address.js";
import { Bar } from "./bar/bar.js";
import { Notice } from "./bar/notice.js";
import { CanvasWatch, drawForPaper } from "./canvas.js";
import { byId } from "./dom.js";
import { keepBarClear } from "./frame/clearance.js";
import { refuseFiles } from "./frame/drops.js";
import { keepFields } from "./frame/fields.js";
import { offerLargeType } from "./frame/large-type.js";
import { followLinks, goTo } from "./frame/links.js";
import { explainTerms } from "./frame/terms.js";
import { spareWords } from "./frame/translate.js";
import { Floor } from "./task/floor.js";
import { Vocabulary } from "./task/vocabulary.js";
import { Knobs } from "./bar/knobs.js";
import { Turns, message } from "./run/lab.js";
import { Look } from "./look/look.js";
import { Losses } from "./train/losses.js";
import { Pace } from "./run/pace.js";
import { Player } from "./run/player.js";
import { Search } from "./run/search.js";
import type { Stage } from "./run/stage.js";
import { whole } from "./run/whole.js";
import { NoModel, loadModel } from "./start/model.js";
import { addSections } from "./start/sections.js";
import { Trouble } from "./start/trouble.js";
import { Printed } from "./train/printed.js";
import { Sentences } from "./task/sentences.js";
import { Spotlight } from "./spot.js";
import { Views } from "./view.js";
import { warmUp } from "./run/warm.js";

/** How long words wait for their font, in milliseconds. */
const patience = 1000;

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
followLinks();
explainTerms();
spareWords();
offerLargeType();
keepFields();
keepBarClear();
refuseFiles((text) => notice.show(text));

try {
  await trouble.whileLate("The model is still being loaded.", loadModel());
  await start();
} catch (error) {
  bar.notStarted();
  // What nobody has foreseen goes to the console, with the place where it happened.
  if (!(error instanceof NoModel)) reportError(error);
  trouble.say(
    error instanceof NoModel
      ? error.message
      : `The page could not start, and that is a fault of its own. Reload it; if that does not help, open it in another browser. (${message(error)})`,
  );
}

async function start(): Promise<void> {
  const corpus = notebook_corpus();
  const link = readAddress();
  const search = new Search();
  const first: Address = { settings: link.settings, backend: link.backend };
  const lab = await Lab.open(first.settings, corpus, search.now(first.backend));
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
  const player = new Player(turns, views, pace, bar, corpus, search);
  const knobs = new Knobs(byId("form", "settings"), (next, entry) => void run(next, { goOn: true, entry }));

  show(address, "same");
  notice.show(link.problem);
  views.open(lab);
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
  // The first picture: it waits for no GPU, and not for the sections below it.
  views.draw(lab);
  await type;
  page.setAttribute("data-begun", "");
  await player.show();
  void findGpu();
  void addSections(views, { corpus, player, spotlight, stage, turns, watch });
  document.addEventListener("click", ({ target }) => {
    const offer = target instanceof Element ? target.closest<HTMLElement>("[data-set]") : undefined;
    const values = offer?.dataset["set"];
    if (values !== undefined) void tryOut(values);
  });
  // A reload and Back keep their place by themselves.
  const arrival = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  if (arrival?.type === "navigate") goTo(link.section);
  followAddress((link, back) => {
    notice.show(link.problem);
    void run(link.bare ? address : link, { goOn: back, entry: "same" });
    if (!back) goTo(link.section);
  });
  addEventListener("pageshow", ({ persisted }) => void (persisted && player.comeBack()));
  document.addEventListener("visibilitychange", () => void (document.hidden || player.redraw()));
  // The pictures are written in the page's font, which may arrive after them.
  void document.fonts.ready.then(redrawSoon);
  drawForPaper(() => void player.redraw());

  /**
   * Opens the run that is wanted last: what was wanted while another was being opened is passed over. `goOn`: a change
   * of the learning rate alone is one in the middle of the run, unless every change is to be seen from the start.
   */
  async function run(
    next: Address,
    { goOn = false, entry = "new" }: { goOn?: boolean; entry?: Entry } = {},
  ): Promise<void> {
    show(next, entry);
    if (opening) return;
    opening = true;
    while (!isSame(address, opened)) {
      const wanted = address;
      const live = pace.speed === "live";
      const goesOn = goOn && !live && wanted.backend === opened.backend;
      if (await player.open(wanted, { goOn: goesOn, live })) opened = wanted;
      else if (isSame(address, wanted)) show(opened, "same");
    }
    opening = false;
    void findGpu();
  }

  /** Whatever takes long with a GPU happens beside the run, which goes over to it at the end. */
  async function findGpu(): Promise<void> {
    const found = await search.begin(address, corpus);
    if (!found) return bar.searched();
    const { backend } = address;
    const problem = await player.takeOver(found, backend);
    found.free();
    bar.searched();
    if (!problem) return;
    if (address.backend === backend) show({ ...address, backend: "auto" }, "same");
    if (opened.backend === backend) opened = { ...opened, backend: "auto" };
    bar.failure(problem);
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

  function show({ settings, backend }: Address, entry: Entry): void {
    address = { settings, backend };
    knobs.show(address);
    writeRun(address, entry);
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
