//! What the lens shows of a step is what the step then does.

use attention_lab::engine::Backend;
use attention_lab::engine::gpu::KeptDevice;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::lens::{Side, first_derivative, place_losses};
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::{assert_close, devices, largest, ragged_corpus};

/// A trainer for each device, and one for the CPU engine.
async fn trainers(settings: Settings, corpus: &Corpus) -> Vec<Trainer> {
    let mut slots: Vec<(Backend, KeptDevice)> =
        devices().await.into_iter().map(|device| (Backend::Gpu, Some(Ok(device)))).collect();
    slots.push((Backend::Cpu, None));
    let mut trainers = Vec::new();
    for (backend, mut slot) in slots {
        trainers.push(Trainer::open(Run::new(settings, corpus.clone()), backend, &mut slot).await.unwrap());
    }
    trainers
}

everywhere! {
    /// Bit for bit, and looking moves nothing: at the start, after fused steps, and up to the end.
    async fn what_is_peeked_is_what_is_done() {
        let settings = Settings { head_size: 3, epochs: 4, ..Settings::default() };
        for mut trainer in trainers(settings, &ragged_corpus()).await {
            for fused in [0, 3, 4] {
                trainer.advance(fused).await.unwrap();
                let (state, step) = (trainer.state().clone(), trainer.step());
                let peeked = trainer.peek().await.unwrap();
                assert_eq!(trainer.state(), &state, "looking moves nothing");
                assert_eq!((peeked.after.step, peeked.sentence as u64), (step + 1, step % 3));
                assert_ne!(peeked.after.parameters, peeked.before.parameters);

                trainer.step_by_hand().await.unwrap();
                assert_eq!(trainer.state(), &peeked.after, "{}", trainer.device_sentence());
                assert_eq!(trainer.history().losses().last(), Some(&peeked.loss));
            }
            // At the end it is the step that would come next, and nobody takes it.
            trainer.advance(99).await.unwrap();
            let state = trainer.state().clone();
            assert_eq!(trainer.peek().await.unwrap().after.step, state.step + 1);
            trainer.step_by_hand().await.unwrap();
            assert_eq!(trainer.state(), &state);
        }
    }

    /// The textbook's lines, taken from the moments, lead where the step leads.
    async fn the_arithmetic_leads_to_the_new_weight() {
        let settings = Settings { learning_rate: 0.01, ..Settings::default() };
        for mut trainer in trainers(settings, &Corpus::notebook()).await {
            for steps in [0, 1, 7] {
                trainer.advance(steps).await.unwrap();
                let lens = trainer.peek().await.unwrap();
                let changes = lens.side(Side::Change);
                for (parameter, &change) in changes.iter().enumerate() {
                    let lines = lens.arithmetic(parameter).expect("a parameter");
                    let [m, v] = lines.moments_before;
                    let (g, adam) = (lines.g, lines.adam);
                    let m = adam.beta1 * m + (1.0 - adam.beta1) * g;
                    let v = adam.beta2 * v + (1.0 - adam.beta2) * g * g;
                    // The moments are f32: relative to the larger part of a sum that may cancel.
                    let size = g.abs().max(lines.moments_before[0].abs());
                    assert!((m - lines.moments[0]).abs() <= 2e-7 * size, "m of {parameter}");
                    assert!((v - lines.moments[1]).abs() <= 1e-6 * v, "v of {parameter}");
                    // Weights are of size 1 to 4, and so are rounded to 2e-7.
                    let found = [lines.before + lines.change(), f64::from(change)];
                    assert_close("weight and change", &found, &[lines.after, lines.change()], 5e-7);
                }
                assert_eq!(lens.arithmetic(changes.len()), None);
                // Kingma and Ba, section 2.1: lr (1 - beta1) / sqrt(1 - beta2) at most; at first just lr.
                let most = if lens.before.step == 0 { 0.010_001 } else { 0.0317 };
                assert!(largest(&changes) <= most, "{} at step {}", largest(&changes), lens.before.step);
            }
        }
    }

    /// The losses of the places have the loss of the sentence as their mean, and the way back begins
    /// with rows that add up to 0: what one word gains the others lose.
    async fn the_places_make_the_loss() {
        let corpus = ragged_corpus();
        for mut trainer in trainers(Settings::default(), &corpus).await {
            let traces = trainer.traces().await.unwrap();
            for (sentence, trace) in corpus.sentences().iter().zip(&traces) {
                let losses = place_losses(trace, &sentence.targets);
                let mean = losses.iter().sum::<f32>() / losses.len() as f32;
                assert_close("mean", &[mean], &[trace.loss], 1e-6);
                let start = first_derivative(trainer.architecture(), sentence, trace);
                for (t, row) in start.rows_iter().enumerate() {
                    assert_close("row", &[row.iter().sum::<f32>()], &[0.0], 1e-6);
                    assert!(row[sentence.targets[t] as usize] < 0.0);
                }
            }
        }
    }
}
