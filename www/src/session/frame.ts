/**
 * How long a frame may fail to come before the run goes on without it: a browser draws none for a tab that is hidden,
 * nor for a course's frame that is scrolled out of sight.
 */
const longestFrame = 250;

/** The next frame, or the moment at which it is clear that none comes. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const frame = requestAnimationFrame(done);
    const timer = setTimeout(done, document.hidden ? 0 : longestFrame);
    document.addEventListener("visibilitychange", done);
  });
}

/** The next task: everything that waits has its turn before. The timers of a hidden tab go once a second, messages do not. */
export function nextTask(): Promise<void> {
  return document.hidden ? nextMessage() : new Promise((resolve) => setTimeout(resolve));
}

/** A task of its own by way of a message, which nothing slows down, in a worker either. */
export function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
