// @ts-check
// npm run build: installs what is missing and builds the static page in www/dist.

import { buildPage } from "./page.mjs";
import { main } from "./run.mjs";
import { setUp } from "./setup.mjs";

await main(async () => {
  await setUp({ tests: false });
  await buildPage();
});
