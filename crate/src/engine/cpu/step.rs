//! Adam in vectors of eight.

use wide::f32x8;

use super::padded::PaddedState;
use crate::adam::{Adam, Coefficients};

/// Adam's constants of one step, in every lane. See [`Adam`].
pub(super) struct Step {
    rest1: f32x8,
    beta2: f32x8,
    rest2: f32x8,
    /// Of the division by sqrt(v) instead of sqrt(v) / second_correction: one division less.
    step_size: f32x8,
    epsilon: f32x8,
}

impl Step {
    pub fn new(adam: &Adam, t: u64) -> Self {
        let Coefficients { step_size, second_correction } = adam.coefficients(t);
        let every = |value: f64| f32x8::splat(value as f32);
        Self {
            rest1: every(1.0 - adam.beta1),
            beta2: every(adam.beta2),
            rest2: every(1.0 - adam.beta2),
            step_size: every(step_size * second_correction),
            epsilon: every(adam.epsilon * second_correction),
        }
    }

    #[inline(always)]
    pub fn take(&self, state: &mut PaddedState, index: usize, gradient: f32x8) {
        let (m, v) = (&mut state.first_moment[index], &mut state.second_moment[index]);
        *m += (gradient - *m) * self.rest1;
        *v = self.beta2 * *v + self.rest2 * gradient * gradient;
        state.parameters[index] -= self.step_size * *m / (v.sqrt() + self.epsilon);
    }
}
