import type { Session } from "../session/session.js";
import * as text from "../text/en/taken.js";
import { type Module, module } from "./module.js";

export type Taken = InstanceType<Module["Taken"]>;

/** The run as it is shown, in the hands of the module that writes it. */
export async function withTaken<T>(session: Session, work: (taken: Taken, step: number) => T): Promise<T> {
  const loaded = await module().catch(() => {
    throw new Error(text.noModule);
  });
  const { words, edits = [] } = session.wanted;
  return session.take((lab) => {
    const step = lab.shown_step();
    const losses = lab.step_losses().subarray(0, step);
    const taken = new loaded.Taken(
      lab.settings(),
      words,
      [...edits],
      lab.parameters(),
      lab.trace_numbers(),
      losses,
      lab.rates_by_step(),
      lab.adapter(),
    );
    try {
      return work(taken, step);
    } finally {
      taken.free();
    }
  });
}
