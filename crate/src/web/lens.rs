//! One step under the lens.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Look};
use super::lab::Lab;
use crate::figure::{Cells, Tones};
use crate::matrix::Matrix;
use crate::model::tensors::Tensor;
use crate::train::lens::{self, Arithmetic, Lens, Side};

/// The next step, worked out and not taken. It stays what it is while the lab goes on.
#[wasm_bindgen(js_name = Lens)]
pub struct LensItem {
    lens: Lens,
    tensors: Vec<Tensor>,
    chances: Vec<f32>,
    place_losses: Vec<f32>,
    first_derivative: Matrix<f32>,
}

#[wasm_bindgen(js_class = Lens)]
impl LensItem {
    /// The number of the step, from 1.
    pub fn step(&self) -> f64 {
        self.lens.after.step as f64
    }

    /// The sentence whose turn it is.
    pub fn sentence(&self) -> u32 {
        self.lens.sentence as u32
    }

    /// Its loss before the step.
    pub fn loss(&self) -> f32 {
        self.lens.loss
    }

    /// p(target) of each place.
    pub fn chances(&self) -> Vec<f32> {
        self.chances.clone()
    }

    /// -ln p(target) of each place, in nats.
    pub fn place_losses(&self) -> Vec<f32> {
        self.place_losses.clone()
    }

    /// The derivative of the loss by the logits, T x V, row-major.
    pub fn first_derivative(&self) -> Vec<f32> {
        self.first_derivative.values.clone()
    }

    /// Draws that derivative, as large as the canvas is shown.
    ///
    /// # Errors
    /// The canvas cannot be drawn on.
    pub fn draw_first_derivative(
        &self,
        canvas: HtmlCanvasElement,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<(), JsError> {
        let values = self.first_derivative.clone();
        let largest = values.values.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
        canvas::draw_cells(
            canvas,
            &Cells { values, tones: Tones::Signed(largest) },
            Look { pixel_ratio, dark },
        )
    }

    /// Draws one side of a tensor, as large as the canvas is shown.
    ///
    /// # Errors
    /// There is no such tensor or side, or the canvas cannot be drawn on.
    pub fn draw(
        &self,
        canvas: HtmlCanvasElement,
        tensor: usize,
        name: &str,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<(), JsError> {
        let side = side(name)?;
        let values = self.lens.picture(side, self.tensor(tensor)?);
        let most = largest(&values);
        let tones = if side == Side::Size { Tones::Upward(most) } else { Tones::Signed(most) };
        canvas::draw_cells(canvas, &Cells { values, tones }, Look { pixel_ratio, dark })
    }

    /// The largest absolute value of one side of a tensor: where its colours end.
    ///
    /// # Errors
    /// There is no such tensor or side.
    pub fn largest(&self, tensor: usize, name: &str) -> Result<f32, JsError> {
        Ok(largest(&self.lens.picture(side(name)?, self.tensor(tensor)?)))
    }

    /// The largest gradient of a tensor: its row and its column.
    ///
    /// # Errors
    /// There is no such tensor.
    pub fn steepest(&self, tensor: usize) -> Result<Vec<u32>, JsError> {
        let gradients = self.lens.picture(Side::Gradient, self.tensor(tensor)?);
        let steepest =
            gradients.values.iter().enumerate().max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()));
        let at = steepest.map_or(0, |(at, _)| at);
        Ok(vec![(at / gradients.columns) as u32, (at % gradients.columns) as u32])
    }

    /// Adam's arithmetic for one parameter.
    ///
    /// # Errors
    /// There is no such parameter.
    pub fn arithmetic(&self, tensor: usize, row: usize, column: usize) -> Result<ArithmeticItem, JsError> {
        let tensor = self.tensor(tensor)?;
        let inside = row < tensor.rows && column < tensor.columns;
        let found =
            inside.then(|| self.lens.arithmetic(tensor.offset + row * tensor.columns + column)).flatten();
        found.map(ArithmeticItem::new).ok_or_else(|| JsError::new("there is no such parameter"))
    }
}

impl LensItem {
    fn tensor(&self, index: usize) -> Result<&Tensor, JsError> {
        self.tensors.get(index).ok_or_else(|| JsError::new(&format!("there is no tensor {index}")))
    }
}

fn side(name: &str) -> Result<Side, JsError> {
    Side::from_name(name).ok_or_else(|| JsError::new(&format!("a parameter has no side '{name}'")))
}

/// Where the colours of a picture end.
fn largest(matrix: &Matrix<f32>) -> f32 {
    matrix.values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

/// Adam's arithmetic for one parameter; see [`Arithmetic`].
#[wasm_bindgen(js_name = Arithmetic)]
#[allow(missing_docs, reason = "Adam's own letters")]
pub struct ArithmeticItem {
    pub g: f64,
    pub m_before: f64,
    pub v_before: f64,
    pub m: f64,
    pub v: f64,
    pub m_correction: f64,
    pub v_correction: f64,
    pub m_hat: f64,
    pub v_hat: f64,
    pub learning_rate: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    pub change: f64,
    pub before: f64,
    pub after: f64,
}

impl ArithmeticItem {
    fn new(arithmetic: Arithmetic) -> Self {
        let change = arithmetic.change();
        let Arithmetic { g, moments_before, moments, corrections, corrected, adam, before, after } =
            arithmetic;
        Self {
            g,
            m_before: moments_before[0],
            v_before: moments_before[1],
            m: moments[0],
            v: moments[1],
            m_correction: corrections[0],
            v_correction: corrections[1],
            m_hat: corrected[0],
            v_hat: corrected[1],
            learning_rate: adam.learning_rate,
            beta1: adam.beta1,
            beta2: adam.beta2,
            epsilon: adam.epsilon,
            change,
            before,
            after,
        }
    }
}

#[wasm_bindgen]
impl Lab {
    /// Works out the next step without taking it; at the end of the run, one more.
    ///
    /// # Errors
    /// The device failed. Call `recover`.
    pub async fn peek(&mut self) -> Result<LensItem, JsError> {
        let lens = self.trainer.peek().await?;
        let sentence = &self.trainer.corpus().sentences()[lens.sentence];
        let trace = &self.traces[lens.sentence];
        let targets = &sentence.targets;
        Ok(LensItem {
            chances: targets.iter().enumerate().map(|(t, &w)| trace.probabilities[(t, w as usize)]).collect(),
            place_losses: lens::place_losses(trace, targets),
            first_derivative: lens::first_derivative(self.trainer.architecture(), sentence, trace),
            tensors: self.trainer.architecture().tensors().collect(),
            lens,
        })
    }
}
