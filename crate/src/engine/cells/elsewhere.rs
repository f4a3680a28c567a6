//! Cells that run elsewhere. In the page that is its worker: nothing that a reader has written may hold the page up.

use js_sys::{Float32Array, Float64Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::engine::gpu::shader::trace_arrays;
use crate::engine::gpu::transfer::{decode_trace, padded_mask};
use crate::engine::{EngineError, Task};
use crate::matrix::Matrix;
use crate::model::adam::State;
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;

/// Asks the worker, which has the run's shaders, for all that an engine does. Whoever answers is
/// [`CellsEngine::answer`](super::CellsEngine::answer).
#[derive(Debug)]
pub struct Elsewhere {
    architecture: Architecture,
    /// Places of each sentence.
    lengths: Vec<usize>,
    learning_rate: f64,
    ask: Function,
    failure: Option<EngineError>,
}

impl Elsewhere {
    /// `ask` is given what is asked, numbers and counts, and promises numbers.
    pub fn new(ask: Function, task: &Task<'_>) -> Self {
        Self {
            architecture: task.architecture,
            lengths: task.corpus.sentences().iter().map(|sentence| sentence.len()).collect(),
            learning_rate: task.adam.learning_rate,
            ask,
            failure: None,
        }
    }

    /// Why the last question had no answer, once.
    pub fn take_failure(&mut self) -> Option<EngineError> {
        self.failure.take()
    }

    /// See [`crate::engine::Engine::set_learning_rate`].
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = learning_rate;
    }

    /// See [`crate::engine::Engine::train`].
    ///
    /// # Errors
    /// A shader stopped, or the worker did.
    pub async fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        let size = state.parameters.len();
        let numbers = [&state.parameters[..], &state.first_moment, &state.second_moment].concat();
        let counts = [state.step as f64, steps as f64, self.learning_rate];
        let mut losses = self.ask("train", &numbers, &counts, 3 * size + steps as usize).await?;
        let mut numbers = losses.split_off(steps as usize);
        state.second_moment = numbers.split_off(2 * size);
        state.first_moment = numbers.split_off(size);
        state.parameters = numbers;
        state.step += steps;
        Ok(losses)
    }

    /// See [`crate::engine::Engine::gradients`].
    ///
    /// # Errors
    /// As for [`Self::train`].
    pub async fn gradients(
        &mut self,
        parameters: &[f32],
        sentence: usize,
    ) -> Result<(f32, Vec<f32>), EngineError> {
        let answer = self.ask("gradients", parameters, &[sentence as f64], 1 + parameters.len()).await?;
        Ok((answer[0], answer[1..].to_vec()))
    }

    /// See [`crate::engine::Engine::traces`].
    ///
    /// # Errors
    /// As for [`Self::train`].
    pub async fn traces(
        &mut self,
        parameters: &[f32],
        cases: &[(usize, Matrix<f32>)],
    ) -> Result<Vec<Trace<f32>>, EngineError> {
        let mut numbers = parameters.to_vec();
        for (_, mask) in cases {
            numbers.extend(padded_mask(mask, self.architecture.positions).values);
        }
        let sentences: Vec<f64> = cases.iter().map(|&(sentence, _)| sentence as f64).collect();
        let size = 1 + trace_arrays(&self.architecture).iter().map(|(_, length)| length).sum::<usize>();
        let answer = self.ask("traces", &numbers, &sentences, size * cases.len()).await?;
        let trace = |((sentence, mask), numbers): (&(usize, Matrix<f32>), &[f32])| {
            decode_trace(&self.architecture, self.lengths[*sentence], mask, numbers[0], &numbers[1..])
        };
        Ok(cases.iter().zip(answer.chunks(size)).map(trace).collect())
    }

    async fn ask(
        &mut self,
        what: &str,
        numbers: &[f32],
        counts: &[f64],
        expected: usize,
    ) -> Result<Vec<f32>, EngineError> {
        let (numbers, counts) = (Float32Array::from(numbers), Float64Array::from(counts));
        let asked = self.ask.call3(&JsValue::UNDEFINED, &what.into(), &numbers, &counts);
        let answer = match asked.map(|promise| Promise::resolve(&promise)) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let answer = answer.map(|numbers| numbers.unchecked_into::<Float32Array>().to_vec());
        let answer = answer.map_err(|error| {
            let said = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            EngineError::Elsewhere(said.unwrap_or_else(|| "the worker does not say why".into()))
        });
        let answer = answer.and_then(|answer| {
            let is_whole = answer.len() == expected;
            let damaged = || EngineError::Elsewhere("the worker's answer is damaged".into());
            is_whole.then_some(answer).ok_or_else(damaged)
        });
        self.failure = answer.as_ref().err().cloned();
        answer
    }
}
