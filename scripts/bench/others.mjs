// @ts-check
// Other libraries that can do the same run, where they are installed. Nothing is installed here.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure, output, which } from "../run.mjs";

/**
 * @param {{ python: string, tfjs: string }} where the Python that has PyTorch and JAX, and the folder whose
 * node_modules has TensorFlow.js
 * @returns {import("../bench.mjs").Beside[]}
 */
export function findOthers({ python, tfjs }) {
  const program = which(python) ?? python;
  const version = (/** @type {string} */ module) =>
    output(program, ["-c", `import ${module}; print(${module}.__version__)`]);
  const tfjsModule = resolve(tfjs, "node_modules/@tensorflow/tfjs/dist/tf.node.js");
  const script = (/** @type {string} */ name) => join("scripts", "side-by-side", name);

  /** @type {[there: boolean, beside: import("../bench.mjs").Beside, how: string][]} */
  const others = [
    [
      version("torch") !== "",
      ["PyTorch eager", program, script("run_torch.py")],
      "pip install torch, and --python PATH for that environment's Python",
    ],
    [
      version("jax") !== "",
      ["JAX jitted scan", program, script("run_jax.py")],
      "pip install jax, and --python PATH for that environment's Python",
    ],
    [
      existsSync(tfjsModule),
      ["TensorFlow.js, cpu", process.execPath, script("run_tfjs.mjs"), tfjsModule],
      "npm install @tensorflow/tfjs in some other folder, and --tfjs FOLDER",
    ],
  ];
  for (const [there, [name], how] of others) if (!there) console.log(`Missing: ${name}. To get it: ${how}.`);
  const found = others.filter(([there]) => there).map(([, beside]) => beside);
  if (found.length === 0) throw new Failure("No other library was found to be measured side by side.");
  return found;
}
