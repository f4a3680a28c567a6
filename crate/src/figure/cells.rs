//! A small heat map: coloured cells alone, for pictures that stand among others and are named beside them.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;

use super::geometry::Rect;
use super::pen::Pen;
use super::range::Range;
use super::theme::Theme;
use crate::matrix::Matrix;

/// A matrix drawn from edge to edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The numbers. [`MASKED`](crate::matrix::MASKED) is paper with a small mark, never a 0; what is no number is
    /// crossed out.
    pub values: Matrix<f32>,
    /// Their colours.
    pub range: Range,
}

impl Cells {
    /// Draws the cells over the whole area.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let pen = Pen::new(area, theme);
        let (width, height) = pen.size();
        let (across, down) = (width / self.values.columns as f64, height / self.values.rows as f64);
        // Lines between cells, where cells are large enough to be told apart by them.
        let line = |pitch: f64| if pitch >= 5.0 { 1.0 } else { 0.0 };
        let span = self.range.span(&self.values);
        pen.clear()?;
        for (row, values) in self.values.rows_iter().enumerate() {
            for (column, &value) in values.iter().enumerate() {
                let (left, top) = (column as f64 * across, row as f64 * down);
                let cell =
                    Rect { left, top, right: left + across - line(across), bottom: top + down - line(down) };
                pen.cell(cell, value, self.range.colour(value, span, &theme.schemes), None)?;
            }
        }
        Ok(())
    }
}
