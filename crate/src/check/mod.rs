//! Whether edited shaders are still what they should be: their backward the slope of their forward, their numbers the same
//! in whatever order the lanes compute; and what of the forward is another than it was shipped.
//!
//! Everything is computed by cells, see [`crate::engine::cells`]: they have f64, which WGSL has not. In f32 a slope is known
//! to some four digits, and a small mistake hides behind the rounding.

mod changes;
mod order;
mod slopes;

pub use changes::Change;
pub use slopes::Slope;

use slopes::Slopes;

use attention_lab_cells::Width;

use crate::engine::cells::{Host, Setup};
use crate::engine::gpu::spread::Order;
use crate::engine::{EngineError, Task};

/// Sentences that are looked at, at most: a long corpus is not better known by all of its sentences.
const MOST_SENTENCES: usize = 8;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// For each tensor, how far its gradient is from the slope of the loss.
    pub slopes: Vec<Slope>,
    /// The parts whose numbers depend on the order of the lanes.
    pub order: Vec<String>,
    /// For each matrix of the forward pass, how far it is from the shipped one; empty where no shader is edited.
    pub changes: Vec<Change>,
    /// The sentences that were looked at, from 0.
    pub sentences: Vec<usize>,
}

impl Check {
    /// Checks the shaders of `task` at its starting weights.
    ///
    /// # Errors
    /// A part is refused, or a shader did what cannot be done.
    pub fn run(host: &dyn Host, task: &Task<'_>) -> Result<Self, EngineError> {
        let mut checking = Checking::begin(host, task)?;
        while checking.go_on(usize::MAX)? {}
        Ok(checking.end())
    }

    /// Whether every gradient is the slope of the loss, and no number depends on the order of the lanes.
    pub fn is_good(&self) -> bool {
        self.slopes.iter().all(Slope::is_ok) && self.order.is_empty()
    }
}

/// A check under way. Its longest part, the slopes, is done in pieces: whoever must answer meanwhile can.
#[derive(Debug)]
pub struct Checking {
    slopes: Slopes,
    order: Vec<String>,
    changes: Vec<Change>,
    sentences: Vec<usize>,
}

impl Checking {
    /// All but the slopes.
    ///
    /// # Errors
    /// As for [`Check::run`].
    pub fn begin(host: &dyn Host, task: &Task<'_>) -> Result<Self, EngineError> {
        let Task { architecture, corpus, adam, sources, start, .. } = *task;
        let order = Order::Ascending;
        let setup = Setup { host, sources, architecture, corpus, adam, width: Width::Double, order };
        setup.examine()?;
        let sentences = spaced(corpus.sentences().len());
        let parameters: Vec<f64> = start.iter().copied().map(f64::from).collect();
        Ok(Self {
            slopes: Slopes::open(&setup, &parameters, &sentences)?,
            order: order::check(&setup, start, &sentences)?,
            changes: changes::find(&setup, &parameters, &sentences)?,
            sentences,
        })
    }

    /// Looks at the slopes of so many parameters more; whether any are left.
    ///
    /// # Errors
    /// A shader did what cannot be done.
    pub fn go_on(&mut self, parameters: usize) -> Result<bool, EngineError> {
        self.slopes.go_on(parameters)
    }

    /// What was found so far.
    pub fn end(self) -> Check {
        let Self { slopes, order, changes, sentences } = self;
        Check { slopes: slopes.found, order, changes, sentences }
    }
}

/// At most so many of `count` sentences, from the first to the last.
fn spaced(count: usize) -> Vec<usize> {
    let taken = count.min(MOST_SENTENCES);
    (0..taken).map(|n| n * count.saturating_sub(1) / taken.saturating_sub(1).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_taken_from_the_first_to_the_last() {
        assert_eq!(spaced(1), [0]);
        assert_eq!(spaced(2), [0, 1]);
        assert_eq!(spaced(8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(spaced(100), [0, 14, 28, 42, 56, 70, 84, 99]);
    }
}
