import { Workbox } from "workbox-window";
import type { Notice } from "../bar/notice.js";
import type { Session } from "../session/session.js";
import * as text from "../text/en/offline.js";

/** What the service worker is called, beside the page. */
const worker = "./sw.js";

/**
 * Has the browser keep the page for times without a network, where it may; gives the sentence that says so. A frame of
 * another page keeps nothing.
 *
 * Of a new version the reader is told, and it comes whole and when it is asked for.
 */
export async function keepOffline(notice: Notice, session: Session): Promise<string> {
  if (import.meta.env.DEV || self !== top) return text.notHere;
  try {
    const keeper = new Workbox(worker);
    let asked = false;
    keeper.addEventListener("waiting", () =>
      notice.show(text.renewed, {
        label: text.load,
        act: async () => {
          asked = true;
          // The run as it is shown is what comes up again.
          history.replaceState(history.state, "", `#${(await session.link()).text}`);
          keeper.messageSkipWaiting();
        },
      }),
    );
    keeper.addEventListener("controlling", ({ isUpdate, isExternal }) => {
      if (asked) location.reload();
      else if (isUpdate || isExternal) notice.show(text.replaced);
    });
    const registration = await keeper.register({ immediate: true });
    if (!registration) return text.refused;
    if (!registration.active) await installed(registration.installing ?? registration.waiting);
    return registration.active ? text.kept : text.refused;
  } catch {
    // Over http, in a private window, or where the server has no such file.
    return text.refused;
  }
}

/** Waits until a worker has all parts, or has given up. */
function installed(found: ServiceWorker | null): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!found || ["activated", "redundant"].includes(found.state)) resolve();
    };
    found?.addEventListener("statechange", look);
    look();
  });
}
