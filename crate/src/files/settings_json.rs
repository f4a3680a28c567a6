//! The settings of a run in JSON.

use serde::Serialize;

use crate::task::settings::Settings;

/// Above this, readers that keep numbers as f64, JavaScript's among them, take one whole number for another.
const EXACT: u64 = 1 << 53;

/// The settings, and a seed that readers might round as text too. A run that starts from weights has neither seed nor
/// draw.
#[derive(Serialize)]
pub struct WrittenSettings {
    head_size: u32,
    epochs: u32,
    learning_rate: f64,
    seed: Option<u64>,
    draw: Option<u32>,
    position: bool,
    skip: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed_text: Option<String>,
}

impl WrittenSettings {
    /// Those of a run whose starting weights were drawn, or were not.
    pub fn new(settings: &Settings, drawn: bool) -> Self {
        let Settings { head_size, epochs, learning_rate, seed, draw, position, skip } = *settings;
        let (seed, draw) = (drawn.then_some(seed), drawn.then_some(draw));
        let seed_text = seed.filter(|&seed| seed > EXACT).map(|seed| seed.to_string());
        Self { head_size, epochs, learning_rate, seed, draw, position, skip, seed_text }
    }
}
