//! An axis for shares of a whole on which both nearly nothing and nearly everything have room.

use crate::elementary::ln;

/// The ends of the axis: the share of a softmax seldom comes closer to 0 and to 1.
const ENDS: [f64; 2] = [1e-7, 0.9999];

/// The shares that are worth a tick.
pub const TICKS: [f64; 6] = [1e-6, 1e-4, 0.01, 0.5, 0.99, 0.9999];

/// How far along the axis a share stands, from 0 to 1: evenly by its log odds `ln(share / (1 - share))`, which for two
/// words under a softmax is the difference of their scores. What lies beyond an end stands at it; NaN stays NaN.
pub fn stretched(share: f64) -> f64 {
    let [from, to] = ENDS.map(log_odds);
    ((log_odds(share) - from) / (to - from)).clamp(0.0, 1.0)
}

fn log_odds(share: f64) -> f64 {
    ln(share / (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_stretched_towards_both_ends() {
        assert_eq!((stretched(0.0), stretched(1e-9), stretched(1.0)), (0.0, 0.0, 1.0));
        assert!(TICKS.is_sorted() && TICKS.map(stretched).is_sorted_by(|one, next| next - one > 0.1));
        let [low, half, high] = [0.01, 0.5, 0.99].map(stretched);
        assert!((half - (low + high) / 2.0).abs() < 1e-12);
        assert!(stretched(f64::NAN).is_nan());
    }
}
