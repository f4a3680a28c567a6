// @ts-check
// npm start [-- --port N]: installs what is missing, builds the page and serves it on this machine.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildPage } from "./page.mjs";
import { Failure, main, root } from "./run.mjs";
import { setUp } from "./setup.mjs";

const firstPort = 5173;

await main(async () => {
  const port = chosenPort();
  await setUp({ tests: false });
  await buildPage();
  await serve(port);
});

/** @returns {number | undefined} */
function chosenPort() {
  const usage = "Use: npm start, or npm start -- --port N with N from 1 to 65535.";
  let text;
  try {
    text = parseArgs({ options: { port: { type: "string" } } }).values.port;
  } catch {
    throw new Failure(usage);
  }
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Failure(usage);
  return port;
}

/** @param {number | undefined} port without one, the first free port from 5173 up */
async function serve(port) {
  // Only now: vite is one of the packages that the set-up may have had to install.
  const { preview } = await import("vite");
  const options = { host: "127.0.0.1", port: port ?? firstPort, strictPort: port !== undefined, open: false };
  const server = await preview({ root: join(root, "www"), preview: options }).catch((error) => {
    const advice = port === undefined ? "" : " Choose another port, or leave --port out to take a free one.";
    throw new Failure(`The page could not be served: ${error.message}.${advice}`);
  });
  console.log(`\nAttention Lab is at ${server.resolvedUrls?.local[0]} (Ctrl-C stops it)`);
  // vite itself answers SIGTERM in this way.
  process.once("SIGINT", async () => {
    await server.close();
    process.exit(0);
  });
}
