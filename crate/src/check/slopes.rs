//! The gradient check: the backward pass against central differences of the loss, in f64.

use crate::engine::EngineError;
use crate::engine::cells::{Passes, Setup};
use crate::model::tensors::Tensor;

/// The error of a central difference is about step^2 / 6 times the third derivative, and 1e-16 / step: some 1e-10 where
/// that derivative is about 1.
const STEP: f64 = 1e-5;
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
}

impl Slope {
    /// Whether the gradient is the slope.
    pub fn is_ok(&self) -> bool {
        is_near(self.difference, self.largest)
    }

    /// Takes what was found at parameter `i`.
    fn take(&mut self, i: usize, difference: f64, central: f64) {
        self.largest = self.largest.max(central.abs());
        let is_worse = difference > self.difference || difference.is_nan();
        if is_worse && !self.difference.is_nan() {
            let within = i - self.tensor.offset;
            self.difference = difference;
            self.at = [within / self.tensor.columns, within % self.tensor.columns];
        }
    }
}

/// What is no number is near to nothing.
fn is_near(difference: f64, largest: f64) -> bool {
    difference <= ROUNDING + NEAR * largest
}

/// Compares them for every parameter.
pub(super) fn check(
    setup: &Setup,
    parameters: &[f64],
    sentences: &[usize],
) -> Result<Vec<Slope>, EngineError> {
    let mut passes = Passes::open(setup)?;
    let tensors = setup.architecture.tensors();
    let begin = |tensor| Slope { tensor, difference: 0.0, largest: 0.0, at: [0, 0] };
    let mut found: Vec<_> = tensors.into_iter().map(begin).collect();
    let mut parameters = parameters.to_vec();
    for &sentence in sentences {
        let (_, gradients) = passes.gradients(&parameters, sentence)?;
        for slope in &mut found {
            for i in slope.tensor.range() {
                let mut along = |step| central(&mut passes, &mut parameters, i, sentence, step);
                let mut central = along(STEP)?;
                let mut difference = (central - gradients[i]).abs();
                if !is_near(difference, central.abs()) {
                    // A loss that bends much is looked at once more: of two steps together the third order falls out.
                    let better = (4.0 * central - along(2.0 * STEP)?) / 3.0;
                    if (better - gradients[i]).abs() < difference {
                        central = better;
                        difference = (central - gradients[i]).abs();
                    }
                }
                slope.take(i, difference, central);
            }
        }
    }
    Ok(found)
}

/// The slope of a sentence's loss along parameter `i`.
fn central(
    passes: &mut Passes,
    parameters: &mut [f64],
    i: usize,
    sentence: usize,
    step: f64,
) -> Result<f64, EngineError> {
    let here = parameters[i];
    parameters[i] = here + step;
    let up: Result<f64, _> = passes.loss(parameters, sentence);
    parameters[i] = here - step;
    let down: Result<f64, _> = passes.loss(parameters, sentence);
    parameters[i] = here;
    Ok((up? - down?) / (2.0 * step))
}
