//! The colours of a heat map's cells.

use plotters::style::RGBColor;

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

/// The colour of a number with a sign: purple at -1, nearly white at 0, green at 1, linear between the classes.
/// What lies outside takes the nearer end, NaN the middle.
pub fn purple_green(number: f64) -> RGBColor {
    along(&PURPLE_GREEN, if number.is_nan() { 0.5 } else { (number.clamp(-1.0, 1.0) + 1.0) / 2.0 })
}

/// The colour at `fraction` of the way from the lowest (0) to the highest value (1), linear between the classes.
/// What lies outside takes the nearer end, NaN the lower one.
pub fn yellow_green(fraction: f64) -> RGBColor {
    along(&YELLOW_GREEN, if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) })
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
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ramp_goes_through_its_classes() {
        for (class, &colour) in YELLOW_GREEN.iter().enumerate() {
            assert_eq!(yellow_green(class as f64 / 8.0), colour);
        }
        assert_eq!(yellow_green(1.0 / 16.0), RGBColor(0xfb, 0xfe, 0xcf));
    }

    #[test]
    fn whatever_the_value_there_is_a_colour() {
        assert_eq!(yellow_green(-3.0), YELLOW_GREEN[0]);
        assert_eq!(yellow_green(f64::NAN), YELLOW_GREEN[0]);
        assert_eq!(yellow_green(f64::NEG_INFINITY), YELLOW_GREEN[0]);
        assert_eq!(yellow_green(f64::INFINITY), YELLOW_GREEN[8]);
    }

    #[test]
    fn a_sign_is_a_hue_and_nothing_is_nearly_white() {
        assert_eq!(purple_green(-1.0), PURPLE_GREEN[0]);
        assert_eq!(purple_green(0.0), PURPLE_GREEN[4]);
        assert_eq!(purple_green(f64::NAN), PURPLE_GREEN[4]);
        assert_eq!(purple_green(0.5), PURPLE_GREEN[6]);
        assert_eq!(purple_green(f64::INFINITY), PURPLE_GREEN[8]);
    }

    #[test]
    fn higher_is_darker() {
        let shades: Vec<f64> =
            (0..=1000).map(|step| luminance(yellow_green(f64::from(step) / 1000.0))).collect();
        assert!(shades.windows(2).all(|pair| pair[1] <= pair[0]));
        assert!(shades[0] > 0.9 && shades[1000] < 0.06);
    }

    #[test]
    fn numbers_are_legible_on_every_cell() {
        for step in 0..=1000 {
            let cell = yellow_green(f64::from(step) / 1000.0);
            let ratio = contrast(ink_on(cell), cell);
            assert!(ratio >= 4.5, "contrast {ratio} on {cell:?}");
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
