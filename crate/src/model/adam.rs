//! Adam, as PyTorch computes it.
//!
//! Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1. For step
//! t = 1, 2, ... and each parameter p with gradient g:
//!
//! ```text
//! m = m + (g - m) (1 - beta1)
//! v = beta2 v + (1 - beta2) g^2
//! p = p - lr / (1 - beta1^t)  m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
//! ```
//!
//! What depends on t alone is computed here in f64, once a step, and handed to whoever applies the
//! update: `pow` in f32 alone would cost 5e-6 in the loss of the notebook's run.

use num_traits::Float;

use crate::elementary;
use crate::task::settings::Settings;

/// The knobs of Adam.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// lr, the size of a step.
    pub learning_rate: f64,
    /// Decay of the first moment.
    pub beta1: f64,
    /// Decay of the second moment.
    pub beta2: f64,
    /// Keeps the division away from 0.
    pub epsilon: f64,
}

impl Default for Adam {
    /// PyTorch's defaults, with the notebook's learning rate.
    fn default() -> Self {
        Self { learning_rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }
}

impl Adam {
    /// That of a run: PyTorch's defaults but for the learning rate.
    pub fn of(settings: &Settings) -> Self {
        Self { learning_rate: settings.learning_rate, ..Self::default() }
    }
}

/// The two factors of one step that depend on its number alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    /// lr / (1 - beta1^t).
    pub step_size: f64,
    /// sqrt(1 - beta2^t).
    pub second_correction: f64,
}

/// A point of the descent: the parameters, Adam's two moments, and the steps taken so far.
#[derive(Clone, Debug, PartialEq)]
pub struct State<F> {
    /// Steps taken.
    pub step: u64,
    /// The flat parameter vector.
    pub parameters: Vec<F>,
    /// m, the decaying mean of the gradients; as long as `parameters`.
    pub first_moment: Vec<F>,
    /// v, the decaying mean of the squared gradients; as long as `parameters`.
    pub second_moment: Vec<F>,
}

impl<F: Float> State<F> {
    /// The start of a descent: no step taken, no moments.
    pub fn new(parameters: Vec<F>) -> Self {
        let zeros = vec![F::zero(); parameters.len()];
        Self { step: 0, parameters, first_moment: zeros.clone(), second_moment: zeros }
    }
}

impl Adam {
    /// The factors of step `t`, which counts from 1.
    pub fn coefficients(&self, t: u64) -> Coefficients {
        // Beyond i32 both powers have long been 0.
        let t = i32::try_from(t).unwrap_or(i32::MAX);
        Coefficients {
            step_size: self.learning_rate / (1.0 - self.beta1.powi(t)),
            second_correction: (1.0 - self.beta2.powi(t)).sqrt(),
        }
    }

    /// The factors of the steps that follow `step` steps, one after another.
    ///
    /// Powers are multiplied up, from a new one every 64 steps, wherever the first step lies: the
    /// factors of a step do not depend on how a run is divided.
    pub fn coefficients_after(&self, step: u64) -> impl Iterator<Item = Coefficients> + use<> {
        const BLOCK: u64 = 64;
        let adam = *self;
        let power = |beta: f64, t: u64| beta.powi(i32::try_from(t).unwrap_or(i32::MAX));
        let (mut power1, mut power2) = (1.0, 1.0);
        let from_block = step / BLOCK * BLOCK;
        (from_block..u64::MAX)
            .map(move |t| {
                if t % BLOCK == 0 {
                    (power1, power2) = (power(adam.beta1, t), power(adam.beta2, t));
                }
                power1 *= adam.beta1;
                power2 *= adam.beta2;
                Coefficients {
                    step_size: adam.learning_rate / (1.0 - power1),
                    second_correction: (1.0 - power2).sqrt(),
                }
            })
            .skip((step - from_block) as usize)
    }

    /// Takes the next step of `state` along `gradients`. The twin of `shaders/8_adam.wgsl`.
    pub fn update<F: Float>(&self, state: &mut State<F>, gradients: &[F]) {
        state.step += 1;
        let Coefficients { step_size, second_correction } = self.coefficients(state.step);
        let number = elementary::number::<F>;
        let (step_size, second_correction) = (number(step_size), number(second_correction));
        let (rest1, beta2, rest2) = (number(1.0 - self.beta1), number(self.beta2), number(1.0 - self.beta2));
        let epsilon = number(self.epsilon);

        let moments = state.first_moment.iter_mut().zip(&mut state.second_moment);
        for ((p, (m, v)), &g) in state.parameters.iter_mut().zip(moments).zip(gradients) {
            *m = *m + (g - *m) * rest1;
            *v = beta2 * *v + rest2 * g * g;
            *p = *p - step_size * *m / (v.sqrt() / second_correction + epsilon);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_moves_by_the_learning_rate_against_the_sign() {
        let mut state = State::new(vec![1.0f64, 1.0, 1.0]);
        Adam { learning_rate: 0.5, ..Adam::default() }.update(&mut state, &[3.0, -0.01, 0.0]);
        for (p, expected) in state.parameters.iter().zip([0.5, 1.5, 1.0]) {
            assert!((p - expected).abs() < 1e-5, "{p} {expected}");
        }
        assert_eq!(state.step, 1);
    }

    #[test]
    fn a_parameter_without_a_gradient_goes_on_by_its_moments() {
        let mut state = State::new(vec![0.0f64]);
        let adam = Adam::default();
        adam.update(&mut state, &[1.0]);
        let after_one = state.parameters[0];
        adam.update(&mut state, &[0.0]);
        assert!(state.parameters[0] < after_one);
    }
}
