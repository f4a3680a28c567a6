//! How a run has gone so far, for whoever draws it.

use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// The losses of a run and what they are the losses of.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// The settings; their learning rate is the last that was set.
    pub settings: &'a Settings,
    /// What is learned.
    pub corpus: &'a Corpus,
    /// The loss of each step in nats, measured before it.
    pub losses: &'a [f32],
    /// The step whose weights are shown.
    pub shown_step: u64,
    /// The learning rates: the first step of each, and the rate.
    pub learning_rates: Vec<(u64, f64)>,
}

impl Course<'_> {
    /// Whether a step of the past is shown.
    pub fn looks_back(&self) -> bool {
        self.shown_step < self.losses.len() as u64
    }
}
