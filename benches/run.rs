//! The notebook's run, 10,000 Adam steps, on every engine side by side: `cargo bench`.
//!
//! Rounds take turns, so that a change in the machine's speed meets all engines alike; what counts
//! are the ratios.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    native::main();
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::time::{Duration, Instant};

    use attention_lab::adam::{Adam, State};
    use attention_lab::corpus::Corpus;
    use attention_lab::engine::cpu::CpuEngine;
    use attention_lab::engine::gpu::{Device, GpuEngine};
    use attention_lab::engine::reference::Reference;
    use attention_lab::init::starting_parameters;
    use attention_lab::parameters::Architecture;
    use attention_lab::settings::Settings;

    const STEPS: u64 = 10_000;
    const ROUNDS: usize = 7;

    /// Takes the steps of a whole run.
    type Train = Box<dyn FnMut(&mut State<f32>)>;

    pub fn main() {
        let (settings, corpus, adam) = (Settings::default(), Corpus::notebook(), Adam::default());
        let architecture = Architecture::new(&settings, &corpus);
        let start = State::new(starting_parameters(&architecture, &settings));

        let mut plain = Reference::<f32>::new(architecture, &corpus, adam);
        let mut cpu = CpuEngine::new(architecture, &corpus, adam);
        let mut engines: Vec<(String, Train)> = vec![
            ("plain passes, one core".into(), Box::new(move |state| drop(plain.train(state, STEPS)))),
            ("CPU engine, one core".into(), Box::new(move |state| drop(cpu.train(state, STEPS)))),
        ];
        for device in pollster::block_on(Device::all()).expect("every GPU device opens") {
            let name = device.adapter().name.clone();
            let mut gpu = pollster::block_on(GpuEngine::new(&device, architecture, &corpus, adam))
                .expect("the notebook fits every GPU");
            let train = move |state: &mut State<f32>| {
                pollster::block_on(gpu.train(state, STEPS)).expect("the device works");
            };
            engines.push((name, Box::new(train)));
        }

        let mut times = vec![Vec::new(); engines.len()];
        for round in 0..=ROUNDS {
            for ((_, train), times) in engines.iter_mut().zip(&mut times) {
                let time = time(train, &start);
                // The first round warms caches and compiles pipelines.
                if round > 0 {
                    times.push(time);
                }
            }
        }
        print(&engines.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), times);
    }

    fn time(train: &mut Train, start: &State<f32>) -> Duration {
        let mut state = start.clone();
        let begin = Instant::now();
        train(&mut state);
        begin.elapsed()
    }

    fn print(names: &[String], mut times: Vec<Vec<Duration>>) {
        times.iter_mut().for_each(|times| times.sort());
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let plain = milliseconds(times[0][ROUNDS / 2]);
        println!(
            "{STEPS} steps of the notebook's run, median of {ROUNDS} rounds in turn (fastest to slowest)"
        );
        for (name, times) in names.iter().zip(times) {
            let [fastest, median, slowest] =
                [times[0], times[ROUNDS / 2], times[ROUNDS - 1]].map(milliseconds);
            let ratio = plain / median;
            println!(
                "{name:<40} {median:>9.1} ms ({fastest:.1} to {slowest:.1})  {ratio:>6.2} x the plain passes' speed"
            );
        }
    }
}
