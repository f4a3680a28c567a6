import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";

/** Every part of the page with its check sum, as the build has written it. */
declare const PARTS: { url: string; revision: string; integrity: string }[];

// All parts of one build, or none: what does not have its check sum, such as a part of another build or a login page, ends
// the installation, and the parts that are there stay as they are. Whatever stands behind the question mark, it is the
// same page.
precacheAndRoute(PARTS, { ignoreURLParametersMatching: [/./], cleanURLs: false });
cleanupOutdatedCaches();

// A new build waits until no page of the old one is open, or until a reader asks for it.
addEventListener("message", ({ data }: MessageEvent<{ type?: string } | undefined>) => {
  if (data?.type === "SKIP_WAITING") void (self as unknown as { skipWaiting(): Promise<void> }).skipWaiting();
});
