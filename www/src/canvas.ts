/** What a drawing must fit: the pixels of the screen, and light or dark. */
export interface Surroundings {
  pixelRatio: number;
  dark: boolean;
}

const darkScheme = matchMedia("(prefers-color-scheme: dark)");

export function surroundings(): Surroundings {
  return { pixelRatio: devicePixelRatio, dark: darkScheme.matches };
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
    return this.#widths.get(frame) ?? frame.clientWidth;
  }

  isVisible(frame: Element): boolean {
    return this.#visible.has(frame);
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
