//! Where a run overflowed: the step and the tensor that first held a number which is not finite.
//!
//! Nothing is watched while a run trains. A past step can be trained again exactly
//! ([`Trainer::show`]), so the place is looked for when the numbers at the end are not finite.

use std::fmt;

use crate::model::activations::Activation;
use crate::model::tensors::Tensor;
use crate::model::trace::Trace;
use crate::train::trainer::{Trainer, TrainerError};

/// The first numbers of a run that were not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The step in which they came up, counted from 1.
    pub step: u64,
    /// The sentence whose turn it was, counted from 1.
    pub sentence: usize,
    /// Which numbers.
    pub first: Overflow,
    /// All steps were good, and what the last one has left overflows when it is looked at.
    pub is_over: bool,
    epoch: u64,
    learning_rate: f64,
}

/// Numbers of a step, in the order in which they are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// A matrix of the forward pass.
    Forward(Activation),
    /// The loss.
    Loss,
    /// The derivatives of the loss by this tensor.
    Gradient(Tensor),
    /// This tensor itself, after Adam's update.
    Weights(Tensor),
}

impl Divergence {
    /// Where `trainer` overflowed; `None` if it did not. What was shown is shown again afterwards.
    ///
    /// # Errors
    /// The device failed.
    pub async fn find(trainer: &mut Trainer) -> Result<Option<Self>, TrainerError> {
        let shown = trainer.shown_step();
        let found = search(trainer).await;
        trainer.show(shown).await?;
        found
    }
}

async fn search(trainer: &mut Trainer) -> Result<Option<Divergence>, TrainerError> {
    let end = trainer.step();
    trainer.show(end).await?;
    let last = last_good(trainer).await?;
    trainer.show(last).await?;
    // Up to here the weights are good: what comes next is the step that spoiled them, or would.
    let sentences = trainer.corpus().sentences().len();
    let turn = (last % sentences as u64) as usize;
    let traces = trainer.traces().await?;
    // At the end of the run any sentence may be the first to overflow.
    let turns = if last == end { (0..sentences).collect() } else { vec![turn] };
    for sentence in turns {
        if let Some(first) = in_trace(&traces[sentence]) {
            return Ok(Some(divergence(trainer, last, sentence, first)));
        }
    }
    if last == end {
        return Ok(None);
    }
    let lens = trainer.peek().await?;
    let architecture = *trainer.architecture();
    let first = |numbers: &[f32]| architecture.first_spoiled(numbers);
    let first = match (first(&lens.gradients), first(&lens.after.parameters)) {
        (Some(tensor), _) => Overflow::Gradient(tensor),
        (None, Some(tensor)) => Overflow::Weights(tensor),
        // The drive that took the step rounds otherwise than the one that peeks.
        (None, None) => {
            trainer.show(last + 1).await?;
            first_spoiled(trainer).map_or(Overflow::Loss, Overflow::Weights)
        }
    };
    Ok(Some(divergence(trainer, last, turn, first)))
}

/// The last step after which all weights are finite: once they are not, they never are again.
async fn last_good(trainer: &mut Trainer) -> Result<u64, TrainerError> {
    let end = trainer.step();
    if first_spoiled(trainer).is_none() {
        return Ok(end);
    }
    let sentences = trainer.corpus().sentences().len() as u64;
    // A sentence that meets spoiled weights has a loss that tells it, at its next turn at the latest.
    let told = trainer.history().losses().iter().position(|loss| !loss.is_finite());
    let mut bad = told.map_or(end, |step| step as u64 + 1);
    let mut good = bad.saturating_sub(sentences + 1);
    trainer.show(good).await?;
    if first_spoiled(trainer).is_some() {
        (good, bad) = (0, good);
    }
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        trainer.show(middle).await?;
        match first_spoiled(trainer) {
            None => good = middle,
            Some(_) => bad = middle,
        }
    }
    Ok(good)
}

/// The first tensor of the weights that are shown which is not finite.
fn first_spoiled(trainer: &Trainer) -> Option<Tensor> {
    trainer.architecture().first_spoiled(&trainer.state().parameters)
}

fn in_trace(trace: &Trace<f32>) -> Option<Overflow> {
    for (activation, _, matrix) in trace.matrices() {
        // Masked scores are minus infinity by design.
        let is_bad = |(index, number): (usize, &f32)| {
            let (place, at) = (index / matrix.columns, index % matrix.columns);
            let is_masked = activation == Activation::Score && at > place;
            !number.is_finite() && !is_masked
        };
        if matrix.values.iter().enumerate().any(is_bad) {
            return Some(Overflow::Forward(activation));
        }
    }
    (!trace.loss.is_finite()).then_some(Overflow::Loss)
}

fn divergence(trainer: &Trainer, before: u64, sentence: usize, first: Overflow) -> Divergence {
    let sentences = trainer.corpus().sentences().len() as u64;
    let rates = trainer.learning_rates();
    let learning_rate = rates.iter().rfind(|(from, _)| *from <= before).map_or(0.0, |(_, rate)| *rate);
    let is_over = before == trainer.step();
    Divergence {
        step: before + 1,
        sentence: sentence + 1,
        first,
        is_over,
        epoch: before / sentences,
        learning_rate,
    }
}

impl Overflow {
    /// As files name these numbers.
    pub fn name(self) -> String {
        match self {
            Self::Forward(activation) => activation.about().array.into(),
            Self::Loss => "loss".into(),
            Self::Gradient(tensor) => format!("gradient of {}", tensor.name()),
            Self::Weights(tensor) => tensor.name().into(),
        }
    }
}

/// As people are told of these numbers.
impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forward(activation) => f.write_str(&activation.about().full_title()),
            Self::Loss => f.write_str("the loss"),
            Self::Gradient(tensor) => write!(f, "the gradient of {}", tensor.name()),
            Self::Weights(tensor) => f.write_str(&tensor.name()),
        }
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, sentence, first, learning_rate, .. } = self;
        let epoch = self.epoch;
        match self.is_over {
            true => {
                write!(f, "The run overflowed at its end, after step {} (sentence {sentence})", step - 1)?
            }
            false => write!(f, "The run overflowed at step {step} (epoch {epoch}, sentence {sentence})")?,
        }
        write!(f, ": the first number that is not finite came up in {first}. ")?;
        match (step, first) {
            // No step had moved them.
            (1, Overflow::Forward(_) | Overflow::Loss | Overflow::Gradient(_)) => {
                f.write_str("Its starting weights are too large: begin with smaller ones.")
            }
            _ => write!(f, "Choose a learning rate below {learning_rate}, or fewer epochs."),
        }
    }
}
