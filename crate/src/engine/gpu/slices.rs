//! How many steps one dispatch takes: few enough that no dispatch holds the device for long.

use std::time::Duration;

use super::costs::Costs;

/// How long a dispatch may last. A device cannot draw a page, nor answer, while it computes.
const LONGEST: Duration = Duration::from_millis(10);

/// Steps of a dispatch while nothing is known about the device: the slowest known, software on one
/// core, takes about 0.2 ms a step.
const UNKNOWN: usize = 16;

/// Learns from the times of batches how many steps a dispatch may take. How steps are divided
/// changes no bit of what they compute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slices {
    most: usize,
    steps: usize,
    is_fixed: bool,
    pub costs: Costs,
}

impl Slices {
    /// For dispatches of `most` steps at most.
    pub fn new(most: usize) -> Self {
        Self { most, steps: UNKNOWN.min(most), is_fixed: false, costs: Costs::unknown() }
    }

    /// Always as many steps.
    pub fn fixed(steps: usize) -> Self {
        Self { most: steps, steps, is_fixed: true, costs: Costs::unknown() }
    }

    /// The steps of the next dispatch.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Learns that a batch of `steps` took `time`.
    pub fn took(&mut self, steps: usize, time: Duration) {
        self.costs.took(steps, time);
        if self.is_fixed {
            return;
        }
        let fit = |step: Duration| {
            let fit = LONGEST.as_nanos() / step.as_nanos().max(1);
            usize::try_from(fit).unwrap_or(usize::MAX)
        };
        let steps = match self.costs.step() {
            Some(step) => fit(step),
            // All that is known may be the way to another process and back.
            None => fit(self.costs.bound()).max(UNKNOWN),
        };
        self.steps = steps.clamp(1, self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispatch_lasts_ten_milliseconds_at_most_once_a_step_is_known() {
        let mut slices = Slices::new(300);
        assert_eq!(slices.steps(), 16);
        slices.took(100, Duration::from_millis(50));
        assert_eq!(slices.steps(), 20);
        slices.took(1100, Duration::from_millis(150));
        assert_eq!(slices.steps(), 100);
        // The way there and back, not the steps.
        slices.took(1, Duration::from_millis(100));
        assert_eq!(slices.steps(), 100);
    }

    /// Firefox: 100 ms for an answer, whatever was asked.
    #[test]
    fn a_device_that_is_slow_to_answer_is_not_taken_for_one_that_is_slow_to_compute() {
        let mut slices = Slices::new(300);
        for steps in [1, 2, 4, 8, 16, 32, 64] {
            slices.took(steps, Duration::from_millis(100));
            assert!(slices.steps() >= UNKNOWN, "{steps}");
        }
    }

    #[test]
    fn neither_a_slow_nor_a_fast_device_leaves_the_bounds() {
        let mut slices = Slices::new(300);
        slices.took(1, Duration::from_secs(1));
        slices.took(2, Duration::from_secs(2));
        assert_eq!(slices.steps(), 1);
        slices.took(1, Duration::ZERO);
        assert_eq!(slices.steps(), 300);
    }

    #[test]
    fn a_fixed_number_stays() {
        let mut slices = Slices::fixed(5);
        slices.took(1, Duration::from_secs(1));
        assert_eq!(slices.steps(), 5);
    }
}
