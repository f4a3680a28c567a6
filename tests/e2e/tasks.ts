import type { Page } from "@playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds of the thread's own time: others on the machine do not count. */
  tdur?: number;
  args: { name?: string };
}

/** The processor time in milliseconds of every task of the page's main thread while `work` goes on, largest first. */
export async function mainThreadTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "disabled-by-default-devtools.timeline"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const mains = events
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid} ${tid}`);
  return events
    .filter(({ ph, name, pid, tid }) => ph === "X" && name === "RunTask" && mains.includes(`${pid} ${tid}`))
    .map(({ tdur }) => (tdur ?? 0) / 1000)
    .toSorted((one, other) => other - one);
}

/** The largest of them in words, for the log. */
export function inWords(tasks: readonly number[]): string {
  const largest = tasks.slice(0, 8).map((time) => time.toFixed(0));
  const long = tasks.filter((time) => time > 50).length;
  return `${tasks.length} tasks, ${long} of them over 50 ms, the largest ${largest.join(", ")} ms`;
}
