"""The same run in JAX: all steps in one jitted scan, on one thread; the compilation does not count.

How a program that is timed is talked to stands in benches/lab/beside.rs.
"""

import json
import os
import sys
import time

os.environ["JAX_PLATFORMS"] = "cpu"
# Then the processor time of a run is its wall time on a quiet machine: one thread works. Pinning it to a core would
# only make it wait there while another core is free.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def main():
    work = json.loads(sys.stdin.readline())
    tokens, targets = jnp.array(work["tokens"]), jnp.array(work["targets"])
    start = [jnp.array(rows, jnp.float32) for rows in work["parameters"]]
    sentences, places = tokens.shape
    causal = jnp.tril(jnp.ones((places, places), bool))
    scale = work["head_size"] ** -0.5

    def loss_of(parameters, sentence):
        token_embedding, position_embedding, query, key, value = parameters
        x = token_embedding[tokens[sentence]] + position_embedding
        scores = (x @ query.T) @ (x @ key.T).T * scale
        weights = jax.nn.softmax(jnp.where(causal, scores, -jnp.inf), axis=-1)
        log_probabilities = jax.nn.log_softmax(weights @ (x @ value.T) + x, axis=-1)
        return -jnp.mean(log_probabilities[jnp.arange(places), targets[sentence]])

    def step(state, number):
        parameters, first, second = state
        gradients = jax.grad(loss_of)(parameters, number % sentences)
        first = [m + (g - m) * (1 - BETA1) for m, g in zip(first, gradients)]
        second = [v * BETA2 + g * g * (1 - BETA2) for v, g in zip(second, gradients)]
        count = number + 1
        step_size = work["learning_rate"] / (1 - BETA1**count)
        correction = jnp.sqrt(1 - BETA2**count)
        parameters = [
            p - step_size * m / (jnp.sqrt(v) / correction + EPSILON)
            for p, m, v in zip(parameters, first, second)
        ]
        return (parameters, first, second), None

    @jax.jit
    def train(parameters):
        zeros = [jnp.zeros_like(p) for p in parameters]
        state, _ = jax.lax.scan(step, (parameters, zeros, zeros), jnp.arange(work["steps"]))
        return state[0]

    jax.block_until_ready(train(start))
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        parameters = jax.block_until_ready(train(start))
        seconds = time.perf_counter() - begin
        loss = float(loss_of(parameters, sentences - 1))
        print(json.dumps({"seconds": seconds, "loss": loss}), flush=True)


main()
