//! One run, on one core.

use super::row::{Outcome, Place, Row};
use crate::engine::cpu::CpuEngine;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::init::starting_parameters;
use crate::task::corpus::{Corpus, Sentence};
use crate::task::settings::Settings;

/// Training hands back the loss of each step, and no run needs all of them at once.
const STEPS_AT_ONCE: u64 = 100_000;

/// Trains one run to its end on the CPU engine.
pub fn run(settings: &Settings, corpus: &Corpus, place: Place) -> Row {
    let architecture = Architecture::new(settings, corpus);
    let mut engine = CpuEngine::new(architecture, corpus, Adam::of(settings));
    let mut state = State::new(starting_parameters(&architecture, settings));
    let mut left = settings.steps(corpus.sentences().len());
    while left > 0 {
        let steps = left.min(STEPS_AT_ONCE);
        engine.train(&mut state, steps);
        left -= steps;
    }
    let outcome = |(index, sentence): (usize, &Sentence)| {
        let traces = engine.traces(&state.parameters, &[(index, causal_mask(sentence.len()))]);
        traces.first().map(|trace| Outcome::new(sentence, place.of(sentence), trace))
    };
    let sentences = corpus.sentences().iter().enumerate().filter_map(outcome).collect();
    Row { settings: *settings, sentences }
}
