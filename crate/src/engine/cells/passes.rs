//! Single sentences, forward and backward.

use num_traits::Float;

use super::kernel::{Kernel, Setup};
use crate::engine::EngineError;
use crate::engine::gpu::resources::Run;
use crate::engine::gpu::shader::Entry;
use crate::engine::gpu::transfer::{decode_trace, padded_mask};
use crate::matrix::Matrix;
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::trace::Trace;

/// The passes forward and backward of one model and its sentences.
#[derive(Debug)]
pub struct Passes {
    architecture: Architecture,
    /// Places of each sentence.
    lengths: Vec<usize>,
    fuel: u32,
    /// The sentence under whose causal mask the last forward pass was taken, if it was one.
    masked_for: Option<usize>,
    forward: Kernel,
    backward: Kernel,
}

impl Passes {
    /// Translates both; edited shaders have to be examined first, see [`Setup::examine`].
    ///
    /// # Errors
    /// A part is refused.
    pub fn open(setup: &Setup) -> Result<Self, EngineError> {
        Ok(Self {
            architecture: setup.architecture,
            lengths: setup.corpus.sentences().iter().map(|sentence| sentence.len()).collect(),
            fuel: setup.fuel(),
            masked_for: None,
            forward: setup.open(Entry::Forward)?,
            backward: setup.open(Entry::Backward)?,
        })
    }

    /// The forward pass of a sentence under a mask of T x T.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn trace<F: Float>(
        &mut self,
        parameters: &[F],
        sentence: usize,
        mask: &Matrix<F>,
    ) -> Result<Trace<F>, EngineError> {
        let (loss, activations) = self.forward(parameters, sentence, mask)?;
        Ok(decode_trace(&self.architecture, self.lengths[sentence], mask, loss, &activations))
    }

    /// The same as the shaders leave it: the loss and all activations.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn forward<F: Float>(
        &mut self,
        parameters: &[F],
        sentence: usize,
        mask: &Matrix<F>,
    ) -> Result<(F, Vec<F>), EngineError> {
        self.write_mask(mask);
        self.masked_for = None;
        self.forward.write("parameters", parameters);
        let loss = self.run_forward(sentence)?;
        Ok((loss, self.activations()))
    }

    /// All that the last forward pass has left: every matrix with rows and columns for the longest sentence.
    pub fn activations<F: Float>(&self) -> Vec<F> {
        self.forward.read("activations", self.forward.len("activations"))
    }

    /// The loss of a sentence.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn loss<F: Float>(&mut self, parameters: &[F], sentence: usize) -> Result<F, EngineError> {
        if self.masked_for != Some(sentence) {
            self.write_mask(&causal_mask::<F>(self.lengths[sentence]));
            self.masked_for = Some(sentence);
        }
        self.forward.write("parameters", parameters);
        self.run_forward(sentence)
    }

    /// The slope of the loss of the sentence whose [`loss`](Self::loss) was asked for last, along parameter `i`, at the same
    /// parameters: the central difference of a step to either side.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn slope<F: Float>(
        &mut self,
        parameters: &mut [F],
        i: usize,
        sentence: usize,
        step: F,
    ) -> Result<F, EngineError> {
        let here = parameters[i];
        let is_moved = self.forward.is_written("parameters");
        let mut loss = |at: F| -> Result<F, EngineError> {
            parameters[i] = at;
            // All others lie there, unless an edited forward pass has moved them.
            let (first, last) = if is_moved { (0, parameters.len()) } else { (i, i + 1) };
            self.forward.write_from("parameters", first, &parameters[first..last]);
            self.run_forward(sentence)
        };
        let (up, down) = (loss(here + step), loss(here - step));
        parameters[i] = here;
        self.forward.write_from("parameters", i, &[here]);
        Ok((up? - down?) / (step + step))
    }

    /// The loss of a sentence, and what its backward pass makes of it: one flat vector.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn gradients<F: Float>(
        &mut self,
        parameters: &[F],
        sentence: usize,
    ) -> Result<(F, Vec<F>), EngineError> {
        let loss = self.loss(parameters, sentence)?;
        let activations: Vec<F> = self.activations();
        Ok((loss, self.backward(parameters, sentence, &activations)?))
    }

    /// The backward pass from activations that a forward pass has left.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn backward<F: Float>(
        &mut self,
        parameters: &[F],
        sentence: usize,
        activations: &[F],
    ) -> Result<Vec<F>, EngineError> {
        let size = self.architecture.len();
        self.backward.write("activations", activations);
        self.backward.write("parameters", parameters);
        self.backward.write("gradients", &vec![F::zero(); size]);
        self.backward.call(Run { sentence: sentence as u32, ..Run::default() }, self.fuel)?;
        Ok(self.backward.read("gradients", size))
    }

    fn write_mask<F: Float>(&mut self, mask: &Matrix<F>) {
        self.forward.write("mask", &padded_mask(mask, self.architecture.positions).values);
    }

    /// With mask and parameters where they lie.
    fn run_forward<F: Float>(&mut self, sentence: usize) -> Result<F, EngineError> {
        // No loss is negative infinity.
        self.forward.write("losses", &[F::neg_infinity()]);
        self.forward.call(Run { sentence: sentence as u32, ..Run::default() }, self.fuel)?;
        let loss = self.forward.read("losses", 1)[0];
        if loss == F::neg_infinity() { Err(self.forward.without_a_loss(Entry::Forward)) } else { Ok(loss) }
    }
}
