//! Trains and traces by cells.

use attention_lab_cells::Width;

use super::host::Host;
use super::kernel::{Kernel, Setup};
use super::passes::Passes;
use crate::engine::gpu::resources::{Coefficients, Run};
use crate::engine::gpu::shader::Entry;
use crate::engine::gpu::spread::Order;
use crate::engine::{EngineError, Task};
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::causal_mask;
use crate::model::trace::Trace;

/// Steps of one call at most: so a loop that never ends is found in one that lasts a moment.
const STEPS_OF_A_CALL: u64 = 64;
/// Sentences that are tried before a run begins.
const TRIED: usize = 16;

/// Trains and traces by the shaders as WebAssembly, on one core in f32.
#[derive(Debug)]
pub struct CellsEngine {
    adam: Adam,
    sentences: u32,
    parameters: usize,
    positions: usize,
    /// Of one step.
    fuel: u32,
    passes: Passes,
    train: Kernel,
}

impl CellsEngine {
    /// An engine for the model, sentences and shaders of `task`: all of them are translated.
    ///
    /// # Errors
    /// [`EngineError::Source`] where a part is refused.
    pub fn open(host: &dyn Host, task: &Task<'_>) -> Result<Self, EngineError> {
        let Task { architecture, corpus, adam, sources, .. } = *task;
        let order = Order::Ascending;
        let setup = Setup { host, sources, architecture, corpus, adam, width: Width::Single, order };
        setup.examine()?;
        let passes = Passes::open(&setup)?;
        let mut train = setup.open(Entry::Train)?;
        train.write("mask", &causal_mask::<f32>(architecture.positions).values);
        let sentences = corpus.sentences().len() as u32;
        let (parameters, positions) = (architecture.len(), architecture.positions);
        Ok(Self { adam, sentences, parameters, positions, fuel: setup.fuel(), passes, train })
    }

    /// The same after every entry has been taken once. So it is before a run begins, and before a GPU gets edited shaders: an
    /// index out of bounds and a loop without an end are sentences here, and could cost the device there.
    ///
    /// # Errors
    /// A part is refused, or a shader did what cannot be done.
    pub fn rehearsed(host: &dyn Host, task: &Task<'_>) -> Result<Self, EngineError> {
        let mut engine = Self::open(host, task)?;
        let tried = task.corpus.sentences().len().min(TRIED);
        for sentence in 0..tried {
            engine.gradients(task.start, sentence)?;
        }
        engine.train(&mut State::new(task.start.to_vec()), tried as u64)?;
        Ok(engine)
    }

    /// Answers what is asked by an [`Elsewhere`](super::Elsewhere): numbers for numbers. `None` to what is no question.
    ///
    /// # Errors
    /// As for [`Self::train`].
    pub fn answer(
        &mut self,
        what: &str,
        numbers: &[f32],
        counts: &[f64],
    ) -> Result<Option<Vec<f32>>, EngineError> {
        let size = self.parameters;
        if numbers.len() < size {
            return Ok(None);
        }
        let (parameters, rest) = numbers.split_at(size);
        Ok(match (what, counts) {
            ("train", &[step, steps, learning_rate]) if rest.len() == 2 * size => {
                let (first, second) = rest.split_at(size);
                let mut state = State {
                    step: step as u64,
                    parameters: parameters.to_vec(),
                    first_moment: first.to_vec(),
                    second_moment: second.to_vec(),
                };
                self.set_learning_rate(learning_rate);
                let mut answer = self.train(&mut state, steps as u64)?;
                answer.extend(state.parameters);
                answer.extend(state.first_moment);
                answer.extend(state.second_moment);
                Some(answer)
            }
            ("gradients", &[sentence]) if sentence < f64::from(self.sentences) => {
                let (loss, gradients) = self.gradients(parameters, sentence as usize)?;
                Some([&[loss], &gradients[..]].concat())
            }
            ("traces", sentences) => {
                let side = self.positions;
                let mut answer = Vec::new();
                for (&sentence, mask) in sentences.iter().zip(rest.chunks_exact(side * side)) {
                    let mask = Matrix { rows: side, columns: side, values: mask.to_vec() };
                    let (loss, activations) = self.passes.forward(parameters, sentence as usize, &mask)?;
                    answer.push(loss);
                    answer.extend(activations);
                }
                Some(answer)
            }
            _ => None,
        })
    }

    /// See [`crate::engine::Engine::set_learning_rate`].
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.adam.learning_rate = learning_rate;
    }

    /// See [`crate::engine::Engine::train`].
    ///
    /// # Errors
    /// [`EngineError::Stopped`] where a shader did what cannot be done; `state` is then unchanged.
    pub fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        let size = state.parameters.len();
        let moments = state.first_moment.iter().zip(&state.second_moment);
        self.train.write("parameters", &state.parameters);
        self.train.write("moments", &moments.flat_map(|(&m, &v)| [m, v]).collect::<Vec<f32>>());
        let at_once = u64::from(i32::MAX as u32 / self.fuel).clamp(1, STEPS_OF_A_CALL);
        let mut losses = Vec::new();
        let mut taken = 0;
        while taken < steps {
            let batch = (steps - taken).min(at_once);
            losses.extend(self.train_batch(state.step + taken, batch)?);
            taken += batch;
        }
        state.step += steps;
        state.parameters = self.train.read("parameters", size);
        let moments: Vec<f32> = self.train.read("moments", 2 * size);
        (state.first_moment, state.second_moment) =
            moments.as_chunks().0.iter().map(|&[m, v]| (m, v)).unzip();
        Ok(losses)
    }

    fn train_batch(&mut self, first_step: u64, batch: u64) -> Result<Vec<f32>, EngineError> {
        let coefficients: Vec<Coefficients> =
            (1..=batch).map(|step| self.adam.coefficients(first_step + step).into()).collect();
        self.train.write_coefficients(&coefficients);
        // No loss is negative infinity.
        self.train.write("losses", &vec![f32::NEG_INFINITY; batch as usize]);
        let run = Run {
            sentences: self.sentences,
            first_step: first_step as u32,
            steps: batch as u32,
            ..Run::default()
        };
        self.train.call(run, self.fuel.saturating_mul(batch as u32))?;
        let losses: Vec<f32> = self.train.read("losses", batch as usize);
        if losses.contains(&f32::NEG_INFINITY) {
            return Err(self.train.without_a_loss(Entry::Train));
        }
        Ok(losses)
    }

    /// See [`crate::engine::Engine::gradients`].
    ///
    /// # Errors
    /// As for [`Self::train`].
    pub fn gradients(&mut self, parameters: &[f32], sentence: usize) -> Result<(f32, Vec<f32>), EngineError> {
        self.passes.gradients(parameters, sentence)
    }

    /// See [`crate::engine::Engine::traces`].
    ///
    /// # Errors
    /// As for [`Self::train`].
    pub fn traces(
        &mut self,
        parameters: &[f32],
        cases: &[(usize, Matrix<f32>)],
    ) -> Result<Vec<Trace<f32>>, EngineError> {
        cases.iter().map(|(sentence, mask)| self.passes.trace(parameters, *sentence, mask)).collect()
    }
}
