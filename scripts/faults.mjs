// @ts-check
// Plants one fault after another into a copy of the project and shows that a test fails on each:
// `npm run faults`. Takes some minutes and is not part of `npm test`, which only asks with --check whether every fault
// still has its place in the code.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./run.mjs";
import { vulkan } from "./stages.mjs";

/**
 * @typedef {object} Fault
 * @property {string} what
 * @property {string} file
 * @property {string} right must stand in the file exactly once
 * @property {string} wrong
 * @property {string} test a part of the name of the test that must fail
 * @property {string} [spec] where it is a test of the page: its file, which must not open the page
 */

const backward = "crate/src/model/backward.rs";

/** @type {Fault[]} */
const faults = [
  {
    what: "a dropped scale in the f64 backward",
    file: backward,
    right: "self.d_q[(t, h)] = q_sum * scale;",
    wrong: "self.d_q[(t, h)] = q_sum;",
    test: "the_f64_backward_is_the_slope_of_the_f64_loss",
  },
  {
    what: "a transposed index in the f64 backward",
    file: backward,
    right: "k_sum + self.d_scores[(u, t)]",
    wrong: "k_sum + self.d_scores[(t, u)]",
    test: "the_f64_backward_is_torchs",
  },
  {
    what: "a forgotten skip connection in the backward",
    file: backward,
    right: "if architecture.skip { d_logit }",
    wrong: "if !architecture.skip { d_logit }",
    test: "the_f64_backward_is_the_slope_of_the_f64_loss",
  },
  {
    what: "a dropped scale in a shader",
    file: "shaders/3_scores_backward.wgsl",
    right: "d_k[i] = k_sum * SCALE;",
    wrong: "d_k[i] = k_sum;",
    test: "the_f32_gradients_are_those_of_f64",
  },
  {
    what: "a transposed weight in a shader",
    file: "shaders/2_project_forward.wgsl",
    right: "parameter(VALUE + o * E + e)",
    wrong: "parameter(VALUE + e * E + o)",
    test: "traces_agree",
  },
  {
    what: "a missing barrier: keys are read while they are written",
    file: "shaders/forward.wgsl",
    right: "    project_forward();\n    workgroupBarrier();",
    wrong: "    project_forward();",
    test: "three_drives_agree_after_10_steps",
  },
  {
    what: "a missing barrier: parameters move while others still read them",
    file: "shaders/backward.wgsl",
    right: "    project_backward();\n    workgroupBarrier();",
    wrong: "    project_backward();",
    test: "three_drives_agree_after_10_steps",
  },
  {
    what: "tensors that keep their moments in the same registers",
    file: "crate/src/engine/gpu/moments.rs",
    right: "next += tensor.len().div_ceil(lanes);",
    wrong: "next += 0 * lanes;",
    test: "three_drives_agree_after_10_steps",
  },
  {
    what: "a mask that is not applied",
    file: "shaders/3_scores_forward.wgsl",
    right: "mask[t * T + u] == 0.0);",
    wrong: "false);",
    test: "traces_agree",
  },
  {
    what: "looking back from a snapshot that comes after the step",
    file: "crate/src/timeline.rs",
    right: "|snapshot| snapshot.step <= step)",
    wrong: "|snapshot| snapshot.step <= step + self.spacing)",
    test: "looking_back_shows_a_run_that_stops_there",
  },
  {
    what: "steps by hand that are looked at as if they were fused",
    file: "crate/src/trainer.rs",
    right: "    if by_hand {",
    wrong: "    if by_hand && sentences == 0 {",
    test: "looking_back_shows_a_run_that_stops_there",
  },
  {
    what: "sentences that do not take turns",
    file: "shaders/entry_train.wgsl",
    right: "(run.first_step + step) % run.sentences",
    wrong: "step % run.sentences",
    test: "a_run_in_pieces_is_the_same_run",
  },
  {
    what: "models that all train the first one's weights",
    file: "shaders/entry_train.wgsl",
    right: "first_parameter = model.x * PARAMETERS;",
    wrong: "first_parameter = 0u;",
    test: "models_that_train_together_train_as_if_alone",
  },
  {
    what: "rows of a sweep in the wrong order",
    file: "crate/src/sweep/gpu.rs",
    right: "batch.iter().zip(&states)",
    wrong: "batch.iter().zip(states.iter().rev())",
    test: "sixty_runs_on_a_gpu_are_sixty_single_runs",
  },
  {
    what: "Adam without its second correction, in the vectors of the CPU engine",
    file: "crate/src/engine/cpu/fast/adam.rs",
    right: "step_size: every(step_size * second_correction)",
    wrong: "step_size: every(step_size)",
    test: "three_drives_agree_after_10_steps",
  },
  {
    what: "padding that takes part in the softmax",
    file: "crate/src/engine/cpu/fast/forward.rs",
    right: "&mut self.by_token[..sizes.vocabulary() * places]",
    wrong: "&mut self.by_token[..sizes.vocabulary_vectors() * LANES * places]",
    test: "the_cpu_engine_prints_the_notebooks_losses",
  },
  {
    what: "d_k that leaves numbers behind its row, where the next place's d_q begins",
    file: "crate/src/engine/cpu/fast/backward.rs",
    right: "(sum * self.is_head[j].load(simd)).store_slice",
    wrong: "sum.store_slice",
    test: "three_drives_agree_after_10_steps",
  },
  {
    what: "an Adam that counts its steps from 0",
    file: "crate/src/adam.rs",
    right:
      "state.step += 1;\n        let Coefficients { step_size, second_correction } = self.coefficients(state.step);",
    wrong:
      "let Coefficients { step_size, second_correction } = self.coefficients(state.step + 2);\n        state.step += 1;",
    test: "ten_steps_are_torchs",
  },
  {
    what: "a seed that is drawn from the wrong end",
    file: "crate/src/init.rs",
    right: "(self.bits.next_u32() & 0xff_ffff)",
    wrong: "(self.bits.next_u32() >> 8)",
    test: "seed_77_draws_torchs_weights",
  },
  {
    what: "losses that are believed unwritten",
    file: "crate/src/engine/gpu/engine.rs",
    right: "&vec![UNWRITTEN; self.models * SLOTS]",
    wrong: "&vec![0u32; self.models * SLOTS]",
    test: "a_driver_that_stops_early_is_caught",
  },
  {
    what: "a lost device that is used again",
    file: "crate/src/engine/mod.rs",
    right: "Some(Ok(device)) if device.failure().is_none() => Ok(device),",
    wrong: "Some(Ok(device)) => Ok(device),",
    test: "nothing_is_lost_with_a_device",
  },
  {
    what: "a search for a GPU that found none and is made again",
    file: "crate/src/engine/mod.rs",
    right: "Some(Err(error)) if backend == Backend::Auto => Err(error),",
    wrong: "Some(Err(error)) if backend == Backend::Cpu => Err(error),",
    test: "auto_does_not_search_twice",
  },
  {
    what: "a hardware GPU that is taken however long it takes",
    file: "crate/src/engine/choice.rs",
    right: "self.gpu < SHORT || self.gpu < self.cpu",
    wrong: "self.gpu < SHORT || self.cpu < self.gpu",
    test: "auto_measures_hardware_and_says_both_figures",
  },
  {
    what: "the slices of a slow device: as short as if it answered at once",
    file: "www/src/run/pace.ts",
    right: "Math.max(smooth, slicesPerLongAnswer * this.#answer)",
    wrong: "smooth",
    test: "a device that is slow to answer and quick to compute gets long slices",
    spec: "pace.spec.ts",
  },
  {
    what: "columns that are turned the wrong way",
    file: "crate/src/spectrum.rs",
    right: "cosine * *x - sine * *y",
    wrong: "cosine * *x + sine * *y",
    test: "known_singular_values",
  },
  {
    what: "nets that are compared under another seed than the run's",
    file: "crate/src/study.rs",
    right: "Plan::of_seeds(settings.seed..=settings.seed, *settings)",
    wrong: "Plan::of_seeds(77..=77, *settings)",
    test: "twelve_nets_are_compared",
  },
  {
    what: "text as people have it: a composed and a decomposed letter are two words",
    file: "crate/src/corpus/signs.rs",
    right: "composed(&seen(line))",
    wrong: "seen(line)",
    test: "words_that_look_the_same_are_one",
  },
  {
    what: "text as people have it: lines of old Macs run into one",
    file: "crate/src/corpus/signs.rs",
    right: "['\\n', '\\r', '\\u{b}'",
    wrong: "['\\n', '\\n', '\\u{b}'",
    test: "every_kind_of_break_ends_a_sentence",
  },
  {
    what: "a question's verdict that goes by what nobody is shown",
    file: "crate/src/numbers.rs",
    right: "    (units(one.into(), decimals) - units(other.into(), decimals)) / per_unit(decimals)",
    wrong: "    let _ = decimals;\n    f64::from(one) - f64::from(other)",
    test: "rows_differ_where_they_are_printed_differently",
  },
  {
    what: "links with unknown keys",
    file: "crate/src/link.rs",
    right: "self.problems.extend(wrong.err());",
    wrong: "if wrong.is_err() {\n            self.settings = Settings::default();\n        }",
    test: "an_unknown_key_keeps_the_rest",
  },
  {
    what: "weights of another run that are taken for this one's",
    file: "crate/src/weights/mod.rs",
    right: "origin.check(settings, corpus)?;",
    wrong: "_ = origin.check(settings, corpus);",
    test: "weights_of_another_run_are_refused",
  },
  {
    what: "a step that spoiled the weights and is looked for too late",
    file: "crate/src/divergence.rs",
    right: "None => good = middle,",
    wrong: "None => good = middle + 1,",
    test: "a_run_that_overflows_says_where",
  },
];

for (const { file, right } of faults) {
  const found = readFileSync(join(root, file), "utf8").split(right).length - 1;
  if (found !== 1) throw new Error(`${file} must hold once, and holds ${found} times: ${right}`);
}

if (process.argv[2] === "--check") {
  console.log(`${faults.length} faults have their place in the code.`);
  process.exit();
}

// `npm run faults -- barrier` plants only the faults whose description has that word.
const word = process.argv[2] ?? "";
const planted = faults.filter(({ what }) => what.includes(word));

const copy = join(root, "target", "faults");
rmSync(copy, { recursive: true, force: true });
const files = execFileSync(
  "git",
  [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "crate",
    "shaders",
    "tests",
    "benches",
    "scripts",
    "www/src",
    "www/tsconfig.json",
    "Cargo.*",
    "package.json",
    "README.md",
    // The head of a module of the crate.
    "docs/corpus.md",
  ],
  {
    cwd: root,
    encoding: "utf8",
  },
);
for (const file of files.trim().split("\n")) {
  mkdirSync(join(copy, dirname(file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}

/**
 * Runs the test that must fail.
 * @param {Fault} fault
 */
function check({ test, spec }) {
  const [command, args, env] = spec
    ? [
        "playwright",
        ["test", "-c", "tests/e2e/playwright.config.ts", spec, "--project", "cpu", "-g", test],
        noPage,
      ]
    : ["cargo", ["test", "--test", "everywhere", "--", test], ownTarget];
  const run = spawnSync(command, args, { cwd: copy, encoding: "utf8", env: { ...process.env, ...env } });
  const isCaught = spec ? /^\s*1 failed$/m.test(run.stdout) : run.stdout.includes(`${test} ... FAILED`);
  const hasRun = spec ? /^\s*1 (failed|passed)/m.test(run.stdout) : run.stdout.includes("test result:");
  return { isCaught, hasRun, said: run.stderr + (spec ? run.stdout : "") };
}
const noPage = { ATTENTION_LAB_NO_PAGE: "1" };
// Its own target folder, kept for the next time.
const ownTarget = { ...vulkan(), CARGO_TARGET_DIR: join(root, "target", "faults-target") };

let missed = 0;
for (const fault of planted) {
  const { what, file, right, wrong, test } = fault;
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text.replace(right, () => wrong),
  );
  const { isCaught, hasRun, said } = check(fault);
  writeFileSync(path, text);
  if (!isCaught) missed += 1;
  console.log(`${isCaught ? "caught" : "MISSED"}  ${what} (${test})`);
  if (!isCaught && !hasRun) console.log(said.split("\n").slice(-20).join("\n"));
}
rmSync(copy, { recursive: true, force: true });
console.log(`${planted.length - missed} of ${planted.length} faults caught`);
process.exitCode = missed ? 1 : 0;
