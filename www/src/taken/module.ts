/** The crate's second module: it writes and reads the files of a run. */
export type Module = typeof import("../../pkg-taken/taken.js");

let loading: Promise<Module> | undefined;

/** Fetches the module when it is first needed. What did not come is asked for again the next time. */
export function module(): Promise<Module> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Module> {
  const loaded = await import("../../pkg-taken/taken.js");
  await loaded.default();
  return loaded;
}
