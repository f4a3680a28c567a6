import { element, token } from "../parts/dom.js";
import { type Chain, takenRow, valueRow } from "./chain.js";
import type { Split } from "./split.js";

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const duration = 1600;
const between = 500;

/**
 * Lets each value travel from where it lies, through its weight, into its bar of the sum. Where motion is to be kept
 * down nothing moves: the parts appear one after another.
 */
export function travel(figure: HTMLElement, chain: Chain, split: Split, words: readonly string[]): void {
  for (const old of figure.querySelectorAll(".traveller")) old.remove();
  for (const animation of figure.getAnimations({ subtree: true })) animation.cancel();
  const { rows } = split;
  // From the row of values down to the sum, as much of it as the window has room for.
  const [top, bottom] = [chain.cell(valueRow, 0), rows.at(-1)?.root];
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const isInView =
    top &&
    bottom &&
    top.getBoundingClientRect().top >= covered &&
    bottom.getBoundingClientRect().bottom <= innerHeight;
  if (!isInView) top?.scrollIntoView({ block: "start", behavior: "instant" });
  rows.forEach(({ root, bar }, index) => {
    const delay = index * between;
    const place = root.dataset["look"];
    const end = delay + duration;
    if (reducedMotion.matches) {
      root.animate([{ opacity: 0.15 }, { opacity: 0.15, offset: 0.99 }, { opacity: 1 }], {
        duration: delay + 1,
        fill: "backwards",
      });
      return;
    }
    bar.animate([{ scale: "0 1" }, { scale: "1 1" }], {
      delay: end - 400,
      duration: 500,
      easing: "ease-out",
      fill: "backwards",
    });
    if (place === undefined) return;
    const from = chain.cell(valueRow, Number(place));
    const through = chain.cell(takenRow, Number(place));
    if (!from || !through) return;
    const traveller = element(
      "span",
      { class: "traveller", "aria-hidden": "true" },
      token(words[Number(place)] ?? ""),
    );
    figure.append(traveller);
    const home = figure.getBoundingClientRect();
    const at = (target: HTMLElement, size: number) => {
      const box = target.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2 - home.x, box.y + box.height / 2 - home.y];
      return { transform: `translate(${x}px, ${y}px) translate(-50%, -50%) scale(${size})`, opacity: 1 };
    };
    // As large as what is left of it: a value with next to no weight all but vanishes here.
    const left = 0.35 + 0.65 * Number(root.dataset["weight"] ?? 1);
    const steps = [
      { ...at(from, 1), opacity: 0 },
      at(from, 1),
      at(through, left),
      { ...at(bar, left), opacity: left },
    ];
    const moving = traveller.animate(
      steps.map((step, index) => ({ ...step, offset: [0, 0.1, 0.5, 1][index] ?? 1 })),
      { delay, duration, easing: "ease-in-out", fill: "backwards" },
    );
    const done = () => traveller.remove();
    moving.finished.then(done, done);
  });
}
