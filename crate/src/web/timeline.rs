//! Looking back over a run, and another learning rate in the middle of it.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use crate::task::settings::Settings;

#[wasm_bindgen]
impl Lab {
    /// Shows the run as it was after `step` steps; from its last step on, as it is. Traces, losses
    /// and figures follow.
    ///
    /// # Errors
    /// The device failed. Call `recover`.
    pub async fn scrub(&mut self, step: f64) -> Result<(), JsError> {
        self.trainer.show(step as u64).await?;
        self.refresh().await
    }

    /// The step whose numbers are shown.
    pub fn shown_step(&self) -> f64 {
        self.trainer.shown_step() as f64
    }

    /// Goes on with the learning rate of these settings, if nothing else of them differs, and if
    /// some but not all steps have been taken. Says whether it does.
    ///
    /// # Errors
    /// The settings are wrong.
    pub fn change_learning_rate(&mut self, settings: &str) -> Result<bool, JsError> {
        let wanted: Settings = settings.parse()?;
        let now = *self.trainer.settings();
        let goes_on = (1..self.trainer.total_steps()).contains(&self.trainer.step())
            && wanted == Settings { learning_rate: wanted.learning_rate, ..now };
        if goes_on {
            self.trainer.set_learning_rate(wanted.learning_rate);
        }
        Ok(goes_on)
    }

    /// The learning rates so far, as text.
    pub fn learning_rates(&self) -> Vec<String> {
        self.trainer.learning_rates().iter().map(|(_, rate)| rate.to_string()).collect()
    }

    /// The first step of each learning rate.
    pub fn learning_rate_steps(&self) -> Vec<f64> {
        self.trainer.learning_rates().iter().map(|&(step, _)| step as f64).collect()
    }
}
