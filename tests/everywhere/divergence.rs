//! Where a run overflowed is found afterwards, by training its past again.

use attention_lab::engine::Backend;
use attention_lab::model::activations::Activation;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::divergence::{Divergence, Overflow};
use attention_lab::train::run::{Run, Start};
use attention_lab::train::trainer::Trainer;

use crate::common::ragged_corpus;

/// Trains on the CPU: what a GPU makes of numbers that are not finite, the shading language leaves open.
async fn trained(corpus: Corpus, learning_rate: f64, steps: u64) -> Trainer {
    let settings = Settings { learning_rate: 1e-3, ..Settings::default() };
    let mut trainer = Trainer::open(Run::new(settings, corpus), Backend::Cpu, &mut None).await.unwrap();
    trainer.advance(steps).await.unwrap();
    trainer.set_learning_rate(learning_rate);
    trainer.advance(50).await.unwrap();
    trainer
}

everywhere! {
    async fn a_run_that_overflows_says_where() {
        for corpus in [Corpus::notebook(), ragged_corpus()] {
            let sentences = corpus.sentences().len();
            for steps in [0, 1, 100, 3000] {
                // One step makes the weights so large that the next forward pass overflows.
                let mut trainer = trained(corpus.clone(), 1e30, steps).await;
                let found = Divergence::find(&mut trainer).await.unwrap().expect("it has diverged");
                assert_eq!(found.step, steps + 2, "{found}");
                assert_eq!(found.sentence, (steps as usize + 1) % sentences + 1);
                assert_eq!(found.first, Overflow::Forward(Activation::Query));
                let text = found.to_string();
                assert!(text.contains(&format!("at step {} (epoch {}", steps + 2, (steps + 1) / sentences as u64)), "{text}");
                assert!(text.contains("Queries q") && text.ends_with("below 1000000000000000000000000000000, or fewer epochs."), "{text}");

                // And that is so.
                trainer.show(steps + 1).await.unwrap();
                assert!(trainer.state().parameters.iter().all(|number| number.is_finite()));
                trainer.show(steps + 2).await.unwrap();
                assert!(!trainer.state().parameters.iter().all(|number| number.is_finite()));
            }
        }
        let mut trainer = trained(Corpus::notebook(), f64::MAX, 10).await;
        let found = Divergence::find(&mut trainer).await.unwrap().unwrap();
        assert!(found.step == 11 && matches!(found.first, Overflow::Weights(_)), "{found}");
    }

    async fn a_good_run_is_left_as_it_is() {
        let mut trainer = trained(Corpus::notebook(), 1e-3, 100).await;
        trainer.show(30).await.unwrap();
        let shown = trainer.state().clone();
        assert_eq!(Divergence::find(&mut trainer).await, Ok(None));
        assert_eq!((trainer.shown_step(), trainer.step()), (30, 150));
        assert_eq!(trainer.state(), &shown);
    }

    async fn weights_that_overflow_at_once_say_so() {
        let mut run = Run::new(Settings::default(), Corpus::notebook());
        run.start = Start::Weights(vec![1e30; run.architecture().len()].into());
        let mut trainer = Trainer::open(run, Backend::Cpu, &mut None).await.unwrap();
        let found = Divergence::find(&mut trainer).await.unwrap().unwrap();
        assert!(found.is_over && found.step == 1, "{found:?}");
        assert!(found.to_string().ends_with("Its starting weights are too large: begin with smaller ones."), "{found}");
    }
}
