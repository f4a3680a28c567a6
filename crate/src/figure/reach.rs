//! A range of colours that stays while the numbers change.

use crate::numbers::decade;

/// How far the colours reach on both sides of 0. It grows, in wide steps, when a number would not fit, and never
/// shrinks: a picture neither flickers while its numbers change nor shows two moments of a run on two scales.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    start: f32,
    limit: f32,
}

/// The steps of a decade.
const STEPS: [f32; 7] = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
/// A reach that has grown further than this by one run is of no use for another.
const OUTGROWN: f32 = 10.0;

impl Reach {
    /// A reach up to `start`, which should hold what is common.
    pub fn new(start: f32) -> Self {
        Self { start, limit: start }
    }

    /// The largest number, and the negative of the smallest, that have a colour of their own.
    pub fn limit(&self) -> f32 {
        self.limit
    }

    /// Grows until every finite one of `values` fits.
    pub fn cover(&mut self, values: &[f32]) {
        let largest = largest(values);
        if largest > self.limit {
            self.limit = step_above(largest);
        }
    }

    /// For another run: keeps the reach, so that both can be compared, unless a run gone wrong has blown it up.
    pub fn renew(&mut self) {
        if self.limit > OUTGROWN * self.start {
            self.limit = self.start;
        }
    }
}

/// The largest finite absolute value; 0 if there is none.
pub fn largest(values: &[f32]) -> f32 {
    values.iter().map(|value| value.abs()).filter(|value| value.is_finite()).fold(0.0, f32::max)
}

/// The smallest step of any decade that is not below `value`, a number above 0.
fn step_above(value: f32) -> f32 {
    let decade = decade(value.into()) as f32;
    // Rounding may put the largest numbers of a decade above its last step; a number is then its own step.
    STEPS.iter().map(|step| step * decade).find(|step| *step >= value && step.is_finite()).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_in_steps_and_never_shrinks() {
        let mut reach = Reach::new(5.0);
        let mut seen = vec![];
        for number in 0..400 {
            // Numbers that grow and tremble, as those of a run do.
            let value = number as f32 * 0.1 * if number % 3 == 0 { -0.2 } else { 1.0 };
            let before = reach.limit();
            reach.cover(&[value, -value / 2.0, f32::NAN, f32::NEG_INFINITY]);
            assert!(reach.limit() >= before && reach.limit() >= value.abs());
            seen.push(reach.limit());
        }
        seen.dedup();
        assert_eq!(seen, [5.0, 6.0, 8.0, 10.0, 20.0, 30.0, 40.0]);
        reach.cover(&[0.1]);
        assert_eq!(reach.limit(), 40.0);
    }

    #[test]
    fn another_run_keeps_it_unless_it_is_outgrown() {
        let mut reach = Reach::new(5.0);
        reach.cover(&[17.0]);
        reach.renew();
        assert_eq!(reach.limit(), 20.0);
        reach.cover(&[-1.0e6]);
        reach.renew();
        assert_eq!(reach.limit(), 5.0);
    }

    #[test]
    fn no_number_is_too_large_or_none() {
        for value in [f32::MAX, 9.99999e37, 1.0e-3, 9.999_999, f32::MIN_POSITIVE, 1.0e-40] {
            assert!(step_above(value) >= value && step_above(value).is_finite(), "{value}");
        }
        let mut reach = Reach::new(1.0);
        reach.cover(&[f32::NAN, f32::INFINITY]);
        assert_eq!(reach.limit(), 1.0);
        assert_eq!(largest(&[f32::NAN]), 0.0);
    }
}
