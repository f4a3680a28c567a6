//! The CPU engine: one core, vectors of eight f32.
//!
//! Training runs in a form of the passes that is made for speed (`fast/`, with its sizes in
//! `sizes.rs` and its memory layout in `padded.rs`); single traces and gradients take the plain
//! passes of [`crate::model`].

mod fast;
mod padded;
mod sizes;
mod vector;

use super::reference::Reference;
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;
use crate::task::corpus::Corpus;
use fast::Fast;
use fearless_simd::Level;
use padded::{PaddedState, Padding};

/// Trains and traces on one core in f32.
#[derive(Debug)]
pub struct CpuEngine {
    padding: Padding,
    fast: Fast,
    reference: Reference<f32>,
    level: Level,
}

impl CpuEngine {
    /// An engine for the sentences of `corpus`.
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        Self {
            padding: Padding::new(architecture),
            fast: Fast::new(architecture, corpus, adam),
            reference: Reference::new(architecture, corpus, adam),
            level: Level::new(),
        }
    }

    /// See [`super::Engine::set_learning_rate`].
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.fast.adam.learning_rate = learning_rate;
    }

    /// Keeps to the instructions that every processor of this kind has, to measure what more of
    /// them are worth. The results are the same bits.
    pub fn set_baseline(&mut self) {
        self.level = Level::baseline();
    }

    /// See [`super::Engine::train`].
    pub fn train(&mut self, state: &mut State<f32>, steps: u64) -> Vec<f32> {
        let mut padded = self.padding.pad(state);
        let losses = self.train_padded(&mut padded, steps);
        self.padding.unpad(&padded, state);
        losses
    }

    /// AVX2 where the processor has it, else the baseline. Each set of instructions costs a copy of
    /// the step in the program, so there are no more than these two.
    #[cfg(target_arch = "x86_64")]
    fn train_padded(&mut self, state: &mut PaddedState, steps: u64) -> Vec<f32> {
        match (self.level.as_avx2(), self.level.as_sse2()) {
            (Some(avx2), _) => self.fast.train(avx2, state, steps),
            (None, Some(sse2)) => self.fast.train(sse2, state, steps),
            (None, None) => unreachable!("SSE2 is part of x86-64"),
        }
    }

    /// The instructions that the target promises.
    #[cfg(not(target_arch = "x86_64"))]
    fn train_padded(&mut self, state: &mut PaddedState, steps: u64) -> Vec<f32> {
        fearless_simd::dispatch!(self.level, simd => self.fast.train(simd, state, steps))
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
