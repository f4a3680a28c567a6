//! Many runs over seeds, head sizes and toggles, and what is worth keeping of each.
//!
//! A [`Plan`] says which runs there are, in a fixed order; [`run`] trains one of them on the CPU
//! engine and gives its [`Row`]. Runs know nothing of each other, so a plan may be cut anywhere.
//!
//! ```
//! use attention_lab::corpus::Corpus;
//! use attention_lab::settings::Settings;
//! use attention_lab::sweep::{Place, Plan, run};
//!
//! let others = Settings { epochs: 10, ..Settings::default() };
//! let plan = Plan { head_sizes: vec![10, 20], ..Plan::of_seeds(1..=3, others) };
//! let corpus = Corpus::notebook();
//! plan.check(&corpus, Place::BeforeLastWord)?;
//! let rows: Vec<_> = plan.runs().map(|settings| run(&settings, &corpus, Place::BeforeLastWord)).collect();
//! assert_eq!(rows.len(), 6);
//! assert_eq!(rows[3].settings.head_size, 20);
//! # Ok::<(), attention_lab::sweep::SweepError>(())
//! ```

use std::ops::{Range, RangeInclusive};

use thiserror::Error;

use crate::adam::State;
use crate::answers::top;
use crate::corpus::{Corpus, Sentence};
use crate::engine::cpu::CpuEngine;
use crate::init::starting_parameters;
use crate::model::causal_mask;
use crate::parameters::Architecture;
use crate::settings::Settings;
use crate::trace::Trace;
use crate::trainer::{MAX_STEPS, TrainerError};

/// The most runs of a plan.
pub const MAX_RUNS: u64 = 1_000_000_000;
/// Training hands back the loss of each step, and no run needs all of them at once.
const STEPS_AT_ONCE: u64 = 100_000;

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

    fn seed_count(&self) -> u64 {
        match self.seeds.end().checked_sub(*self.seeds.start()) {
            Some(more) => more.saturating_add(1),
            None => 0,
        }
    }
}

/// The place of a sentence that a sweep looks at. The start token's is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The one before the last word: in the notebook `the`, from which the dish is guessed.
    #[default]
    BeforeLastWord,
    /// The same in every sentence.
    At(usize),
}

impl Place {
    /// The place in this sentence. One beyond its end is its last; [`Plan::check`] refuses those.
    pub fn of(self, sentence: &Sentence) -> usize {
        match self {
            Self::BeforeLastWord => sentence.len().saturating_sub(2),
            Self::At(place) => place.min(sentence.len() - 1),
        }
    }
}

/// What is kept of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the run was made of.
    pub settings: Settings,
    /// What came of it, sentence by sentence.
    pub sentences: Vec<Outcome>,
}

impl Row {
    /// Whether the top guess at the chosen place is right in every sentence.
    pub fn is_right(&self) -> bool {
        self.sentences.iter().all(|outcome| outcome.right.get(outcome.place) == Some(&true))
    }
}

/// How the trained head does on one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The chosen place.
    pub place: usize,
    /// The place it gives the most attention to, the first of equals; `None` if the weights are not
    /// numbers, as in a run that diverged.
    pub looks_at: Option<usize>,
    /// The attention weight there.
    pub weight: f32,
    /// The probability of the chosen place's target.
    pub probability: f32,
    /// The loss at the final weights.
    pub loss: f32,
    /// Of each place, whether the target is the token with the highest probability.
    pub right: Vec<bool>,
}

impl Outcome {
    /// What a trace says of its sentence.
    pub(crate) fn new(sentence: &Sentence, place: usize, trace: &Trace<f32>) -> Self {
        let looks_at = top(trace.attention.row(place));
        let guesses = trace.probabilities.rows_iter().zip(&sentence.targets);
        Self {
            place,
            looks_at,
            weight: looks_at.map_or(f32::NAN, |at| trace.attention[(place, at)]),
            probability: trace.probabilities[(place, sentence.targets[place] as usize)],
            loss: trace.loss,
            right: guesses.map(|(guess, &target)| top(guess) == Some(target as usize)).collect(),
        }
    }
}

/// Trains one run to its end on the CPU engine.
pub fn run(settings: &Settings, corpus: &Corpus, place: Place) -> Row {
    let architecture = Architecture::new(settings, corpus);
    let mut engine = CpuEngine::new(architecture, corpus, settings.adam());
    let mut state = State::new(starting_parameters(&architecture, settings));
    let mut left = settings.steps(corpus.sentences().len());
    while left > 0 {
        let steps = left.min(STEPS_AT_ONCE);
        engine.train(&mut state, steps);
        left -= steps;
    }
    let outcome = |(index, sentence): (usize, &Sentence)| {
        let traces = engine.traces(&state.parameters, &[(index, causal_mask(sentence.len()))]);
        traces.first().map(|trace| Outcome::new(sentence, place.of(sentence), trace))
    };
    let sentences = corpus.sentences().iter().enumerate().filter_map(outcome).collect();
    Row { settings: *settings, sentences }
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

    #[test]
    fn the_chosen_place_is_before_the_last_word() {
        let corpus = Corpus::parse("man ordrd the chkn\nhello").unwrap();
        let places = corpus.sentences().iter().map(|sentence| Place::default().of(sentence));
        assert_eq!(places.collect::<Vec<_>>(), [3, 0]);
    }

    #[test]
    fn a_diverged_run_has_nothing_right() {
        let settings = Settings { learning_rate: f64::MAX, epochs: 20, ..Settings::default() };
        let row = run(&settings, &Corpus::notebook(), Place::default());
        assert!(!row.is_right() && row.sentences.iter().all(|outcome| outcome.loss.is_nan()), "{row:?}");
        assert_eq!(row.sentences[0].right, [false; 5]);
    }
}
