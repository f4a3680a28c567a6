//! The gradient check: the backward pass against central differences of the loss, in f64.

use crate::engine::EngineError;
use crate::engine::cells::{Passes, STEP, Setup};
use crate::model::tensors::Tensor;

/// A gradient is right if it is so near, beside what is lost by rounding.
const NEAR: f64 = 1e-7;
const ROUNDING: f64 = 1e-9;

/// How far the gradient of a tensor is from the slope of the loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// The tensor.
    pub tensor: Tensor,
    /// The largest difference of a gradient and a slope, over all sentences; NaN where one of them is not finite.
    pub difference: f64,
    /// The largest slope.
    pub largest: f64,
    /// Where the difference is largest: row, column.
    pub at: [usize; 2],
    /// The difference of each parameter, row by row.
    pub differences: Vec<f64>,
}

impl Slope {
    /// Whether the gradient is the slope.
    pub fn is_ok(&self) -> bool {
        is_near(self.difference, self.largest)
    }

    /// Takes what was found at parameter `i`.
    fn take(&mut self, i: usize, difference: f64, central: f64) {
        self.largest = self.largest.max(central.abs());
        let within = i - self.tensor.offset;
        let is_worse = |than: f64| !than.is_nan() && (difference > than || difference.is_nan());
        if is_worse(self.differences[within]) {
            self.differences[within] = difference;
        }
        if is_worse(self.difference) {
            self.difference = difference;
            self.at = [within / self.tensor.columns, within % self.tensor.columns];
        }
    }
}

/// What is no number is near to nothing.
fn is_near(difference: f64, largest: f64) -> bool {
    difference <= ROUNDING + NEAR * largest
}

/// The check under way: it can be done in pieces.
#[derive(Debug)]
pub(super) struct Slopes {
    passes: Passes,
    parameters: Vec<f64>,
    /// Those that are still to be looked at, the next one last.
    sentences: Vec<usize>,
    /// What the backward pass makes of the sentence that is looked at.
    gradients: Vec<f64>,
    /// The next parameter of that sentence.
    next: usize,
    pub found: Vec<Slope>,
}

impl Slopes {
    /// Looks at nothing yet.
    pub fn open(setup: &Setup, parameters: &[f64], sentences: &[usize]) -> Result<Self, EngineError> {
        let tensors = setup.architecture.tensors();
        let begin = |tensor: Tensor| Slope {
            tensor,
            difference: 0.0,
            largest: 0.0,
            at: [0, 0],
            differences: vec![0.0; tensor.len()],
        };
        Ok(Self {
            passes: Passes::open(setup)?,
            parameters: parameters.to_vec(),
            sentences: sentences.iter().rev().copied().collect(),
            gradients: Vec::new(),
            next: 0,
            found: tensors.into_iter().map(begin).collect(),
        })
    }

    /// Looks at so many parameters more; whether any are left.
    pub fn go_on(&mut self, count: usize) -> Result<bool, EngineError> {
        for _ in 0..count {
            let Some(&sentence) = self.sentences.last() else { break };
            if self.next == 0 {
                (_, self.gradients) = self.passes.gradients(&self.parameters, sentence)?;
            }
            self.look(sentence)?;
            self.next += 1;
            if self.next == self.parameters.len() {
                self.sentences.pop();
                self.next = 0;
            }
        }
        Ok(!self.sentences.is_empty())
    }

    /// Compares gradient and slope of the next parameter.
    fn look(&mut self, sentence: usize) -> Result<(), EngineError> {
        let (i, gradient) = (self.next, self.gradients[self.next]);
        let mut along = |step| self.passes.slope(&mut self.parameters, i, sentence, step);
        let mut central = along(STEP)?;
        let mut difference = (central - gradient).abs();
        if !is_near(difference, central.abs()) {
            // A loss that bends much is looked at once more: of two steps together the third order falls out.
            let better = (4.0 * central - along(2.0 * STEP)?) / 3.0;
            if (better - gradient).abs() < difference {
                central = better;
                difference = (central - gradient).abs();
            }
        }
        if let Some(slope) = self.found.iter_mut().find(|slope| slope.tensor.range().contains(&i)) {
            slope.take(i, difference, central);
        }
        Ok(())
    }
}
