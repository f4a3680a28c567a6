//! A small heat map: coloured cells alone, for pictures that stand among others and are named beside them.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::geometry::Rect;
use super::palette::Schemes;
use super::pen::Pen;
use super::theme::Theme;
use crate::matrix::{Matrix, is_masked};

/// What the colours of some cells stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tones {
    /// One hue, from 0 to this number.
    Upward(f32),
    /// Purple below 0 and green above, as far as this number on both sides.
    Signed(f32),
}

impl Tones {
    /// The colour of a number on one kind of paper.
    pub fn colour(self, value: f32, schemes: &Schemes) -> RGBColor {
        let part = |most: f32| if most > 0.0 { f64::from(value) / f64::from(most) } else { 0.0 };
        match self {
            Self::Upward(most) => schemes.share(part(most)),
            Self::Signed(most) => schemes.signed(part(most)),
        }
    }
}

/// A matrix drawn from edge to edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The numbers. [`MASKED`](crate::matrix::MASKED) is paper with a small mark, never a 0; what is no number is
    /// crossed out.
    pub values: Matrix<f32>,
    /// Their colours.
    pub tones: Tones,
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
        pen.clear()?;
        for (row, values) in self.values.rows_iter().enumerate() {
            for (column, &value) in values.iter().enumerate() {
                let (left, top) = (column as f64 * across, row as f64 * down);
                let cell =
                    Rect { left, top, right: left + across - line(across), bottom: top + down - line(down) };
                if is_masked(value) {
                    pen.masked(cell)?;
                } else if value.is_nan() {
                    pen.crossed_out(cell)?;
                } else {
                    pen.fill(cell, self.tones.colour(value, &theme.schemes))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_the_hue_and_nothing_is_nearly_paper() {
        for schemes in [Schemes::LIGHT, Schemes::DARK] {
            let colour = |tones: Tones, value| tones.colour(value, &schemes);
            assert_eq!(colour(Tones::Signed(2.0), 2.0), schemes.signed(1.0));
            assert_eq!(colour(Tones::Signed(2.0), -1.0), schemes.signed(-0.5));
            assert_eq!(colour(Tones::Signed(2.0), 0.0), schemes.signed(0.0));
            // A gradient that is 0 everywhere.
            assert_eq!(colour(Tones::Signed(0.0), 0.0), schemes.signed(0.0));
            assert_eq!(colour(Tones::Upward(0.0), 0.0), schemes.share(0.0));
        }
    }
}
