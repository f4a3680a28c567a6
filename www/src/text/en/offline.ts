/** Of a new version of the page that is there whole. */
export const renewed =
  "A new version of this page is ready. It comes by itself when all tabs with the page have been closed, or now: the run that is open then opens again at this step.";
export const load = "Load it now";
export const replaced =
  "Another tab has taken the new version of this page. This tab goes on with the old one; load the page again when you are done.";
