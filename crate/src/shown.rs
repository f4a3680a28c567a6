//! What a reader sees of a number: so many decimals of it. Whatever compares numbers for a reader compares these: two
//! numbers differ where they are printed differently, and by as much as is printed.

/// A number as it is printed with so many decimals. A half goes away from 0, as it does where the page writes it.
pub fn rounded(number: f32, decimals: usize) -> f64 {
    units(number, decimals) / per_unit(decimals)
}

/// One number minus another, both as they are printed. Exact to the last printed digit.
pub fn difference(one: f32, other: f32, decimals: usize) -> f64 {
    (units(one, decimals) - units(other, decimals)) / per_unit(decimals)
}

/// The places of all numbers that are printed as large as the largest; none if there is a NaN.
pub fn tops(numbers: &[f32], decimals: usize) -> Vec<usize> {
    let Some(largest) = crate::answers::top(numbers) else { return Vec::new() };
    let is_top = |&place: &usize| units(numbers[place], decimals) == units(numbers[largest], decimals);
    (0..numbers.len()).filter(is_top).collect()
}

/// How often the last printed digit goes into a number. Exact up to the rounding: an f32 times a power of ten that
/// anybody prints fits an f64.
fn units(number: f32, decimals: usize) -> f64 {
    (f64::from(number) * per_unit(decimals)).round()
}

fn per_unit(decimals: usize) -> f64 {
    10f64.powi(decimals as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_where_they_are_printed_differently() {
        assert_eq!(difference(0.0049, 0.0, 2), 0.0);
        assert_eq!(difference(0.0049, 0.0051, 2), -0.01);
        assert_eq!(difference(0.9785, 0.0012, 2), 0.98);
        assert_eq!(difference(-0.004, 0.004, 2), 0.0);
        assert_eq!(difference(0.0049, 0.0, 3), 0.005);
        assert!(difference(f32::NAN, 0.0, 2).is_nan());
    }

    #[test]
    fn a_half_goes_away_from_nothing() {
        assert_eq!([0.125, -0.125, 0.375, 2.5].map(|number| rounded(number, 2)), [0.13, -0.13, 0.38, 2.5]);
        assert_eq!(rounded(2.5, 0), 3.0);
        assert_eq!(rounded(f32::MAX, 2), f64::from(f32::MAX));
    }

    #[test]
    fn what_is_printed_as_large_is_as_large() {
        assert_eq!(tops(&[0.1, 0.498, 0.502], 2), [1, 2]);
        assert_eq!(tops(&[0.1, 0.49, 0.51], 2), [2]);
        assert_eq!((tops(&[f32::NAN, 1.0], 2), tops(&[], 2)), (vec![], vec![]));
    }
}
