//! Numbers as people read them: so many decimals of them. Whatever compares numbers for a reader
//! compares what is printed: two numbers differ where they are printed differently, and by as much
//! as is printed. And names as people list them.

/// From here on a number is written by its power of ten: nobody counts that many digits.
pub const LARGE: f64 = 1e7;

/// Names as people list them.
///
/// ```
/// use attention_lab::numbers::listed;
/// assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
/// ```
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match &names[..] {
        [first @ .., before, last] => {
            let first: String = first.iter().map(|name| format!("{name}, ")).collect();
            format!("{first}{before} and {last}")
        }
        names => names.concat(),
    }
}

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
    let text = format!("{:.decimals$}", rounded(value, decimals));
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

/// A number as it is printed. A half goes away from 0, as it does where the page writes it.
pub fn rounded(value: f64, decimals: usize) -> f64 {
    units(value, decimals) / per_unit(decimals)
}

/// One number minus another, both as they are printed. Exact to the last printed digit.
pub fn difference(one: f32, other: f32, decimals: usize) -> f64 {
    (units(one.into(), decimals) - units(other.into(), decimals)) / per_unit(decimals)
}

/// The places of all numbers that are printed as large as the largest; none if there is a NaN.
pub fn tops(numbers: &[f32], decimals: usize) -> Vec<usize> {
    let Some(largest) = top(numbers) else { return Vec::new() };
    let units = |place: usize| units(numbers[place].into(), decimals);
    (0..numbers.len()).filter(|&place| units(place) == units(largest)).collect()
}

/// The places of some numbers, the smallest number first; equal ones stay in their order. Each is put where it belongs among
/// those before it: there are a thousand at most, and in the page a sort of the library is 7 KB.
pub fn ascending(numbers: &[f64]) -> Vec<usize> {
    let mut places = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let before = |&other: &usize| numbers[other].total_cmp(number).is_le();
        places.insert(places.partition_point(before), place);
    }
    places
}

/// The same things, those with the largest number first; equal ones stay in their order.
pub fn largest_first<T: Clone>(things: &[T], number: impl Fn(&T) -> f64) -> Vec<T> {
    let numbers: Vec<f64> = things.iter().map(|thing| -number(thing)).collect();
    ascending(&numbers).into_iter().map(|place| things[place].clone()).collect()
}

/// The power of ten that a number above 0 begins with: -2 for 0.034.
pub fn power_of_ten(value: f64) -> i32 {
    value.log10().floor() as i32
}

/// That power of ten itself: 0.01 for 0.034.
pub fn decade(value: f64) -> f64 {
    10f64.powi(power_of_ten(value))
}

/// How often the last printed digit goes into a number. Exact up to the rounding: an f32 times a
/// power of ten that anybody prints fits an f64.
fn units(value: f64, decimals: usize) -> f64 {
    (value * per_unit(decimals)).round()
}

fn per_unit(decimals: usize) -> f64 {
    10f64.powi(decimals as i32)
}

/// Whether no number has overflowed.
pub fn all_finite(numbers: &[f32]) -> bool {
    numbers.iter().all(|number| number.is_finite())
}

/// Where the largest number stands, the first of equals; `None` if there is a NaN.
pub fn top(numbers: &[f32]) -> Option<usize> {
    if numbers.iter().any(|number| number.is_nan()) {
        return None;
    }
    (0..numbers.len()).reduce(|best, next| if numbers[next] > numbers[best] { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_the_first_of_equals() {
        assert_eq!((top(&[0.5, 0.5, 0.1]), top(&[0.0, f32::NAN]), top(&[])), (Some(0), None, None));
    }

    #[test]
    fn the_largest_comes_first_and_equal_ones_stay() {
        assert_eq!(ascending(&[2.0, -1.0, 0.5, -1.0]), [1, 3, 2, 0]);
        let things = [("a", 1.0), ("b", 3.0), ("c", 1.0)];
        let names: Vec<_> = largest_first(&things, |thing| thing.1).iter().map(|thing| thing.0).collect();
        assert_eq!(names, ["b", "a", "c"]);
    }

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
        assert_eq!(rounded(f32::MAX.into(), 2), f64::from(f32::MAX));
    }

    #[test]
    fn what_is_printed_as_large_is_as_large() {
        assert_eq!(tops(&[0.1, 0.498, 0.502], 2), [1, 2]);
        assert_eq!(tops(&[0.1, 0.49, 0.51], 2), [2]);
        assert_eq!((tops(&[f32::NAN, 1.0], 2), tops(&[], 2)), (vec![], vec![]));
    }
}
