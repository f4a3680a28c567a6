import init, { train_run } from "../../pkg/attention_lab.js";

/** What a worker is asked first, and then for each run. */
export type Asked = { model: string } | { run: number; settings: string; words: string };
/** The parameters of a run at its end. */
export interface Trained {
  run: number;
  parameters: Float32Array<ArrayBuffer>;
}

// One core: it has the crate for itself, and trains whole runs.
let ready: Promise<unknown> | undefined;
addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  if ("model" in data) {
    ready = init({ module_or_path: data.model });
    return;
  }
  // A model that does not come is an error of the worker, which the page hears; a broken promise it does not.
  await ready?.catch((error: unknown) =>
    setTimeout(() => {
      throw error;
    }),
  );
  const parameters = new Float32Array(train_run(data.settings, data.words));
  postMessage({ run: data.run, parameters } satisfies Trained, { transfer: [parameters.buffer] });
});
