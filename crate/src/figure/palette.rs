//! The colours of a heat map's cells.

use plotters::style::RGBColor;

use crate::elementary::{exp, ln};

/// How many hues words may have: more could not be told apart by every eye.
pub const HUES: usize = 8;

/// ColorBrewer's sequential scheme YlGn with nine classes, from low to high (<https://colorbrewer2.org>).
pub const YELLOW_GREEN: [RGBColor; 9] = [
    RGBColor(0xff, 0xff, 0xe5),
    RGBColor(0xf7, 0xfc, 0xb9),
    RGBColor(0xd9, 0xf0, 0xa3),
    RGBColor(0xad, 0xdd, 0x8e),
    RGBColor(0x78, 0xc6, 0x79),
    RGBColor(0x41, 0xab, 0x5d),
    RGBColor(0x23, 0x84, 0x43),
    RGBColor(0x00, 0x68, 0x37),
    RGBColor(0x00, 0x45, 0x29),
];

/// ColorBrewer's diverging scheme PRGn with nine classes, from purple to green, which every common kind of colour
/// blindness tells apart.
pub const PURPLE_GREEN: [RGBColor; 9] = [
    RGBColor(0x76, 0x2a, 0x83),
    RGBColor(0x99, 0x70, 0xab),
    RGBColor(0xc2, 0xa5, 0xcf),
    RGBColor(0xe7, 0xd4, 0xe8),
    RGBColor(0xf7, 0xf7, 0xf7),
    RGBColor(0xd9, 0xf0, 0xd3),
    RGBColor(0xa6, 0xdb, 0xa0),
    RGBColor(0x5a, 0xae, 0x61),
    RGBColor(0x1b, 0x78, 0x37),
];

/// The same for dark paper: nearly the paper at the low end, and bright at the high one.
pub const GREEN_YELLOW: [RGBColor; 9] = [
    RGBColor(0x1f, 0x2a, 0x25),
    RGBColor(0x0b, 0x4a, 0x30),
    RGBColor(0x00, 0x68, 0x3f),
    RGBColor(0x23, 0x84, 0x43),
    RGBColor(0x41, 0xab, 0x5d),
    RGBColor(0x78, 0xc6, 0x79),
    RGBColor(0xad, 0xdd, 0x8e),
    RGBColor(0xd9, 0xf0, 0xa3),
    RGBColor(0xff, 0xff, 0xe5),
];

/// The same two hues for dark paper: nearly the paper in the middle, and bright at both ends.
pub const BRIGHT_PURPLE_GREEN: [RGBColor; 9] = [
    RGBColor(0xe2, 0xc3, 0xf0),
    RGBColor(0xc0, 0x8f, 0xd4),
    RGBColor(0x8f, 0x4f, 0xa3),
    RGBColor(0x54, 0x2f, 0x60),
    RGBColor(0x24, 0x28, 0x2c),
    RGBColor(0x1a, 0x4a, 0x2b),
    RGBColor(0x23, 0x7f, 0x3f),
    RGBColor(0x5b, 0xb6, 0x63),
    RGBColor(0xb0, 0xe3, 0xa8),
];

/// The colours of numbers on one kind of paper. Nothing is nearly as the paper, and what is large stands out from it,
/// so that the emphasis is the same on light and on dark paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schemes {
    /// From the lowest to the highest number.
    pub one_hue: [RGBColor; 9],
    /// From purple, below 0, to green.
    pub two_hues: [RGBColor; 9],
}

impl Schemes {
    /// For light paper.
    pub const LIGHT: Self = Self { one_hue: YELLOW_GREEN, two_hues: PURPLE_GREEN };
    /// For dark paper.
    pub const DARK: Self = Self { one_hue: GREEN_YELLOW, two_hues: BRIGHT_PURPLE_GREEN };

    /// The colour at `fraction` of the way from the lowest (0) to the highest value (1), linear between the classes.
    /// What lies outside takes the nearer end, NaN the lower one.
    pub fn share(&self, fraction: f64) -> RGBColor {
        along(&self.one_hue, if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) })
    }

    /// The colour of a number with a sign: purple at -1, nearly that of the paper at 0, green at 1, linear between the
    /// classes. What lies outside takes the nearer end, NaN the middle.
    pub fn signed(&self, number: f64) -> RGBColor {
        along(&self.two_hues, if number.is_nan() { 0.5 } else { (number.clamp(-1.0, 1.0) + 1.0) / 2.0 })
    }
}

fn along(scheme: &[RGBColor; 9], fraction: f64) -> RGBColor {
    let last = scheme.len() - 1;
    let place = fraction * last as f64;
    let below = (place as usize).min(last - 1);
    let part = place - below as f64;
    let (low, high) = (scheme[below], scheme[below + 1]);
    let mix = |low: u8, high: u8| (f64::from(low) + (f64::from(high) - f64::from(low)) * part).round() as u8;
    RGBColor(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
}

/// Black or white, whichever reads better on `background`.
pub fn ink_on(background: RGBColor) -> RGBColor {
    let (black, white) = (RGBColor(0, 0, 0), RGBColor(255, 255, 255));
    if contrast(black, background) >= contrast(white, background) { black } else { white }
}

/// The contrast ratio of two colours as WCAG 2 defines it: 1 (none) to 21 (black on white).
pub fn contrast(one: RGBColor, other: RGBColor) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2 defines it, 0 for black to 1 for white.
fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { exp(2.4 * ln((channel + 0.055) / 1.055)) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::super::theme::Theme;
    use super::*;

    fn both() -> [Theme; 2] {
        [Theme::light(1.0), Theme::dark(1.0)]
    }

    #[test]
    fn the_ramp_goes_through_its_classes() {
        for (class, &colour) in YELLOW_GREEN.iter().enumerate() {
            assert_eq!(Schemes::LIGHT.share(class as f64 / 8.0), colour);
        }
        assert_eq!(Schemes::LIGHT.share(1.0 / 16.0), RGBColor(0xfb, 0xfe, 0xcf));
    }

    #[test]
    fn whatever_the_value_there_is_a_colour() {
        for value in [-3.0, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(Schemes::LIGHT.share(value), YELLOW_GREEN[0]);
        }
        assert_eq!(Schemes::LIGHT.share(f64::INFINITY), YELLOW_GREEN[8]);
    }

    #[test]
    fn a_sign_is_a_hue_and_nothing_is_nearly_paper() {
        let signed = |number| Schemes::LIGHT.signed(number);
        assert_eq!([-1.0, 0.0, f64::NAN].map(signed), [PURPLE_GREEN[0], PURPLE_GREEN[4], PURPLE_GREEN[4]]);
        assert_eq!([0.5, f64::INFINITY].map(signed), [PURPLE_GREEN[6], PURPLE_GREEN[8]]);
    }

    /// The emphasis is the same on both papers: 0 sinks into the paper, and the larger a number, the more it stands out.
    #[test]
    fn larger_stands_out_more_on_light_and_on_dark_paper() {
        for Theme { schemes, paper, .. } in both() {
            let shares = (0..=1000).map(|step| schemes.share(f64::from(step) / 1000.0)).collect::<Vec<_>>();
            let arms = [-1.0, 1.0]
                .map(|sign| (0..=1000).map(move |step| schemes.signed(sign * f64::from(step) / 1000.0)));
            for ramp in arms.map(Iterator::collect::<Vec<_>>).into_iter().chain([shares]) {
                let ratios: Vec<f64> = ramp.iter().map(|&colour| contrast(colour, paper)).collect();
                assert!(ratios.windows(2).all(|pair| pair[1] >= pair[0] - 0.01), "{ratios:?}");
                assert!(ratios[0] < 1.25 && ratios[1000] > 5.0, "{} to {}", ratios[0], ratios[1000]);
            }
        }
    }

    #[test]
    fn numbers_are_legible_on_every_cell() {
        for Theme { schemes, .. } in both() {
            for step in -1000..=1000 {
                let number = f64::from(step) / 1000.0;
                for cell in [schemes.share(number), schemes.signed(number)] {
                    let ratio = contrast(ink_on(cell), cell);
                    assert!(ratio >= 4.5, "contrast {ratio} on {cell:?}");
                }
            }
        }
        assert_eq!(ink_on(YELLOW_GREEN[0]), RGBColor(0, 0, 0));
        assert_eq!(ink_on(YELLOW_GREEN[8]), RGBColor(255, 255, 255));
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast(RGBColor(0, 0, 0), RGBColor(255, 255, 255)) - 21.0).abs() < 1e-12);
        // #767676 is the well-known lightest grey that passes 4.5 on white.
        assert!((contrast(RGBColor(0x76, 0x76, 0x76), RGBColor(255, 255, 255)) - 4.54).abs() < 0.005);
    }
}
