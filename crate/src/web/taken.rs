//! What the module that writes a run as files is told of it.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use crate::model::trace::Trace;

#[wasm_bindgen]
impl Lab {
    /// The weights that are shown, one flat vector.
    pub fn parameters(&self) -> Vec<f32> {
        self.trainer.state().parameters.clone()
    }

    /// The forward pass of every sentence at these weights: the loss and all matrices, one behind the other.
    pub fn trace_numbers(&self) -> Vec<f32> {
        let numbers: Vec<_> = self.traces.iter().map(Trace::numbers).collect();
        numbers.concat()
    }

    /// The loss of each step so far.
    pub fn step_losses(&self) -> Vec<f32> {
        self.trainer.history().losses().to_vec()
    }

    /// The learning rates so far: the first step of each, and the rate, one pair behind the other.
    pub fn rates_by_step(&self) -> Vec<f64> {
        self.trainer.learning_rates().into_iter().flat_map(|(step, rate)| [step as f64, rate]).collect()
    }

    /// Who computes: interface, name and kind of the device.
    pub fn adapter(&self) -> Vec<String> {
        let adapter = self.trainer.adapter();
        vec![adapter.backend, adapter.name, adapter.kind]
    }
}
