export const kept = "This browser has kept the page: it opens without a network from now on.";
export const refused =
  "This browser does not keep the page here, so it needs the network to open: save it as one file instead.";
export const notHere = "In a frame of another page nothing is kept: open the page in a tab of its own.";
export const oneFile = "This file is the whole page, and needs no network.";
export const waiting = "The page is being kept for times without a network.";

/** Of a new version that is there whole. */
export const renewed =
  "A new version of this page is ready. It comes by itself when all tabs with the page have been closed, or now: the run that is open then opens again at this step.";
export const load = "Load it now";
export const replaced =
  "Another tab has taken the new version of this page. This tab goes on with the old one; load the page again when you are done.";

/** Of installing the page as an app. */
export const install = "Install the page";
export const installAbout = "As an app of its own, with an icon.";
export const installed = "The page is installed.";
export const notInstalled = "The page was not installed. It works here all the same.";
export const noInstaller =
  "This browser installs no page at a page’s own request: look in its menu for “Install” or “Add to home screen”, or save the page as one file.";
