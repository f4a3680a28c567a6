import type { Session } from "../session/session.js";
import * as text from "../text/en/offline.js";

/** Says a sentence that stays; with an offer, a button beside it acts. */
export type Say = (text: string, offer?: { label: string; act: () => unknown }) => void;

/** Whether the browser has kept the page, keeps none, or is not asked in a frame of another page. */
export type State = "kept" | "refused" | "notHere";

/**
 * Has the browser keep the page for times without a network, where it may. A frame of another page keeps nothing.
 *
 * Of a new version the reader is told, and it comes whole and when it is asked for.
 */
export async function keepOffline(say: Say, session: Session): Promise<State> {
  if (import.meta.env.DEV || self !== top) return "notHere";
  try {
    const { serviceWorker } = navigator;
    const isKept = serviceWorker.controller !== null;
    const registration = await serviceWorker.register("./sw.js", { updateViaCache: "none" });
    let asked = false;
    serviceWorker.addEventListener("controllerchange", () => {
      if (asked) location.reload();
      else if (isKept) say(text.replaced);
    });
    /** A worker that is there whole while the page is still another one's is a new version. */
    const offer = (next: ServiceWorker) => {
      if (!isKept) return;
      const act = async () => {
        // The run as it is shown is what comes up again.
        history.replaceState(history.state, "", `#${(await session.link()).text}`);
        asked = true;
        next.postMessage({ type: "SKIP_WAITING" });
      };
      say(text.renewed, { label: text.load, act });
    };
    const watch = async (next: ServiceWorker | null) => {
      if (next && (await installed(next))) offer(next);
    };
    registration.addEventListener("updatefound", () => void watch(registration.installing));
    // The browser has looked for one when it opened the page, and may be fetching it, or have it.
    void watch(registration.waiting ?? registration.installing);
    const first = registration.active ?? registration.waiting ?? registration.installing;
    return first && (registration.active || (await installed(first))) ? "kept" : "refused";
  } catch {
    // Over http, in a private window, or where the server has no such file.
    return "refused";
  }
}

/** Waits until a worker has all parts, or has given up. */
function installed(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state !== "installing") resolve(worker.state !== "redundant");
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
