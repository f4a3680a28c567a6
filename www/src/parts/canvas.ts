/** What a drawing must fit: the pixels of the screen, light or dark, and how much larger than its own size it shall be. */
export interface Surroundings {
  pixelRatio: number;
  dark: boolean;
  zoom: number;
}

const darkScheme = matchMedia("(prefers-color-scheme: dark)");
/** The crate's own sizes suit a page this wide, with type of this size; on a projector all is larger, up to this. */
const ownSize = 1440;
const ownType = 18;
const largestZoom = 1.5;
/** Printers have more pixels than screens. */
const paperRatio = 2.5;
let zoom = 1;
let printing = false;

// Asking for it at every drawing would take long; whatever changes it also changes the size of the page.
new ResizeObserver(() => {
  const type = parseFloat(getComputedStyle(document.documentElement).fontSize);
  zoom = Math.max(1, Math.min(Math.max(innerWidth / ownSize, type / ownType), largestZoom));
}).observe(document.documentElement);

export function surroundings(): Surroundings {
  if (printing) return { pixelRatio: Math.max(devicePixelRatio, paperRatio), dark: false, zoom: 1 };
  return { pixelRatio: devicePixelRatio, dark: darkScheme.matches, zoom };
}

/** Whether what is drawn now is drawn for paper, in the layout that paper.css gives the page for it. */
export function onPaper(): boolean {
  return printing;
}

/**
 * Draws everything, for white paper of one width, when the page is printed; `draw` must not wait for a frame. The page
 * is laid out for the paper first: a picture knows its width before it is drawn, and arrows know where to begin.
 */
export function drawForPaper(draw: () => void): void {
  let scrolled = 0;
  const turn = (on: boolean) => () => {
    if (on === printing) return;
    if (on) scrolled = scrollY;
    printing = on;
    document.documentElement.toggleAttribute("data-paper", on);
    draw();
    if (!on) scrollTo(0, scrolled);
  };
  addEventListener("beforeprint", turn(true));
  addEventListener("afterprint", turn(false));
}

/**
 * Calls `changed` when what is drawn no longer fits: another width, another pixel ratio, another colour scheme, or a
 * canvas that has scrolled into view. Training redraws only what `isVisible` says can be seen.
 */
export class CanvasWatch {
  readonly #visible = new Set<Element>();
  readonly #widths = new WeakMap<Element, number>();
  readonly #resizes: ResizeObserver;
  readonly #sight: IntersectionObserver;

  constructor(changed: () => void) {
    this.#resizes = new ResizeObserver((entries) => {
      let other = false;
      for (const { target, contentRect } of entries) {
        other ||= this.#widths.get(target) !== contentRect.width;
        this.#widths.set(target, contentRect.width);
      }
      if (other) changed();
    });
    this.#sight = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.#visible.add(target);
          else this.#visible.delete(target);
        }
        if (entries.some((entry) => entry.isIntersecting)) changed();
      },
      { rootMargin: "100px" },
    );
    darkScheme.addEventListener("change", changed);
    onPixelRatio(changed);
  }

  add(frame: Element): void {
    this.#resizes.observe(frame);
    this.#sight.observe(frame);
  }

  remove(frame: Element): void {
    this.#resizes.unobserve(frame);
    this.#sight.unobserve(frame);
    this.#visible.delete(frame);
  }

  /** The width of what is inside the frame, as last seen: asking the document between two changes of it is slow. */
  width(frame: Element): number {
    return printing ? frame.clientWidth : (this.#widths.get(frame) ?? frame.clientWidth);
  }

  isVisible(frame: Element): boolean {
    return printing || this.#visible.has(frame);
  }
}

/** A media query speaks of one ratio only, so that it must be asked anew after every change. */
function onPixelRatio(changed: () => void): void {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener(
    "change",
    () => {
      changed();
      onPixelRatio(changed);
    },
    { once: true },
  );
}
