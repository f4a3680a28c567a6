//! The reference: the plain passes of [`crate::model`], one sentence after another.
//!
//! In f64 it is what the engines are tested against; in f32 it serves the CPU engine where speed
//! does not matter.

use num_traits::Float;

use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::backward::Backward;
use crate::model::trace::Trace;
use crate::model::{self, causal_mask};
use crate::task::corpus::{Corpus, Sentence};

/// Trains and traces on one core, plainly.
#[derive(Debug)]
pub struct Reference<F> {
    architecture: Architecture,
    adam: Adam,
    sentences: Vec<Work<F>>,
}

/// One sentence and the memory that its passes fill.
#[derive(Debug)]
struct Work<F> {
    sentence: Sentence,
    mask: Matrix<F>,
    trace: Trace<F>,
    backward: Backward<F>,
}

impl<F: Float> Reference<F> {
    /// A reference for the sentences of `corpus`.
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        let work = |sentence: &Sentence| Work {
            sentence: sentence.clone(),
            mask: causal_mask(sentence.len()),
            trace: Trace::zeros(&architecture, sentence.len()),
            backward: Backward::zeros(&architecture, sentence.len()),
        };
        Self { architecture, adam, sentences: corpus.sentences().iter().map(work).collect() }
    }

    /// See [`super::Engine::set_learning_rate`].
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.adam.learning_rate = learning_rate;
    }

    /// See [`super::Engine::train`].
    pub fn train(&mut self, state: &mut State<F>, steps: u64) -> Vec<F> {
        let sentences = self.sentences.len() as u64;
        (0..steps)
            .map(|_| {
                let work = &mut self.sentences[(state.step % sentences) as usize];
                work.differentiate(&self.architecture, &state.parameters);
                self.adam.update(state, &work.backward.gradients);
                work.trace.loss
            })
            .collect()
    }

    /// See [`super::Engine::gradients`].
    pub fn gradients(&mut self, parameters: &[F], sentence: usize) -> (F, Vec<F>) {
        let work = &mut self.sentences[sentence];
        work.differentiate(&self.architecture, parameters);
        (work.trace.loss, work.backward.gradients.clone())
    }

    /// The forward pass of one sentence under a mask of T x T.
    pub fn trace(&self, parameters: &[F], sentence: usize, mask: &Matrix<F>) -> Trace<F> {
        let sentence = &self.sentences[sentence].sentence;
        let mut trace = Trace::zeros(&self.architecture, sentence.len());
        model::forward(&self.architecture, parameters, sentence, mask, &mut trace);
        trace
    }
}

impl<F: Float> Work<F> {
    fn differentiate(&mut self, architecture: &Architecture, parameters: &[F]) {
        model::forward(architecture, parameters, &self.sentence, &self.mask, &mut self.trace);
        model::backward(architecture, parameters, &self.sentence, &self.trace, &mut self.backward);
    }
}
