//! The same steps by three drives: the fused kernel, the stepwise one, and the CPU.

use attention_lab::engine::cpu::CpuEngine;
use attention_lab::engine::gpu::GpuEngine;
use attention_lab::engine::reference::Reference;
use attention_lab::model::adam::State;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::model::tensors::Role;
use attention_lab::model::trace::Trace;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use crc::{CRC_32_ISO_HDLC, Crc};

use crate::common::{
    Golden, adam, architecture, assert_close, devices, larger_corpus, ragged_corpus, toggles,
};

/// How far two f32 runs of the same steps may part. Adam divides a gradient by its own size, so a
/// small gradient's rounding moves a weight by as much of lr = 1e-4 as its rounding error is of
/// itself: a few percent of lr a step for the smallest, and steps do not all err to one side.
/// PyTorch's own f32 and f64 runs part by 5e-7 in 10 steps and 2e-5 in 10,000.
pub fn tolerance(steps: u64) -> f64 {
    2e-6 * (steps as f64 / 10.0).sqrt()
}

/// Trains the same steps by the fused and the stepwise drive of every device and on the CPU, and
/// compares all of them with the f64 model.
async fn compare_drives(settings: &Settings, corpus: &Corpus, steps: u64, stepwise_steps: u64) {
    let architecture = architecture(settings, corpus);
    let start = State::new(starting_parameters(&architecture, settings));
    let adam = adam(settings);
    let sentences = corpus.sentences().len() as u64;

    let mut reference = State::new(start.parameters.iter().map(|&value| f64::from(value)).collect());
    let mut model = Reference::<f64>::new(architecture, corpus, adam);
    let early_losses = model.train(&mut reference, stepwise_steps);
    let early = reference.clone();
    let losses: Vec<f64> =
        early_losses.iter().copied().chain(model.train(&mut reference, steps - stepwise_steps)).collect();

    let what = |drive: &str| format!("{drive}, {settings}, {steps} steps");
    let mut state = start.clone();
    let found = CpuEngine::new(architecture, corpus, adam).train(&mut state, steps);
    assert_close(&what("CPU"), &state.parameters, &reference.parameters, tolerance(steps));
    assert_close(&what("CPU losses"), &found, &losses, 2.0 * tolerance(steps));

    for device in devices().await {
        let name = &device.adapter().name;
        let mut gpu = GpuEngine::new(&device, architecture, corpus, adam).await.unwrap();

        let mut fused = start.clone();
        let found = gpu.train(&mut fused, steps).await.unwrap();
        let what = |drive: &str| what(&format!("{drive} on {name}"));
        assert_eq!(fused.step, steps);
        assert_close(&what("fused"), &fused.parameters, &reference.parameters, tolerance(steps));
        assert_close(&what("fused losses"), &found, &losses, 2.0 * tolerance(steps));

        let mut stepwise = start.clone();
        let mut found = Vec::new();
        while stepwise.step < stepwise_steps {
            let sentence = (stepwise.step % sentences) as usize;
            let (loss, gradients) = gpu.gradients(&stepwise.parameters, sentence).await.unwrap();
            adam.update(&mut stepwise, &gradients);
            found.push(loss);
        }
        let tolerance = tolerance(stepwise_steps);
        assert_close(&what("stepwise"), &stepwise.parameters, &early.parameters, tolerance);
        assert_close(&what("stepwise losses"), &found, &early_losses, 2.0 * tolerance);
    }
}

everywhere! {
    async fn three_drives_agree_after_10_steps() {
        for corpus in [Corpus::notebook(), ragged_corpus()] {
            for settings in toggles() {
                compare_drives(&settings, &corpus, 10, 10).await;
            }
        }
    }

    /// More tokens, places and components than a vector has lanes, and none a multiple of it.
    async fn three_drives_agree_on_a_larger_corpus() {
        let [all, .., neither] = toggles();
        for settings in [all, neither] {
            let settings = Settings { head_size: 30, ..settings };
            compare_drives(&settings, &larger_corpus(), 20, 10).await;
        }
    }

    async fn three_drives_agree_after_100_steps() {
        compare_drives(&Golden::notebook().settings, &Corpus::notebook(), 100, 100).await;
        compare_drives(&Golden::printed().settings, &Corpus::notebook(), 100, 100).await;
        compare_drives(&Settings::default(), &ragged_corpus(), 100, 100).await;
    }

    async fn three_drives_agree_after_1000_steps() {
        compare_drives(&Golden::notebook().settings, &Corpus::notebook(), 1000, 1000).await;
        compare_drives(&Golden::printed().settings, &Corpus::notebook(), 1000, 1000).await;
    }

    /// Ten steps of PyTorch: the weights and both of Adam's moments.
    async fn ten_steps_are_torchs() {
        for golden in Golden::all() {
            let mut state = State::new(golden.flat("f64/init"));
            let corpus = Corpus::notebook();
            let mut model = Reference::<f64>::new(golden.architecture(), &corpus, adam(&golden.settings));
            for steps in [1, 2, 10] {
                let ahead = steps - state.step;
                model.train(&mut state, ahead);
                let mut expected = golden.flat(&format!("f64/step{steps}"));
                if !golden.settings.position {
                    // PyTorch's file leaves out what is not trained; here it keeps its start.
                    let unused = golden.architecture().tensor(Role::PositionEmbedding, 0);
                    expected[unused.range()].copy_from_slice(&state.parameters[unused.range()]);
                }
                let what = format!("{} step {steps}", golden.name);
                assert_close(&what, &state.parameters, &expected, 1e-12);
            }
            assert_close("m", &state.first_moment, &golden.flat("f64/adam_m_step10"), 1e-13);
            assert_close("v", &state.second_moment, &golden.flat("f64/adam_v_step10"), 1e-13);
        }
    }

    /// The CPU engine finds the same bits with and without the processor's wider vectors, natively and in
    /// the browser, in pieces and whole, at sizes that have code of their own and at others.
    async fn the_cpu_engine_finds_the_same_bits_with_any_instructions() {
        let mut sums = Vec::new();
        for (corpus, head_size) in
            [(Corpus::notebook(), 20), (Corpus::notebook(), 3), (ragged_corpus(), 9), (larger_corpus(), 30)]
        {
            let settings = Settings { head_size, ..Settings::default() };
            let architecture = architecture(&settings, &corpus);
            let start = State::new(starting_parameters(&architecture, &settings));
            let mut cpu = CpuEngine::new(architecture, &corpus, adam(&settings));
            let mut whole = start.clone();
            let losses = cpu.train(&mut whole, 150);
            cpu.set_baseline();
            let mut pieces = start;
            let mut piecewise = cpu.train(&mut pieces, 63);
            piecewise.extend(cpu.train(&mut pieces, 87));
            assert_eq!(whole, pieces, "{settings}");
            assert_eq!(losses, piecewise);
            let mask = causal_mask(corpus.sentences()[0].len());
            let trace = cpu.traces(&whole.parameters, &[(0, mask)]).remove(0);
            let numbers = [losses, whole.parameters, trace.probabilities.values, vec![trace.loss]].concat();
            let bytes: Vec<u8> = numbers.into_iter().flat_map(f32::to_le_bytes).collect();
            sums.push(Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(&bytes));
        }
        assert_eq!(sums, [3487433018, 1283247813, 3905357544, 2190695531]);
    }

    /// A long run in pieces is the same run, bit by bit: the engines keep nothing between calls.
    async fn a_run_in_pieces_is_the_same_run() {
        let (settings, corpus) = (Settings::default(), ragged_corpus());
        let architecture = architecture(&settings, &corpus);
        let start = State::new(starting_parameters(&architecture, &settings));
        for device in devices().await {
            let mut gpu = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
            let mut whole = start.clone();
            let losses = gpu.train(&mut whole, 50).await.unwrap();
            let mut pieces = start.clone();
            let mut piecewise = gpu.train(&mut pieces, 7).await.unwrap();
            gpu.set_steps_per_dispatch(5);
            piecewise.extend(gpu.train(&mut pieces, 43).await.unwrap());
            assert_eq!(whole, pieces, "{}", device.adapter().name);
            assert_eq!(losses, piecewise);
        }
    }

    /// Many models in one dispatch are the same runs as each alone, bit by bit; with the parameters
    /// on chip and, at the large head size, in storage.
    async fn models_that_train_together_train_as_if_alone() {
        let corpus = Corpus::notebook();
        for head_size in [3, 128] {
            let settings: Vec<Settings> =
                (1..=5).map(|seed| Settings { seed, head_size, ..Settings::default() }).collect();
            let architecture = architecture(&settings[0], &corpus);
            let adam = adam(&settings[0]);
            let start = |settings| State::new(starting_parameters(&architecture, settings));
            for device in devices().await {
                let mut together: Vec<_> = settings.iter().map(start).collect();
                let mut gpu = GpuEngine::for_models(5, &device, architecture, &corpus, adam).await.unwrap();
                gpu.train_all(&mut together, 20).await.unwrap();
                let losses = gpu.train_all(&mut together, 13).await.unwrap();

                let mut gpu = GpuEngine::new(&device, architecture, &corpus, adam).await.unwrap();
                for ((settings, together), losses) in settings.iter().zip(together).zip(losses.chunks_exact(13)) {
                    let mut alone = start(settings);
                    let losses_alone = gpu.train(&mut alone, 33).await.unwrap();
                    assert_eq!(together, alone, "seed {} on {}", settings.seed, device.adapter().name);
                    assert_eq!(losses, &losses_alone[20..]);
                }
            }
        }
    }

    /// A software device gets other lanes than hardware: what is shown on the one holds on the other.
    async fn lanes_change_no_bit() {
        for (corpus, head_size) in [(Corpus::notebook(), 20), (Corpus::notebook(), 128), (ragged_corpus(), 3)] {
            let settings = Settings { head_size, ..Settings::default() };
            let architecture = architecture(&settings, &corpus);
            let start = State::new(starting_parameters(&architecture, &settings));
            let cases = [(0, causal_mask(corpus.sentences()[0].len()))];
            for device in devices().await {
                let mut found = Vec::new();
                for device in [device.clone(), device.with_lanes_of_hardware()] {
                    let mut gpu = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
                    let mut state = start.clone();
                    let losses = gpu.train(&mut state, 20).await.unwrap();
                    let gradients = gpu.gradients(&state.parameters, 0).await.unwrap();
                    let traces = gpu.traces(&state.parameters, &cases).await.unwrap();
                    found.push((losses, state, gradients, traces));
                }
                assert_eq!(found[0], found[1], "head size {head_size}");
            }
        }
    }

    /// A trace is the same on every engine, masked or cut, ragged or not.
    async fn traces_agree() {
        for corpus in [Corpus::notebook(), ragged_corpus()] {
            // With an edge cut, and with a place that may look nowhere; more than are read at once.
            let mut cases = Vec::new();
            for (index, sentence) in corpus.sentences().iter().enumerate().cycle().take(30) {
                let mut cut = causal_mask(sentence.len());
                cut[(2, 1)] = 0.0;
                cut.row_mut(1).fill(0.0);
                cases.extend([(index, causal_mask(sentence.len())), (index, cut)]);
            }
            for settings in toggles() {
                let architecture = architecture(&settings, &corpus);
                let parameters = starting_parameters(&architecture, &settings);
                let expected = CpuEngine::new(architecture, &corpus, adam(&settings)).traces(&parameters, &cases);
                for device in devices().await {
                    let mut gpu = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
                    let found = gpu.traces(&parameters, &cases).await.unwrap();
                    assert_eq!(found.len(), cases.len());
                    found.iter().zip(&expected).for_each(|(found, expected)| assert_same(found, expected));
                }
            }
        }
    }
}

pub fn assert_same(found: &Trace<f32>, expected: &Trace<f32>) {
    // A dozen roundings of numbers of size 1 to 4.
    const TOLERANCE: f64 = 3e-6;
    // Both must say the same of what is masked.
    let visible = |value| if value == f32::NEG_INFINITY { -1e3 } else { value };
    assert_close("loss", &[found.loss], &[expected.loss], TOLERANCE);
    for ((activation, _, found), (.., expected)) in found.matrices().zip(expected.matrices()) {
        assert_eq!((found.rows, found.columns), (expected.rows, expected.columns));
        assert_close(
            activation.about().name,
            &found.map(visible).values,
            &expected.map(visible).values,
            TOLERANCE,
        );
    }
}
