//! Which values have which colours.

use plotters::style::RGBColor;

use super::palette::Schemes;
use crate::matrix::Matrix;

/// Which values have which colours. Two maps with the same range can be compared by eye.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// One hue between these two, whatever the values.
    Fixed(f32, f32),
    /// One hue between the lowest and the highest finite value of the map.
    OfTheValues,
    /// Purple below 0 and green above, as far as this number on both sides.
    Signed(f32),
}

impl Range {
    /// The lowest and the highest value of the colours.
    pub(super) fn span(self, values: &Matrix<f32>) -> (f32, f32) {
        match self {
            Self::Fixed(low, high) => (low, high),
            Self::Signed(most) => (-most, most),
            Self::OfTheValues => {
                let finite = || values.values.iter().copied().filter(|value| value.is_finite());
                finite().reduce(f32::min).zip(finite().reduce(f32::max)).unwrap_or((0.0, 0.0))
            }
        }
    }

    /// The colour of a number in a span, on one kind of paper.
    pub(super) fn colour(self, value: f32, span: (f32, f32), schemes: &Schemes) -> RGBColor {
        self.shade(self.fraction(value, span), schemes)
    }

    /// The colour at a part of the way through the span.
    pub(super) fn shade(self, part: f64, schemes: &Schemes) -> RGBColor {
        match self {
            Self::Signed(_) => schemes.signed(2.0 * part - 1.0),
            _ => schemes.share(part),
        }
    }

    /// How far a value is on the way through a span. Where there is no way, everything is at its beginning; on both
    /// sides of 0, in the middle.
    fn fraction(self, value: f32, (low, high): (f32, f32)) -> f64 {
        let (value, low, high) = (f64::from(value), f64::from(low), f64::from(high));
        if value.is_infinite() {
            return if value > 0.0 { 1.0 } else { 0.0 };
        }
        let fraction = (value - low) / (high - low);
        match (fraction.is_finite(), self) {
            (true, _) => fraction.clamp(0.0, 1.0),
            (false, Self::Signed(_)) => 0.5,
            (false, _) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_leaves_out_what_is_no_number() {
        let values = Matrix::from_fn(1, 5, |_, column| {
            [f32::NAN, -2.0, 3.0, f32::INFINITY, f32::NEG_INFINITY][column]
        });
        assert_eq!(Range::OfTheValues.span(&values), (-2.0, 3.0));
        assert_eq!(Range::Fixed(0.0, 1.0).span(&values), (0.0, 1.0));
        assert_eq!(Range::OfTheValues.span(&Matrix::filled(2, 2, f32::NAN)), (0.0, 0.0));
    }

    #[test]
    fn the_sign_is_the_hue_and_0_has_the_middle() {
        let none = Matrix::zeros(1, 1);
        for schemes in [Schemes::LIGHT, Schemes::DARK] {
            let colour = |range: Range, value| range.colour(value, range.span(&none), &schemes);
            let signed = [2.0, 1.0, 0.0, -1.0, -9.0].map(|value| colour(Range::Signed(2.0), value));
            assert_eq!(signed, [1.0, 0.5, 0.0, -0.5, -1.0].map(|number| schemes.signed(number)));
            // A gradient that is 0 everywhere.
            assert_eq!(colour(Range::Signed(0.0), 0.0), schemes.signed(0.0));
            assert_eq!(colour(Range::Fixed(0.0, 0.0), 0.0), schemes.share(0.0));
        }
    }

    #[test]
    fn a_fraction_is_always_between_0_and_1() {
        let range = Range::OfTheValues;
        assert_eq!(range.fraction(0.25, (0.0, 1.0)), 0.25);
        assert_eq!(range.fraction(-2.0, (-3.0, -1.0)), 0.5);
        for value in [-1.0, 0.0, 0.5, 7.0, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, f32::NAN] {
            for span in [
                (0.0, 1.0),
                (0.5, 0.5),
                (1.0, 0.0),
                (f32::MIN, f32::MAX),
                (f32::NAN, 1.0),
                (0.0, f32::INFINITY),
            ] {
                let fraction = range.fraction(value, span);
                assert!((0.0..=1.0).contains(&fraction), "{value} in {span:?}: {fraction}");
            }
        }
    }
}
