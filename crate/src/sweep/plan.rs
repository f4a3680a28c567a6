//! Which runs there are, and in which order.

use std::ops::{Range, RangeInclusive};

use thiserror::Error;

use super::row::Place;
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;
use crate::train::trainer::{MAX_STEPS, TrainerError};

/// The most runs of a plan.
pub const MAX_RUNS: u64 = 1_000_000_000;

/// Why a plan cannot be run, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum SweepError {
    #[error("the sweep has no run: give at least one seed and one head size")]
    NoRun,
    #[error("the head size {0} stands twice in the sweep: keep one")]
    RepeatedHeadSize(u32),
    #[error("the sweep has more than {MAX_RUNS} runs: choose fewer seeds or head sizes")]
    TooManyRuns,
    #[error("place is {place} and sentence {sentence} has places 0 to {last}: choose one of these")]
    NoSuchPlace { place: usize, sentence: usize, last: usize },
    #[error("these are not the parameters of the study's next run")]
    OtherRun,
    #[error(transparent)]
    Run(#[from] TrainerError),
}

/// Which runs there are: every head size with every toggle and every seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The head sizes, in the order of the runs.
    pub head_sizes: Vec<u32>,
    /// With position embedding, without, or both.
    pub positions: Vec<bool>,
    /// With skip connection, without, or both.
    pub skips: Vec<bool>,
    /// The first and the last seed.
    pub seeds: RangeInclusive<u64>,
    /// What all runs share: epochs, learning rate and draw.
    pub others: Settings,
}

impl Plan {
    /// These settings under each of some seeds.
    pub fn of_seeds(seeds: RangeInclusive<u64>, others: Settings) -> Self {
        Self {
            head_sizes: vec![others.head_size],
            positions: vec![others.position],
            skips: vec![others.skip],
            seeds,
            others,
        }
    }

    /// Whether all of it can be run on this corpus.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn check(&self, corpus: &Corpus, place: Place) -> Result<(), SweepError> {
        for (index, head_size) in self.head_sizes.iter().enumerate() {
            if self.head_sizes[..index].contains(head_size) {
                return Err(SweepError::RepeatedHeadSize(*head_size));
            }
        }
        match self.len() {
            0 => return Err(SweepError::NoRun),
            runs if runs > MAX_RUNS => return Err(SweepError::TooManyRuns),
            _ => {}
        }
        let (epochs, sentences) = (self.others.epochs, corpus.sentences().len());
        if self.others.steps(corpus.sentences().len()) > MAX_STEPS {
            return Err(TrainerError::TooManySteps { epochs, sentences }.into());
        }
        for (sentence, number) in corpus.sentences().iter().zip(1..) {
            let last = sentence.len() - 1;
            match place {
                Place::At(place) if place > last => {
                    return Err(SweepError::NoSuchPlace { place, sentence: number, last });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The number of runs.
    pub fn len(&self) -> u64 {
        let groups = self.head_sizes.len() * self.positions.len() * self.skips.len();
        self.seed_count().saturating_mul(groups as u64)
    }

    /// Whether there is no run.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The run of this index, from 0: head size by head size, in each position by position, in each
    /// skip by skip, in each seed by seed.
    pub fn run(&self, index: u64) -> Option<Settings> {
        if index >= self.len() {
            return None;
        }
        let (group, seed) = (index / self.seed_count(), index % self.seed_count());
        let group = group as usize;
        let (skips, positions) = (self.skips.len(), self.positions.len());
        Some(Settings {
            head_size: self.head_sizes[group / skips / positions],
            position: self.positions[group / skips % positions],
            skip: self.skips[group % skips],
            seed: self.seeds.start() + seed,
            ..self.others
        })
    }

    /// All runs, in their order.
    pub fn runs(&self) -> impl Iterator<Item = Settings> {
        (0..self.len()).map_while(|index| self.run(index))
    }

    /// The indices of the runs in one of `shards` contiguous pieces, about equally long; `shard`
    /// counts from 1.
    pub fn shard(&self, shard: u64, shards: u64) -> Range<u64> {
        let end = |pieces: u64| {
            let end = u128::from(self.len()) * u128::from(pieces) / u128::from(shards.max(1));
            u64::try_from(end).unwrap_or(u64::MAX)
        };
        end(shard.saturating_sub(1))..end(shard)
    }

    /// How many seeds there are.
    pub fn seed_count(&self) -> u64 {
        match self.seeds.end().checked_sub(*self.seeds.start()) {
            Some(more) => more.saturating_add(1),
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            head_sizes: vec![3, 1],
            positions: vec![true, false],
            skips: vec![true, false],
            ..Plan::of_seeds(5..=7, Settings { epochs: 0, ..Settings::default() })
        }
    }

    #[test]
    fn runs_stand_in_a_fixed_order() {
        let runs: Vec<_> =
            plan().runs().map(|run| (run.head_size, run.position, run.skip, run.seed)).collect();
        assert_eq!(runs.len(), 24);
        assert_eq!(
            runs[..4],
            [(3, true, true, 5), (3, true, true, 6), (3, true, true, 7), (3, true, false, 5)]
        );
        assert_eq!(
            (runs[6], runs[12], runs[23]),
            ((3, false, true, 5), (1, true, true, 5), (1, false, false, 7))
        );
        assert_eq!(plan().run(24), None);
    }

    #[test]
    fn shards_follow_each_other_without_a_gap() {
        for shards in [1, 2, 5, 24, 100, u64::MAX] {
            let mut next = 0;
            for shard in 1..=shards.min(100) {
                let piece = plan().shard(shard, shards);
                assert_eq!(piece.start, next);
                next = piece.end;
            }
            assert_eq!(next, if shards <= 100 { 24 } else { 0 });
            assert_eq!(plan().shard(shards, shards).end, 24);
        }
    }

    #[test]
    fn plans_that_cannot_be_run_are_refused() {
        let corpus = Corpus::parse("a b\nc").unwrap();
        let check = |plan: Plan, place| plan.check(&corpus, place).unwrap_err();
        let place = Place::default();
        assert_eq!(check(Plan { head_sizes: vec![], ..plan() }, place), SweepError::NoRun);
        #[expect(clippy::reversed_empty_ranges, reason = "as a person may give it")]
        let backwards = 7..=5;
        assert_eq!(check(Plan { seeds: backwards, ..plan() }, place), SweepError::NoRun);
        let twice = Plan { head_sizes: vec![1, 2, 1], ..plan() };
        assert_eq!(check(twice, place), SweepError::RepeatedHeadSize(1));
        assert_eq!(check(Plan { seeds: 0..=u64::MAX, ..plan() }, place), SweepError::TooManyRuns);
        let found = check(plan(), Place::At(2));
        assert_eq!(found, SweepError::NoSuchPlace { place: 2, sentence: 2, last: 1 });
        assert_eq!(plan().check(&corpus, Place::At(1)), Ok(()));
    }
}
