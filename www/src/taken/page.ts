import * as text from "../text/en/taken.js";
import { save } from "./save.js";

/** Whether this page itself is the one file: it has nothing beside it, and whoever has it has all of it. */
export const isOneFile = import.meta.env.MODE === "one-file";

/** What the build calls the whole page as one HTML file. */
const name = "attention-lab.html";

/** Saves the page itself as one file, which lies beside it where it is served whole. */
export async function savePage(): Promise<string> {
  const response = await fetch(`./${name}`).catch(() => undefined);
  if (!response?.ok) return text.page.missing;
  save(name, await response.blob(), "text/html");
  return text.saved(name);
}
