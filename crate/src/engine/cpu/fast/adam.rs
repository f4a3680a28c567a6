//! Adam in vectors of eight.

use fearless_simd::{f32x8, prelude::*};

use crate::engine::cpu::vector::Eight;
use crate::model::adam::{Adam, Coefficients};

/// Adam's constants of one step. See [`Adam`].
#[derive(Clone, Copy)]
pub(super) struct Step<S: Simd> {
    rest1: f32x8<S>,
    beta2: f32x8<S>,
    rest2: f32x8<S>,
    /// Of the division by sqrt(v) instead of sqrt(v) / second_correction: one division less.
    step_size: f32x8<S>,
    epsilon: f32x8<S>,
}

impl<S: Simd> Step<S> {
    #[inline(always)]
    pub fn new(simd: S, adam: &Adam, coefficients: Coefficients) -> Self {
        let Coefficients { step_size, second_correction } = coefficients;
        let every = |value: f64| f32x8::splat(simd, value as f32);
        Self {
            rest1: every(1.0 - adam.beta1),
            beta2: every(adam.beta2),
            rest2: every(1.0 - adam.beta2),
            step_size: every(step_size * second_correction),
            epsilon: every(adam.epsilon * second_correction),
        }
    }

    /// Moves eight parameters and their two moments.
    #[inline(always)]
    pub fn take(&self, simd: S, gradient: f32x8<S>, [parameter, first, second]: [&mut Eight; 3]) {
        let mut m = first.load(simd);
        m += (gradient - m) * self.rest1;
        first.store(m);
        let v = self.beta2 * second.load(simd) + self.rest2 * gradient * gradient;
        second.store(v);
        parameter.store(parameter.load(simd) - self.step_size * m / (v.sqrt() + self.epsilon));
    }
}
