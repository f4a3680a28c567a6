import { isText } from "../frame/drops.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import * as text from "../text/en/taken.js";
import { module } from "./module.js";

/** No saved run is as large. */
const largest = 64 * 2 ** 20;

/**
 * Opens a saved run and says what has come of it: its run is trained again up to its step, and the weights are compared.
 * Whatever is wrong with the file is said before anything is opened.
 */
export async function open(files: readonly File[], session: Session): Promise<string> {
  const [file] = files;
  if (!file || files.length > 1) return text.open.oneFile(files.length);
  const { name } = file;
  if (file.size > largest) return text.open.large(name);
  if (isText(file)) return text.open.text(name);
  const loaded = await module().catch(() => undefined);
  if (!loaded) return text.noModule;
  let read;
  try {
    read = new loaded.OpenedFile(name, new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    return text.open.failed(message(error));
  }
  const { words, settings, edits, step, drawn, parameters } = read;
  read.free();
  await session.follow({ words, settings, edits, backend: session.wanted.backend });
  if (!drawn) return text.open.fromWeights(name);
  const trained = await session.take((lab) => lab.step());
  await (step > trained ? session.player.reach(step) : session.player.lookAt(step));
  return session.take((lab) => {
    if (lab.shown_step() !== step) return text.open.stopped(name);
    const shown = lab.parameters();
    if (isSame(shown, parameters)) return text.open.same(name, step);
    return text.open.other(name, step, largestDifference(shown, parameters).toExponential(1));
  });
}

/** Whether two lists have the same bits. */
function isSame(one: Float32Array, other: Float32Array): boolean {
  const [bits, others] = [one, other].map(
    (list) => new Uint32Array(list.buffer, list.byteOffset, list.length),
  );
  return bits?.length === others?.length && bits?.every((word, index) => word === others?.[index]) === true;
}

/** The largest difference between two lists of numbers; infinite if they are not of one length. */
function largestDifference(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return Infinity;
  return one.reduce((most, number, index) => Math.max(most, Math.abs(number - (other[index] ?? NaN))), 0);
}
