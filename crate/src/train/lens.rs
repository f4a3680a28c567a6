//! One step under the lens: what the next step will do to every parameter, before it is taken.
//!
//! The gradients are the engine's, by the stepwise drive; Adam's part is [`Adam::update`] on a copy
//! of the state, so that what is shown and what is done are the same bits.

use crate::elementary::{exp, ln};
use crate::matrix::Matrix;
use crate::model::adam::{Adam, Coefficients, State};
use crate::model::architecture::Architecture;
use crate::model::backward::Backward;
use crate::model::tensors::Tensor;
use crate::model::trace::Trace;
use crate::task::corpus::Sentence;

/// A step that has been worked out and not been taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// The sentence whose turn it is.
    pub sentence: usize,
    /// Its loss before the step.
    pub loss: f32,
    /// The derivatives of that loss by the parameters, one flat vector.
    pub gradients: Vec<f32>,
    /// Where the run stands.
    pub before: State<f32>,
    /// Where the step leads.
    pub after: State<f32>,
    adam: Adam,
}

/// What a picture of the parameters shows of each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The parameter before the step.
    Weight,
    /// g, the derivative of the loss.
    Gradient,
    /// m-hat, the mean of the gradients so far, the later ones weighing more.
    Mean,
    /// The root of v-hat: how large the gradients so far were, whatever their sign.
    Size,
    /// What the step adds to the parameter.
    Change,
}

impl Side {
    /// All of them, in the order in which one leads to the next.
    pub const ALL: [Self; 5] = [Self::Weight, Self::Gradient, Self::Mean, Self::Size, Self::Change];

    /// Its name in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Gradient => "gradient",
            Self::Mean => "mean",
            Self::Size => "size",
            Self::Change => "change",
        }
    }

    /// The side of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.name() == name)
    }
}

/// Adam's arithmetic for one parameter, in the textbook's letters and order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arithmetic {
    /// The derivative of the loss by this parameter.
    pub g: f64,
    /// m and v before the step.
    pub moments_before: [f64; 2],
    /// m and v after it.
    pub moments: [f64; 2],
    /// 1 - beta1^t and 1 - beta2^t: how much of the gradients so far each moment has taken up.
    pub corrections: [f64; 2],
    /// m-hat and v-hat: the moments divided by their corrections.
    pub corrected: [f64; 2],
    /// lr, beta1, beta2, epsilon.
    pub adam: Adam,
    /// The parameter before the step.
    pub before: f64,
    /// The parameter after it.
    pub after: f64,
}

impl Lens {
    /// Works out the step of `adam` from `before` along `gradients`.
    pub fn new(adam: Adam, before: &State<f32>, sentence: usize, loss: f32, gradients: Vec<f32>) -> Self {
        let mut after = before.clone();
        adam.update(&mut after, &gradients);
        Self { sentence, loss, gradients, before: before.clone(), after, adam }
    }

    /// One side of every parameter, one flat vector.
    pub fn side(&self, side: Side) -> Vec<f32> {
        let [first, second] = self.corrections();
        match side {
            Side::Weight => self.before.parameters.clone(),
            Side::Gradient => self.gradients.clone(),
            Side::Mean => self.after.first_moment.iter().map(|&m| (f64::from(m) / first) as f32).collect(),
            Side::Size => {
                self.after.second_moment.iter().map(|&v| (f64::from(v) / second).sqrt() as f32).collect()
            }
            Side::Change => {
                let pairs = self.after.parameters.iter().zip(&self.before.parameters);
                pairs.map(|(after, before)| after - before).collect()
            }
        }
    }

    /// One side of one tensor.
    pub fn picture(&self, side: Side, tensor: &Tensor) -> Matrix<f32> {
        let values = self.side(side)[tensor.range()].to_vec();
        Matrix { rows: tensor.rows, columns: tensor.columns, values }
    }

    /// The parameter of a tensor with the largest gradient: its row and its column.
    pub fn steepest(&self, tensor: &Tensor) -> [usize; 2] {
        let gradients = self.gradients[tensor.range()].iter().map(|gradient| gradient.abs());
        let steepest = gradients.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        let at = steepest.map_or(0, |(at, _)| at);
        [at / tensor.columns, at % tensor.columns]
    }

    /// Adam's arithmetic for the parameter at this place of the flat vector, if there is one.
    pub fn arithmetic(&self, parameter: usize) -> Option<Arithmetic> {
        let number = |values: &[f32]| values.get(parameter).copied().map(f64::from);
        let moments = [number(&self.after.first_moment)?, number(&self.after.second_moment)?];
        let corrections = self.corrections();
        Some(Arithmetic {
            g: number(&self.gradients)?,
            moments_before: [number(&self.before.first_moment)?, number(&self.before.second_moment)?],
            moments,
            corrections,
            corrected: [moments[0] / corrections[0], moments[1] / corrections[1]],
            adam: self.adam,
            before: number(&self.before.parameters)?,
            after: number(&self.after.parameters)?,
        })
    }

    /// 1 - beta1^t and 1 - beta2^t of this step.
    fn corrections(&self) -> [f64; 2] {
        let Coefficients { step_size, second_correction } = self.adam.coefficients(self.after.step);
        [self.adam.learning_rate / step_size, second_correction * second_correction]
    }
}

impl Arithmetic {
    /// What the step adds to the parameter: -lr m-hat / (sqrt(v-hat) + epsilon).
    pub fn change(&self) -> f64 {
        let [m, v] = self.corrected;
        -self.adam.learning_rate * m / (v.sqrt() + self.adam.epsilon)
    }
}

/// -ln p(target) of each place, in nats: their mean is the loss. By way of the logits, so that it
/// stays finite where p itself is too small for an f32.
pub fn place_losses(trace: &Trace<f32>, targets: &[u32]) -> Vec<f32> {
    let place = |(logits, &target): (&[f32], &u32)| {
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|logit| exp(logit - largest)).sum();
        ln(sum) - (logits[target as usize] - largest)
    };
    trace.logits().rows_iter().zip(targets).map(place).collect()
}

/// Where the way back begins: the derivative of a sentence's loss by its logits, T x V.
pub fn first_derivative(architecture: &Architecture, sentence: &Sentence, trace: &Trace<f32>) -> Matrix<f32> {
    let mut backward = Backward::zeros(architecture, sentence.len());
    backward.probabilities(trace, &sentence.targets);
    backward.into_d_logits()
}
