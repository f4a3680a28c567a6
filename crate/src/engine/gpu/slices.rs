//! How many steps one dispatch takes: few enough that no dispatch holds the device for long.

use std::time::Duration;

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
    /// The shortest time of a step so far. What a batch takes besides, such as the way to another
    /// process and back, can only lengthen it.
    step: Duration,
}

impl Slices {
    /// For dispatches of `most` steps at most.
    pub fn new(most: usize) -> Self {
        Self { most, steps: UNKNOWN.min(most), step: Duration::MAX }
    }

    /// Always as many steps.
    pub fn fixed(steps: usize) -> Self {
        Self { most: steps, steps, step: Duration::ZERO }
    }

    /// The steps of the next dispatch.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Learns that a batch of `steps` took `time`.
    pub fn took(&mut self, steps: usize, time: Duration) {
        let step = time / steps.max(1) as u32;
        if step < self.step {
            self.step = step;
            let fit = LONGEST.as_nanos() / step.as_nanos().max(1);
            self.steps = usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispatch_lasts_ten_milliseconds_at_most_once_a_batch_is_known() {
        let mut slices = Slices::new(300);
        assert_eq!(slices.steps(), 16);
        slices.took(100, Duration::from_millis(50));
        assert_eq!(slices.steps(), 20);
        slices.took(1000, Duration::from_millis(100));
        assert_eq!(slices.steps(), 100);
        // The way there and back, not the steps.
        slices.took(1, Duration::from_millis(100));
        assert_eq!(slices.steps(), 100);
    }

    #[test]
    fn neither_a_slow_nor_a_fast_device_leaves_the_bounds() {
        let mut slices = Slices::new(300);
        slices.took(1, Duration::from_secs(1));
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
