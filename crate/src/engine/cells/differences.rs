//! Trains by the forward pass alone: each gradient is the central difference of the loss. So an idea for the forward can
//! be tried before its backward is written.

use attention_lab_cells::Width;

use super::host::Host;
use super::kernel::Setup;
use super::passes::Passes;
use crate::engine::gpu::spread::Order;
use crate::engine::{EngineError, Task};
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;

/// How far a parameter is moved for its difference. Its error is about step^2 / 6 times the third derivative, and
/// 1e-16 / step: some 1e-10 where that derivative is about 1.
pub const STEP: f64 = 1e-5;

/// Two forward passes in f64 for each parameter, then a step of Adam in f32 like any other.
#[derive(Debug)]
pub struct Differences {
    adam: Adam,
    architecture: Architecture,
    sentences: u64,
    passes: Passes,
}

impl Differences {
    /// An engine for the model, sentences and shaders of `task`.
    ///
    /// # Errors
    /// A part is refused.
    pub fn open(host: &dyn Host, task: &Task<'_>) -> Result<Self, EngineError> {
        let Task { architecture, corpus, adam, sources, .. } = *task;
        let order = Order::Ascending;
        let setup = Setup { host, sources, architecture, corpus, adam, width: Width::Double, order };
        setup.examine()?;
        let sentences = corpus.sentences().len() as u64;
        Ok(Self { adam, architecture, sentences, passes: Passes::open(&setup)? })
    }

    /// See [`crate::engine::Engine::train`].
    ///
    /// # Errors
    /// A shader stopped; `state` then stands before the step in which it did.
    pub fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        let mut losses = Vec::new();
        for _ in 0..steps {
            let sentence = (state.step % self.sentences) as usize;
            let (loss, gradients) = self.gradients(&state.parameters, sentence)?;
            self.adam.update(state, &gradients);
            losses.push(loss);
        }
        Ok(losses)
    }

    /// See [`crate::engine::Engine::gradients`].
    ///
    /// # Errors
    /// A shader stopped.
    pub fn gradients(&mut self, parameters: &[f32], sentence: usize) -> Result<(f32, Vec<f32>), EngineError> {
        let mut parameters: Vec<f64> = parameters.iter().copied().map(f64::from).collect();
        let loss: f64 = self.passes.loss(&parameters, sentence)?;
        let mut gradients = vec![0.0; parameters.len()];
        for tensor in self.architecture.tensors().into_iter().filter(|tensor| tensor.in_use) {
            for i in tensor.range() {
                gradients[i] = self.passes.slope(&mut parameters, i, sentence, STEP)? as f32;
            }
        }
        Ok((loss as f32, gradients))
    }
}
