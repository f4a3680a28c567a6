//! The CPU engine: one core, vectors of eight f32.
//!
//! Training runs in a form of the passes that is made for speed (`fast.rs`, with its Adam in
//! `step.rs`, its sizes in `sizes.rs` and its memory layout in `padded.rs`); single traces and
//! gradients take the plain passes of [`crate::model`].

mod fast;
mod padded;
mod sizes;
mod step;

use super::reference::Reference;
use crate::adam::{Adam, State};
use crate::corpus::Corpus;
use crate::matrix::Matrix;
use crate::parameters::Architecture;
use crate::trace::Trace;
use fast::Fast;
use padded::Padding;

/// Trains and traces on one core in f32.
#[derive(Debug)]
pub struct CpuEngine {
    padding: Padding,
    fast: Fast,
    reference: Reference<f32>,
}

impl CpuEngine {
    /// An engine for the sentences of `corpus`.
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        Self {
            padding: Padding::new(architecture),
            fast: Fast::new(architecture, corpus, adam),
            reference: Reference::new(architecture, corpus, adam),
        }
    }

    /// See [`super::Engine::set_learning_rate`].
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.fast.adam.learning_rate = learning_rate;
    }

    /// See [`super::Engine::train`].
    pub fn train(&mut self, state: &mut State<f32>, steps: u64) -> Vec<f32> {
        let mut padded = self.padding.pad(state);
        let losses = (0..steps).map(|_| self.fast.step(&mut padded)).collect();
        self.padding.unpad(&padded, state);
        losses
    }

    /// See [`super::Engine::gradients`].
    pub fn gradients(&mut self, parameters: &[f32], sentence: usize) -> (f32, Vec<f32>) {
        self.reference.gradients(parameters, sentence)
    }

    /// See [`super::Engine::traces`].
    pub fn traces(&self, parameters: &[f32], cases: &[(usize, Matrix<f32>)]) -> Vec<Trace<f32>> {
        cases.iter().map(|(sentence, mask)| self.reference.trace(parameters, *sentence, mask)).collect()
    }
}
