// @ts-check
// The same run in TensorFlow.js on its plain CPU backend. The argument is the path of its module, because the library
// is no package of this project. How a program that is timed is talked to stands in benches/lab/beside.rs.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [module = ""] = process.argv.slice(2);
// The library greets on the screen, where the answers go.
console.log = console.info = console.warn = console.error;
const tf = (await import(pathToFileURL(module).href)).default;
await tf.setBackend("cpu");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const work = JSON.parse((await lines.next()).value ?? "{}");
const tokens = work.tokens.map((/** @type {number[]} */ ids) => tf.tensor1d(ids, "int32"));
const { tensors: start, size } = read();
const targets = work.targets.map((/** @type {number[]} */ ids) => tf.oneHot(tf.tensor1d(ids, "int32"), size));
const places = work.tokens[0].length;
const allowed = tf.linalg.bandPart(tf.ones([places, places]), -1, 0);
const masked = tf.mul(tf.sub(allowed, 1), 1e30);

/** The starting weights, one tensor each. */
function read() {
  const tensors = work.parameters.map((/** @type {number[][]} */ rows) => tf.tensor2d(rows));
  return { tensors, size: tensors[0].shape[0] };
}

process.stdout.write("ready\n");
for await (const _ of lines) {
  const variables = start.map((/** @type {any} */ tensor) => tf.variable(tensor));
  const [tokenEmbedding, positionEmbedding, query, key, value] = variables;
  const adam = tf.train.adam(work.learning_rate, 0.9, 0.999, 1e-8);
  /** @param {number} sentence */
  const loss = (sentence) => {
    const x = tf.add(tf.gather(tokenEmbedding, tokens[sentence]), positionEmbedding);
    const q = tf.matMul(x, query, false, true);
    const k = tf.matMul(x, key, false, true);
    const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), work.head_size ** -0.5), masked);
    const logits = tf.add(tf.matMul(tf.softmax(scores), tf.matMul(x, value, false, true)), x);
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), targets[sentence]), 1)));
  };
  const begin = performance.now();
  for (let step = 0; step < work.steps; step++) {
    adam.minimize(() => loss(step % tokens.length), false, variables);
  }
  const seconds = (performance.now() - begin) / 1000;
  const last = tf.tidy(() => loss(tokens.length - 1).dataSync()[0]);
  process.stdout.write(`${JSON.stringify({ seconds, loss: last })}\n`);
  adam.dispose();
  for (const variable of variables) variable.dispose();
}
