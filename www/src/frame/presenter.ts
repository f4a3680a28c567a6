import { byId } from "../parts/dom.js";
import * as text from "../text/en/frame.js";
import { isTyped } from "../parts/typed.js";
import { goTo } from "./links.js";

/** What an instructor's keys do, beside the space bar that plays. */
export interface Presenting {
  step(): void;
  /** Something could not be done, and another way to do it. */
  say(text: string): void;
}

/**
 * Keys for whoever stands in front of a class: F for the full screen, N and P for the next section and the one before,
 * and a full stop for one step. In the full screen the keys of a presenter's remote control, Page Down and Page Up,
 * lead from section to section as well.
 */
export function offerPresenting({ step, say }: Presenting): void {
  const button = byId("button", "full-screen");
  const turn = () => {
    const asked = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    asked.catch(() => say(text.noFullScreen));
  };
  button.addEventListener("click", () => (document.fullscreenEnabled ? turn() : say(text.noFullScreen)));
  document.addEventListener("fullscreenchange", () =>
    button.setAttribute("aria-pressed", String(document.fullscreenElement !== null)),
  );
  document.addEventListener("keydown", (event) => {
    const { key, defaultPrevented, target } = event;
    const other = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
    if (defaultPrevented || other || isTyped(target)) return;
    const presents = document.fullscreenElement !== null;
    const act = {
      f: () => button.click(),
      n: () => goBy(1),
      p: () => goBy(-1),
      ".": step,
      ...(presents && { PageDown: () => goBy(1), PageUp: () => goBy(-1) }),
    }[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** To the next section, or to one before; the first is the bench, which stands at the top of the page. */
function goBy(count: number): void {
  const sections = [...document.querySelectorAll<HTMLElement>("main > section[id]:not([hidden])")];
  const clear = parseFloat(document.documentElement.style.scrollPaddingTop) || 0;
  const here = sections.findLastIndex((section) => section.getBoundingClientRect().top <= clear + 2);
  const next = sections[Math.max(0, Math.min(sections.length - 1, Math.max(here, 0) + count))];
  if (!next) return;
  if (next === sections[0]) scrollTo(0, 0);
  else goTo(next.id);
}
