//! Numbers as people read them.

/// From here on a number is written by its power of ten: nobody counts that many digits.
pub const LARGE: f64 = 1e7;

/// A number with so many decimals; without a sign where nothing of it is left, so never as -0.00.
///
/// ```
/// use attention_lab::numbers::fixed;
/// assert_eq!(fixed(0.978, 2), "0.98");
/// assert_eq!(fixed(-0.001, 2), "0.00");
/// assert_eq!(fixed(2e26, 2), "2e26");
/// ```
pub fn fixed(value: f64, decimals: usize) -> String {
    if value.is_finite() && value.abs() >= LARGE {
        return by_power(value, decimals);
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

/// A number as digits before its power of ten, with at most so many decimals: 1.5e26.
pub fn by_power(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$e}");
    match text.split_once('e') {
        Some((digits, power)) if digits.contains('.') => {
            format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(
            [-0.0, 0.0, -0.000_04, -0.000_06].map(|value| fixed(value, 4)),
            ["0.0000", "0.0000", "0.0000", "-0.0001"]
        );
        assert_eq!(fixed(-0.4, 0), "0");
    }

    #[test]
    fn large_numbers_are_short() {
        assert_eq!(
            [9_999_999.0, 1e7, -1.234_56e18].map(|value| fixed(value, 2)),
            ["9999999.00", "1e7", "-1.23e18"]
        );
        assert_eq!(fixed(f64::from(f32::MAX), 4), "3.4028e38");
        assert_eq!([f64::NAN, f64::INFINITY].map(|value| fixed(value, 2)), ["NaN", "inf"]);
    }
}
