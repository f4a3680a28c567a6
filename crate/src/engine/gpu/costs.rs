//! What a device takes to answer at all, and what it takes for a step.

use std::time::Duration;

/// Learns from the times of batches. A browser may take 100 ms to answer whatever was asked, so the
/// time of one batch says little of its steps; what a longer batch takes more does.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Costs {
    /// The batch that was over soonest.
    shortest: (u64, Duration),
    /// The shortest time of a step so far, the answer included: no step takes longer.
    bound: Duration,
    /// The same without the answer, once it is known.
    step: Option<Duration>,
    /// How many batches were seen to take longer for their steps.
    contrasts: usize,
}

/// As much longer than the shortest batch, a batch shows what its steps take, and not what else
/// goes on in the machine.
const CONTRAST: u32 = 2;
/// What was seen once may have been something else.
const CERTAIN: usize = 2;

impl Costs {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self { shortest: (0, Duration::MAX), bound: Duration::MAX, step: None, contrasts: 0 }
    }

    /// Learns that a batch of `steps` took `time`.
    pub fn took(&mut self, steps: usize, time: Duration) {
        let steps = steps.max(1) as u64;
        self.bound = self.bound.min(over(time, steps));
        let (few, least) = self.shortest;
        if time < least {
            self.shortest = (steps, time);
        } else if steps > few && time >= CONTRAST * least {
            let step = over(time - least, steps - few);
            self.step = Some(self.step.map_or(step, |known| known.min(step)));
            self.contrasts += 1;
        }
    }

    /// Whether longer batches have shown what a step takes.
    pub fn are_known(&self) -> bool {
        self.contrasts >= CERTAIN
    }

    /// What a step takes, as far as it is known.
    pub fn step(&self) -> Option<Duration> {
        self.step.map(|step| step.min(self.bound))
    }

    /// What no step takes longer than.
    pub fn bound(&self) -> Duration {
        self.bound
    }

    /// What `steps` take that are asked for `batch` at a time.
    pub fn of(&self, steps: u64, batch: u64) -> Duration {
        let step = self.step().unwrap_or(self.bound).as_secs_f64();
        let (few, least) = self.shortest;
        let answer = (least.as_secs_f64() - few as f64 * step).max(0.0);
        let seconds = steps as f64 * step + steps.div_ceil(batch) as f64 * answer;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

fn over(time: Duration, steps: u64) -> Duration {
    time / u32::try_from(steps).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Firefox does it: 100 ms for an answer, whatever was asked.
    fn slow_to_answer(steps: usize) -> Duration {
        Duration::from_millis(100) + steps as u32 * Duration::from_micros(100)
    }

    #[test]
    fn the_way_there_and_back_is_told_from_the_steps() {
        let mut costs = Costs::unknown();
        for steps in [4, 16, 64, 256] {
            costs.took(steps, slow_to_answer(steps));
            assert_eq!(costs.step(), None, "{steps} steps are lost in the answer");
        }
        costs.took(1024, slow_to_answer(1024));
        costs.took(4096, slow_to_answer(4096));
        assert!(costs.are_known());
        let run = costs.of(10_000, 4096);
        assert!((run.as_secs_f64() - 1.3).abs() < 1e-3, "{run:?}: 1 s of steps, 3 answers");
    }

    #[test]
    fn steps_that_never_show_take_no_longer_than_their_batch() {
        let mut costs = Costs::unknown();
        costs.took(4, Duration::from_millis(100));
        costs.took(4000, Duration::from_millis(100));
        assert!(!costs.are_known());
        assert!(costs.of(4000, 4096) <= Duration::from_millis(200));
    }

    #[test]
    fn a_first_batch_that_pays_for_setting_up_is_forgotten() {
        let mut costs = Costs::unknown();
        costs.took(4, Duration::from_secs(1));
        for steps in [16, 64, 256] {
            costs.took(steps, Duration::from_millis(steps as u64));
        }
        assert!(costs.are_known());
        assert_eq!(costs.step(), Some(Duration::from_millis(1)));
    }
}
