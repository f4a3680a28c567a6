//! The notebook's run, 10,000 Adam steps, on each engine: `cargo bench --bench run`.

use std::time::{Duration, Instant};

use attention_lab::corpus::Corpus;
use attention_lab::engine::Backend;
use attention_lab::settings::Settings;
use attention_lab::trainer::Trainer;

fn time(mut trainer: Trainer, rounds: usize) -> Vec<Duration> {
    (0..rounds)
        .map(|_| {
            trainer.rewind();
            let start = Instant::now();
            pollster::block_on(trainer.advance(trainer.total_steps())).expect("the run ends");
            start.elapsed()
        })
        .collect()
}

fn main() {
    let open = |backend| {
        pollster::block_on(Trainer::open(Settings::default(), Corpus::notebook(), backend, &mut None))
            .expect("the engine opens")
    };
    for (name, backend, rounds) in [("cpu", Backend::Cpu, 15), ("gpu", Backend::Gpu, 3)] {
        let mut times = time(open(backend), rounds);
        times.sort();
        println!("{name}: median {:?}, {:?} to {:?}", times[rounds / 2], times[0], times[rounds - 1]);
    }
}
