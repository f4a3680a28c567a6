import { expect, test } from "@playwright/test";
import { Pace, type Speed } from "../../www/src/session/pace.js";
import { Slices } from "../../www/src/session/slices.js";

/** What a device takes, in milliseconds: for an answer, whatever was asked, and for a step. */
interface Device {
  answer: number;
  step: number;
}

const frame = 16;

/** The slices of a run, by a clock that only the device and the frames move. */
function slices({ answer, step }: Device, steps: number, speed: Speed) {
  let now = 0;
  const pace = new Pace(() => now);
  pace.speed = speed;
  pace.begin();
  const sizes: number[] = [];
  const times: number[] = [];
  for (let taken = 0; taken < steps;) {
    now += frame;
    const size = Math.min(pace.next(steps), steps - taken);
    if (size === 0) continue;
    const time = answer + size * step;
    now += time;
    pace.trained(size);
    taken += size;
    sizes.push(size);
    times.push(time);
  }
  return { sizes, times, total: now };
}

// No page is needed: the clock is the test's.
test("a device that is slow to answer and quick to compute gets long slices", () => {
  // Firefox, which looks for the answers of a GPU every 100 ms: one for the steps, one for the pictures.
  const { sizes, total } = slices({ answer: 200, step: 0.1 }, 10_000, "full");
  expect(sizes.length).toBeLessThan(30);
  expect(total).toBeLessThan(6000);
});

test("to watch takes as long on a device that is slow to answer", () => {
  const { total } = slices({ answer: 200, step: 0.1 }, 10_000, "watch");
  expect(total).toBeGreaterThan(5500);
  expect(total).toBeLessThan(9000);
});

test("a device that is slow to compute keeps short slices", () => {
  const { times } = slices({ answer: 0, step: 5 }, 1000, "full");
  expect(Math.max(...times)).toBeLessThanOrEqual(30);
});

test("a slow and a quick device both leave the page its frames", () => {
  for (const step of [0.001, 0.002, 0.1, 0.2, 1, 10]) {
    for (const answer of [0, 0.5, 3, 8]) {
      const { times } = slices({ answer, step }, 100_000, "full");
      const longest = Math.max(...times);
      // A step more than fits, at most, and a slice cannot be shorter than a step.
      const most = Math.max(30, 2 * (answer + step)) + step;
      expect(longest, `${answer} ms and ${step} ms a step`).toBeLessThanOrEqual(most);
    }
  }
});

test("a rest is not made up for", () => {
  let now = 0;
  const pace = new Pace(() => now);
  pace.begin();
  const steps = (rest: number) => {
    now += rest;
    const size = pace.next(6000);
    now += 0.1;
    pace.trained(size);
    return size;
  };
  while (steps(frame) < frame - 2);
  expect(steps(10_000)).toBeLessThanOrEqual(101);
});

test("work in slices holds the page up for about a slice, whatever a piece takes", () => {
  for (const piece of [0.0001, 0.01, 1, 10]) {
    const work = new Slices(64, 24);
    const times = Array.from({ length: 12 }, () => {
      const time = work.amount * piece;
      work.took(time);
      return time;
    });
    // The first says how long a piece takes, and its successors come nearer.
    for (const time of times.slice(5)) expect(time).toBeLessThanOrEqual(24 + piece);
    const last = times.at(-1) ?? 0;
    expect(last, `pieces of ${piece} ms`).toBeGreaterThan(Math.min(20, 24 - piece));
  }
});
