//! Round numbers for an axis that begins at 0.

use crate::numbers::{LARGE, by_power, decade, power_of_ten};

/// The round step (1, 2 or 5 times a power of ten) with which at most `most` steps reach `end`.
pub(super) fn round_step(end: f64, most: usize) -> f64 {
    if !(end.is_finite() && end > 0.0) {
        return 1.0;
    }
    let least = end / most.max(1) as f64;
    let power = decade(least);
    // The small excess keeps 0.3 / 3 from being taken as more than 0.1.
    [1.0, 2.0, 5.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|step| step * (1.0 + 1e-9) >= least)
        .unwrap_or(10.0 * power)
}

/// The multiples of `step` from 0 to `end`.
pub(super) fn ticks(end: f64, step: f64) -> Vec<f64> {
    let count = (end / step * (1.0 + 1e-9)).floor() as usize;
    (0..=count).map(|tick| tick as f64 * step).collect()
}

/// A tick as text: as many decimals as its step needs, thousands apart; a large one by its power of
/// ten.
pub(super) fn tick_text(value: f64, step: f64) -> String {
    if value >= LARGE {
        let digits = (power_of_ten(value) - power_of_ten(step)).clamp(0, 12);
        return by_power(value, digits as usize);
    }
    let decimals = (-power_of_ten(step)).clamp(0, 12) as usize;
    let plain = format!("{value:.decimals$}");
    if value < 1000.0 {
        return plain;
    }
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or(grouped.clone(), |fraction| format!("{grouped}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(round_step(5000.0, 5), 1000.0);
        assert_eq!(round_step(3.16, 5), 1.0);
        assert_eq!(round_step(0.3, 3), 0.1);
        for end in [1e-9, 0.07, 0.3, 1.0, 3.4, 9.99, 1e6, 1e30] {
            for most in 1..8 {
                let step = round_step(end, most);
                assert!(end / step <= most as f64 * (1.0 + 1e-8), "{end} in {most}");
                assert!(ticks(end, step).len() <= most + 1);
            }
        }
    }

    #[test]
    fn odd_ends_still_have_a_step() {
        for end in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(round_step(end, 5), 1.0);
        }
    }

    #[test]
    fn ticks_are_written_as_people_write_them() {
        assert_eq!(tick_text(0.6, 0.2), "0.6");
        assert_eq!(tick_text(3.0, 1.0), "3");
        assert_eq!(tick_text(5000.0, 1000.0), "5,000");
        assert_eq!(tick_text(1_000_000.0, 200_000.0), "1,000,000");
        assert_eq!(tick_text(0.05, 0.05), "0.05");
        assert_eq!(
            [0.0, 5e25, 1e26, 1.5e26].map(|tick| tick_text(tick, 5e25)),
            ["0", "5e25", "1e26", "1.5e26"]
        );
    }
}
