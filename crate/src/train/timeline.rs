//! The way of a run so far: snapshots of it, and what it takes to reach every step between them.
//!
//! An engine gives the same bits however the steps are divided into calls, so a step of the past
//! needs no memory of its own: the last snapshot before it, trained on in the same way, is that
//! step again, exactly.

use crate::model::adam::State;

/// More snapshots than this are not kept: dense enough that between two of them little is trained.
const MOST: u64 = 256;
/// Nor do they take more bytes than this together.
const MOST_BYTES: u64 = 64 << 20;

/// How the steps from one step on were taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// The first step of the leg, counted from 0.
    pub from: u64,
    /// Adam's learning rate.
    pub learning_rate: f64,
    /// Whether the stepwise drive took them; its roundings differ from those of the fused one.
    pub by_hand: bool,
}

/// Snapshots and legs of one run.
#[derive(Clone, Debug)]
pub struct Timeline {
    spacing: u64,
    /// In the order of their steps; the first is the start.
    snapshots: Vec<State<f32>>,
    /// In the order of their steps; the first begins at step 0.
    legs: Vec<Leg>,
}

impl Timeline {
    /// The way of a run of `total` steps that has not begun.
    pub fn new(start: State<f32>, total: u64, learning_rate: f64) -> Self {
        let bytes = 3 * size_of::<f32>() * start.parameters.len();
        let most = (MOST_BYTES / bytes.max(1) as u64).clamp(1, MOST);
        Self {
            spacing: total.div_ceil(most).max(1),
            snapshots: vec![start],
            legs: vec![Leg { from: 0, learning_rate, by_hand: false }],
        }
    }

    /// Back to the start, where nothing has happened yet.
    pub fn rewind(&mut self, learning_rate: f64) {
        self.snapshots.truncate(1);
        self.legs = vec![Leg { from: 0, learning_rate, by_hand: false }];
    }

    /// From `leg.from` on, which is the end of what has been trained, steps are taken like this.
    pub fn begin(&mut self, leg: Leg) {
        self.legs.pop_if(|last| last.from >= leg.from);
        let same = self.legs.last().is_some_and(|last| Leg { from: leg.from, ..*last } == leg);
        if !same {
            self.legs.push(leg);
        }
    }

    /// Keeps a snapshot, unless there is one nearly at the same step.
    pub fn keep(&mut self, state: &State<f32>) {
        let place = self.snapshots.partition_point(|snapshot| snapshot.step < state.step);
        let near = |snapshot: Option<&State<f32>>| {
            snapshot.is_some_and(|snapshot| snapshot.step.abs_diff(state.step) < self.spacing)
        };
        if !near(self.snapshots.get(place)) && !near(self.snapshots[..place].last()) {
            self.snapshots.insert(place, state.clone());
        }
    }

    /// The last snapshot that does not come after `step`.
    pub fn before(&self, step: u64) -> &State<f32> {
        let after = self.snapshots.partition_point(|snapshot| snapshot.step <= step);
        &self.snapshots[after.max(1) - 1]
    }

    /// How the step that follows `step` was taken, and the end of its leg.
    pub fn leg(&self, step: u64) -> (Leg, u64) {
        let after = self.legs.partition_point(|leg| leg.from <= step).max(1);
        (self.legs[after - 1], self.legs.get(after).map_or(u64::MAX, |next| next.from))
    }

    /// The steps from `step` to where the next snapshot is due.
    pub fn to_next(&self, step: u64) -> u64 {
        self.spacing - step % self.spacing
    }

    /// The learning rates of the run: the first step of each, and the rate.
    pub fn rates(&self) -> Vec<(u64, f64)> {
        let mut rates: Vec<(u64, f64)> = self.legs.iter().map(|leg| (leg.from, leg.learning_rate)).collect();
        rates.dedup_by_key(|rate| rate.1);
        rates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(step: u64) -> State<f32> {
        State { step, ..State::new(vec![0.0; 10]) }
    }

    #[test]
    fn the_nearest_snapshot_before_a_step_is_found() {
        let mut timeline = Timeline::new(at(0), 25_600, 0.1);
        for step in [100, 300, 200, 250, 299, 301, 400] {
            timeline.keep(&at(step));
        }
        // 250 and its like lie nearer to another one than the hundred steps that are due.
        let found = [0, 99, 100, 150, 299, 399, 9999].map(|step| timeline.before(step).step);
        assert_eq!(found, [0, 0, 100, 100, 200, 300, 400]);
        assert_eq!([timeline.to_next(0), timeline.to_next(199), timeline.to_next(200)], [100, 1, 100]);
    }

    #[test]
    fn snapshots_are_few_and_not_large() {
        let kept = |parameters: usize, total: u64| {
            let mut timeline = Timeline::new(State::new(vec![0.0; parameters]), total, 0.1);
            for step in 0..=total {
                timeline.keep(&State { step, ..State::new(vec![0.0; parameters]) });
            }
            timeline.snapshots.len() as u64
        };
        assert_eq!(kept(1, 100), 101);
        assert!((128..=MOST + 1).contains(&kept(1, 10_000)));
        assert!(kept(1 << 20, 20) <= 1 + MOST_BYTES / (12 << 20));
        assert_eq!(kept(0, 0), 1);
    }

    #[test]
    fn a_step_is_taken_as_its_leg_says() {
        let leg = |from, learning_rate, by_hand| Leg { from, learning_rate, by_hand };
        let mut timeline = Timeline::new(at(0), 100, 0.1);
        timeline.begin(leg(0, 0.1, false));
        timeline.begin(leg(10, 0.1, true));
        // Two changes at one step: the later one counts.
        timeline.begin(leg(12, 0.3, false));
        timeline.begin(leg(12, 0.2, false));
        timeline.begin(leg(20, 0.2, false));
        timeline.begin(leg(30, 0.1, false));
        assert_eq!(timeline.leg(9), (leg(0, 0.1, false), 10));
        assert_eq!(timeline.leg(11), (leg(10, 0.1, true), 12));
        assert_eq!(timeline.leg(29), (leg(12, 0.2, false), 30));
        assert_eq!(timeline.leg(30), (leg(30, 0.1, false), u64::MAX));
        assert_eq!(timeline.rates(), [(0, 0.1), (12, 0.2), (30, 0.1)]);
        // Changed back before a step was taken: nothing happened.
        timeline.begin(leg(30, 0.2, false));
        assert_eq!(timeline.rates(), [(0, 0.1), (12, 0.2)]);
        timeline.rewind(0.5);
        assert_eq!(timeline.rates(), [(0, 0.5)]);
    }
}
