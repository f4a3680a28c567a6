//! What is kept of a run.

use crate::model::trace::Trace;
use crate::numbers::top;
use crate::task::corpus::Sentence;
use crate::task::settings::Settings;

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
    /// The place in this sentence. One beyond its end is its last; [`Plan::check`](super::Plan::check) refuses those.
    pub fn of(self, sentence: &Sentence) -> usize {
        match self {
            Self::BeforeLastWord => sentence.before_last_word(),
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
    /// In how many sentences the top guess at the chosen place is right.
    pub fn right_answers(&self) -> usize {
        self.sentences.iter().filter(|outcome| outcome.is_right()).count()
    }

    /// Whether the training diverged: a loss is no number any more.
    pub fn diverged(&self) -> bool {
        self.sentences.iter().any(|outcome| outcome.loss.is_nan())
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
    /// Whether the top guess at the chosen place is right.
    pub fn is_right(&self) -> bool {
        self.right.get(self.place) == Some(&true)
    }

    /// What a trace says of its sentence.
    pub(crate) fn new(sentence: &Sentence, place: usize, trace: &Trace<f32>) -> Self {
        let attention = &trace.layers[0].attention;
        let looks_at = top(attention.row(place));
        let guesses = trace.probabilities.rows_iter().zip(&sentence.targets);
        Self {
            place,
            looks_at,
            weight: looks_at.map_or(f32::NAN, |at| attention[(place, at)]),
            probability: trace.probabilities[(place, sentence.targets[place] as usize)],
            loss: trace.loss,
            right: guesses.map(|(guess, &target)| top(guess) == Some(target as usize)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::corpus::Corpus;

    #[test]
    fn the_chosen_place_is_before_the_last_word() {
        let corpus = Corpus::parse("man ordrd the chkn\nhello").unwrap();
        let places = corpus.sentences().iter().map(|sentence| Place::default().of(sentence));
        assert_eq!(places.collect::<Vec<_>>(), [3, 0]);
    }

    #[test]
    fn a_diverged_run_has_nothing_right() {
        let settings = Settings { learning_rate: f64::MAX, epochs: 20, ..Settings::default() };
        let row = crate::sweep::run(&settings, &Corpus::notebook(), Place::default());
        assert!(row.diverged() && row.right_answers() == 0, "{row:?}");
        assert_eq!(row.sentences[0].right, [false; 5]);
    }
}
