// @ts-check
// Runs in the page before the page's own code and watches it from outside.

/** Leaves `bench` in the page: its long tasks, the time of its first picture, and a way to time a stop of a slider. */
export function record() {
  /** @type {{ start: number, duration: number }[]} */
  const tasks = [];
  const bench = { tasks, picture: 0, stop };
  Object.assign(globalThis, { bench });

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
  }).observe({ type: "longtask", buffered: true });

  // A figure begins with its paper, and is complete when the task that draws it ends.
  const { prototype } = CanvasRenderingContext2D;
  const fillRect = prototype.fillRect;
  prototype.fillRect = function (...rect) {
    prototype.fillRect = fillRect;
    void frame().then((time) => (bench.picture = time));
    return fillRect.apply(this, rect);
  };

  // Whether the task that runs is a frame's own: what changes then is still part of that frame.
  let inFrame = false;
  const nextFrame = requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    nextFrame((time) => {
      inFrame = true;
      nextTask(() => (inFrame = false));
      callback(time);
    });

  function nextTask(/** @type {() => void} */ run) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = run;
    port2.postMessage(undefined);
  }

  /**
   * The time when what is in the document now has become a frame.
   * @returns {Promise<number>}
   */
  function frame() {
    return new Promise((resolve) => {
      const end = () => nextTask(() => resolve(performance.now()));
      if (inFrame) end();
      else nextFrame(end);
    });
  }

  /**
   * How long after the slider's event the losses of its finished run are shown, and how long until nothing changes any
   * more, in milliseconds.
   * @param {HTMLInputElement} slider
   * @param {number} value
   */
  async function stop(slider, value) {
    const quiet = 400;
    const losses = () => [...document.querySelectorAll("[data-loss]")].map((loss) => loss.textContent).join();
    const finished = () => document.querySelector("#state")?.textContent === "finished";
    let [shown, settled, last, seen] = [0, 0, performance.now(), losses()];
    const observer = new MutationObserver(() => {
      void frame().then((time) => (settled = time));
      if (losses() === seen) return;
      seen = losses();
      last = performance.now();
      void frame().then((time) => (shown = time));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });

    const begin = performance.now();
    slider.value = String(value);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
    while (!finished() || shown === 0 || performance.now() - last < quiet) {
      if (performance.now() - begin > 60_000) throw new Error("the run of this stop never ends");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    observer.disconnect();
    return { shown: shown - begin, settled: settled - begin };
  }
}
