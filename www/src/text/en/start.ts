/** Why the model cannot be had, and what helps. */
export const noWasm =
  "This browser does not run WebAssembly here: open the page in a current Firefox, Chrome, Edge or Safari.";

export function modelMissing(status: number, file: string): string {
  return `The model is missing: the server answers ${status} for ${file}. Reload the page; if that does not help, not all of its files are on the server.`;
}

export function modelNotArrived(file: string): string {
  return `The model could not be loaded: ${file} did not arrive. Reload the page when the connection is there again.`;
}

export function modelIsOther(file: string): string {
  return `The model could not be loaded: the server sends something else for ${file}, such as a login page. Log in if you have to, and reload the page.`;
}

export const modelLate = "The model is still being loaded.";

export const sectionsLate = "The sections from here on are still being loaded. All above works already.";

export const sectionsMissing =
  "The sections from here on could not be loaded: their part of the page did not arrive, or is no longer on the server. All above works. To get them, load the page again; the run then begins anew.";

/** Where nobody has foreseen why; `error` is what the browser says of it. */
export function notStarted(error: string): string {
  return `The page could not start, and that is a fault of its own. Reload it; if that does not help, open it in another browser. (${error})`;
}

export const lessonMissing = "The lesson did not come: load the page again.";

export const reload = "Reload the page";
