//! What crosses to the worker and holds no more than data.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsError;

/// A record on its way out.
///
/// # Errors
/// It has a number that JavaScript does not, which none has.
pub(super) fn plain<T: Tsify + Serialize>(record: impl Into<T>) -> Result<Ts<T>, JsError> {
    Ok(record.into().into_ts()?)
}

/// What is wrong with the shaders.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Each where it is wrong.
    pub faults: Vec<Fault>,
    /// Whether it was found only when it ran.
    pub ran: bool,
}

/// What is wrong with a part.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// The part's name.
    pub part: String,
    /// The line in it, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
    /// What is wrong, in a sentence without its end.
    pub message: String,
}

/// What a check has found.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// Whether every gradient is the slope of the loss, and no number depends on the order of the lanes.
    pub is_good: bool,
    /// For each tensor, how far its gradient is from the slope.
    pub slopes: Vec<Slope>,
    /// The parts whose numbers depend on the order of the lanes.
    pub order: Vec<String>,
    /// For each matrix of the forward pass, and for the loss, how far it is from the shipped one; empty where nothing is edited.
    pub changes: Vec<Change>,
    /// How many sentences were looked at.
    pub looked_at: usize,
    /// How many there are.
    pub sentences: usize,
}

/// How far the gradient of a tensor is from the slope of the loss.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Slope {
    /// The tensor's name in weight files.
    pub tensor: String,
    /// Its rows and columns.
    pub shape: [usize; 2],
    /// Whether the model uses it.
    pub in_use: bool,
    /// Whether the gradient is the slope.
    pub is_ok: bool,
    /// The largest difference; NaN where one of the two is not finite.
    pub difference: f64,
    /// The largest slope.
    pub largest: f64,
    /// Where the difference is largest: row, column.
    pub at: [usize; 2],
    /// The difference of each parameter, row by row.
    pub differences: Vec<f64>,
}

/// How far a matrix of the forward pass is from the shipped one.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its name, or `loss`.
    pub matrix: String,
    /// The largest difference; NaN where one of the two is not finite.
    pub difference: f64,
    /// The largest number of the shipped one.
    pub largest: f64,
}

/// What the head says at a place.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The likeliest word; empty where the probabilities are no numbers.
    pub guess: String,
    /// Its probability.
    pub chance: f32,
    /// The right word.
    pub target: String,
    /// Its probability.
    pub target_chance: f32,
    /// The loss of the sentence.
    pub loss: f32,
}
