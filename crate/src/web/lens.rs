//! One step under the lens. The Lab keeps the step that was worked out last, whatever the run does meanwhile.

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Surface};
use super::lab::Lab;
use super::records::{Arithmetic, NextStep, plain};
use crate::figure::{Cells, Range, largest};
use crate::matrix::Matrix;
use crate::model::tensors::Tensor;
use crate::train::lens::{self, Lens, Side};

/// A step that was worked out and not taken.
pub(super) struct Peek {
    lens: Lens,
    tensors: Vec<Tensor>,
    first_derivative: Matrix<f32>,
}

#[wasm_bindgen]
impl Lab {
    /// Works out the next step without taking it; at the end of the run, one more.
    ///
    /// # Errors
    /// The device failed. Call `recover`.
    pub async fn peek(&mut self) -> Result<Ts<NextStep>, JsError> {
        let lens = self.trainer.peek().await?;
        let architecture = *self.trainer.architecture();
        let (sentence, trace) =
            (&self.trainer.corpus().sentences()[lens.sentence], &self.traces[lens.sentence]);
        let targets = &sentence.targets;
        let first_derivative = lens::first_derivative(&architecture, sentence, trace);
        let tensors = architecture.tensors();
        let next = NextStep {
            step: lens.after.step as f64,
            sentence: lens.sentence,
            loss: lens.loss,
            chances: targets.iter().enumerate().map(|(t, &w)| trace.probabilities[(t, w as usize)]).collect(),
            place_losses: lens::place_losses(trace, targets),
            first_derivative: first_derivative.values.clone(),
            steepest: lens.steepest(&tensors[0]),
        };
        self.peek = Some(Peek { lens, tensors, first_derivative });
        plain(next)
    }

    /// Draws the derivative of the loss by the logits, as large as the canvas is shown.
    ///
    /// # Errors
    /// No step was worked out, or the canvas cannot be drawn on.
    pub fn draw_first_derivative(
        &self,
        canvas: HtmlCanvasElement,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<(), JsError> {
        let values = self.peeked()?.first_derivative.clone();
        let range = Range::Signed(largest(&values.values));
        canvas::draw_cells(canvas, &Cells { values, range }, Surface { pixel_ratio, dark })
    }

    /// Draws one side of a tensor, as large as the canvas is shown; returns the largest absolute value, where its colours
    /// end.
    ///
    /// # Errors
    /// No step was worked out, there is no such tensor or side, or the canvas cannot be drawn on.
    pub fn draw_tensor(
        &self,
        canvas: HtmlCanvasElement,
        tensor: usize,
        side: &str,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<f32, JsError> {
        let side = Side::from_name(side)
            .ok_or_else(|| JsError::new(&format!("a parameter has no side '{side}'")))?;
        let peek = self.peeked()?;
        let values = peek.lens.picture(side, peek.tensor(tensor)?);
        let most = largest(&values.values);
        let range = if side == Side::Size { Range::Fixed(0.0, most) } else { Range::Signed(most) };
        canvas::draw_cells(canvas, &Cells { values, range }, Surface { pixel_ratio, dark })?;
        Ok(most)
    }

    /// Adam's arithmetic for one parameter.
    ///
    /// # Errors
    /// No step was worked out, or there is no such parameter.
    pub fn arithmetic(&self, tensor: usize, row: usize, column: usize) -> Result<Ts<Arithmetic>, JsError> {
        let peek = self.peeked()?;
        let found = peek.tensor(tensor)?.index(row, column).and_then(|at| peek.lens.arithmetic(at));
        let found = found.ok_or_else(|| JsError::new("there is no such parameter"))?;
        let lens::Arithmetic { g, moments_before, moments, corrections, corrected, adam, before, after } =
            found;
        plain(Arithmetic {
            g,
            moments_before,
            moments,
            corrections,
            corrected,
            learning_rate: adam.learning_rate,
            beta1: adam.beta1,
            beta2: adam.beta2,
            epsilon: adam.epsilon,
            change: found.change(),
            before,
            after,
        })
    }
}

impl Lab {
    fn peeked(&self) -> Result<&Peek, JsError> {
        self.peek.as_ref().ok_or_else(|| JsError::new("no step was worked out"))
    }
}

impl Peek {
    fn tensor(&self, index: usize) -> Result<&Tensor, JsError> {
        self.tensors.get(index).ok_or_else(|| JsError::new(&format!("there is no tensor {index}")))
    }
}
