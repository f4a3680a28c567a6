import { element } from "../parts/dom.js";
import "../../styles/frame/embed.css";
import * as text from "../text/en/embed.js";

/** Parts that go by a shorter name than in the page; pictures go by their own, and all else by its id. */
const short: Record<string, string> = { "": "bench", loss: "losses" };

/**
 * The page as a figure of another page: `?embed` shows the bench alone, `?embed=loss`, `?embed=attention` or
 * `?embed=follow` that part. Tells what page it stands in how high it is, in the form that Canvas takes from its tools.
 * Returns what is to be said of it; nothing if all is well.
 */
export function embed(): string {
  const name = new URLSearchParams(location.search).get("embed");
  if (name === null) return "";
  const page = document.documentElement;
  page.setAttribute("data-embed", name);
  const asked = find(name);
  const [bench] = find("");
  for (const part of asked.length > 0 ? asked : [bench]) {
    part?.setAttribute("data-embedded", "");
    for (let above = part?.parentElement; above && above !== document.body; above = above.parentElement)
      above.setAttribute("data-leads", "");
  }
  const whole = element("a", { class: "whole-page", target: "_blank", rel: "noopener" }, text.wholePage);
  // The run is another one with every change of a setting.
  const lead = () => whole.setAttribute("href", location.pathname + location.hash);
  for (const event of ["pointerenter", "focus", "click"]) whole.addEventListener(event, lead);
  lead();
  document.querySelector(".bar-row")?.append(whole);
  tellHeight();
  return asked.length > 0 ? "" : text.noSuchPart(name);
}

/** The part; of a picture all from its heading on. */
function find(name: string): Element[] {
  const rows = document.querySelector(`[data-figure="${CSS.escape(name)}"]`)?.closest(".all-rows");
  if (rows) {
    const parts: Element[] = [];
    for (let part: Element | null = rows; part; part = part.previousElementSibling) {
      parts.push(part);
      if (part.matches(".look-head")) break;
    }
    return parts;
  }
  const part = document.getElementById(short[name] ?? name);
  return part?.closest("main > section") ? [part] : [];
}

/** The page around sets the height of the frame, if it listens: a frame of its own accord is as high as it was made. */
function tellHeight(): void {
  const main = document.querySelector("main");
  if (!main || self === top) return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(main.getBoundingClientRect().bottom + scrollY);
    if (height === told) return;
    told = height;
    // Whoever is around may know how high this is.
    parent.postMessage({ subject: "lti.frameResize", height }, "*");
  }).observe(main);
}
