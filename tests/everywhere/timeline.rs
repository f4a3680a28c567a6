//! Looking back over a run: what is shown at a step is what a run that stops there shows, exactly.

use attention_lab::engine::Backend;
use attention_lab::engine::gpu::KeptDevice;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::devices;

/// What happens to a run, until it stops at some step.
#[derive(Clone, Copy)]
enum Act {
    Train(u64),
    Rate(f64),
    ByHand,
}

/// Two changes of the learning rate, one of them taken back, and steps by hand between others.
const ACTS: [Act; 10] = [
    Act::Train(37),
    Act::Rate(3e-3),
    Act::Train(100),
    Act::ByHand,
    Act::ByHand,
    Act::Train(7),
    Act::Rate(1e-3),
    Act::ByHand,
    Act::Rate(1e-4),
    Act::Train(133),
];
const END: u64 = 280;

async fn run(backend: Backend, slot: &mut KeptDevice, stop: u64) -> Trainer {
    let settings = Settings { head_size: 3, epochs: 150, ..Settings::default() };
    let mut trainer = Trainer::open(Run::new(settings, Corpus::notebook()), backend, slot).await.unwrap();
    for act in ACTS {
        let rest = stop - trainer.step();
        match act {
            Act::Train(steps) => trainer.advance(steps.min(rest)).await.unwrap(),
            Act::Rate(rate) => trainer.set_learning_rate(rate),
            Act::ByHand if rest > 0 => trainer.step_by_hand().await.unwrap(),
            Act::ByHand => {}
        }
    }
    trainer
}

async fn compare(backend: Backend, slot: &mut KeptDevice, steps: &[u64]) {
    let mut whole = run(backend, slot, END).await;
    let who = whole.adapter().name;
    let (end, history) = (whole.state().clone(), whole.history().clone());
    assert_eq!(whole.step(), END);
    for &step in steps {
        whole.show(step).await.unwrap();
        let mut fresh = run(backend, slot, step).await;
        assert_eq!(whole.shown_step(), step);
        assert_eq!(whole.state(), fresh.state(), "step {step} on {who}");
        assert_eq!(whole.traces().await.unwrap(), fresh.traces().await.unwrap(), "step {step} on {who}");
        assert_eq!(fresh.history().losses(), &history.losses()[..step as usize]);
        // Looking loses nothing.
        assert_eq!((whole.step(), whole.history()), (END, &history));
    }
    // After a look back the run goes on from its end, at its last learning rate.
    whole.show(50).await.unwrap();
    whole.advance(20).await.unwrap();
    let mut straight = run(backend, slot, END).await;
    assert_eq!(straight.state(), &end);
    straight.advance(20).await.unwrap();
    assert_eq!(whole.state(), straight.state(), "{who}");
    assert_eq!(whole.learning_rates(), [(0, 1e-4), (37, 3e-3), (146, 1e-3), (147, 1e-4)]);

    // Rewound, the last rate holds for all steps.
    whole.rewind();
    assert_eq!((whole.step(), whole.shown_step(), whole.learning_rates()), (0, 0, vec![(0, 1e-4)]));
    whole.advance(37).await.unwrap();
    assert_eq!(whole.state(), run(backend, slot, 37).await.state(), "{who}");
}

everywhere! {
    async fn looking_back_shows_a_run_that_stops_there() {
        let all: Vec<u64> = (0..=END).rev().chain([279, 60, 5]).collect();
        compare(Backend::Cpu, &mut None, &all).await;
        for device in devices().await {
            compare(Backend::Gpu, &mut Some(Ok(device)), &[0, 37, 139, 148, 60]).await;
        }
    }

    /// The notebook's whole run on the CPU engine, which keeps snapshots on the way.
    async fn every_step_of_a_whole_run_can_be_looked_at() {
        let settings = Settings::preset("printed").unwrap();
        let open = async || Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Cpu, &mut None).await.unwrap();
        let mut whole = open().await;
        whole.advance(whole.total_steps()).await.unwrap();
        for step in [9999, 5000, 4321, 41, 40, 39, 7777] {
            whole.show(step).await.unwrap();
            let mut fresh = open().await;
            fresh.advance(step).await.unwrap();
            assert_eq!(whole.state(), fresh.state(), "step {step}");
        }
    }
}
