import { install } from "../frame/install.js";
import { element } from "../parts/dom.js";
import type { Session } from "../session/session.js";
import * as text from "../text/en/taken.js";
import type { Say } from "./offline.js";
import { isOneFile } from "./page.js";
import { save } from "./save.js";

/** What the build calls the whole page as one HTML file. */
const name = "attention-lab.html";
/** How long the page is left alone before it is kept for times without a network, in milliseconds. */
const rest = 3000;

/** A button that says what has come of its act. */
type Button = (label: string, act: () => Promise<string>) => HTMLButtonElement;

/** How the page itself is taken along: as one file, as an app, or kept by the browser as it is. */
export function pageItself(button: Button, say: Say, session: Session): HTMLElement[] {
  const state = element(
    "p",
    { role: "status", class: "taken-kept" },
    isOneFile ? text.offline.oneFile : text.offline.waiting,
  );
  if (isOneFile) return [state];
  const ways = [
    [button(text.page.save, savePage), text.page.about],
    [button(text.install.act, installPage), text.install.about],
  ] as const;
  setTimeout(async () => {
    const loaded = await import("./offline.js").catch(() => undefined);
    state.textContent = text.offline[loaded ? await loaded.keepOffline(say, session) : "refused"];
  }, rest);
  return [
    element(
      "ul",
      { class: "taken-files" },
      ...ways.map(([act, about]) => element("li", {}, act, " ", about)),
    ),
    state,
  ];
}

/** Saves the page as one file, which lies beside it where it is served whole. */
async function savePage(): Promise<string> {
  const response = await fetch(`./${name}`).catch(() => undefined);
  if (!response?.ok) return text.page.missing;
  save(name, await response.blob(), "text/html");
  return text.saved(name);
}

async function installPage(): Promise<string> {
  const isInstalled = await install();
  if (isInstalled === undefined) return text.install.none;
  return isInstalled ? text.install.done : text.install.declined;
}
