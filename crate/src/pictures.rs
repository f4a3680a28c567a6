//! Which figures a run has: the notebook's three for each sentence, beside them what the weights are made of, and the
//! losses.

use crate::corpus::{Corpus, Sentence};
use crate::figure::{Curve, Dots, HeatMap, LossCurve, Marker, Range, Scale, isolated, largest};
use crate::matrix::{MASKED, Matrix, is_masked};
use crate::numbers;
use crate::printed;
use crate::trace::Trace;
use crate::trainer::Trainer;

/// A matrix of a trace that is shown as a heat map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The notebook's figure 1: output predictions, T x V.
    Probabilities,
    /// The notebook's figure 2: attention weights, T x T.
    Attention,
    /// The notebook's figure 3: value matrix, T x V.
    Value,
    /// Scaled products of queries and keys, T x T.
    Scores,
    /// Queries, T x H.
    Query,
    /// Keys, T x H.
    Key,
}

/// Why the first row of the attention weights is 1 and nothing else.
pub const ONLY_ITSELF: &str = "place 0 can look only at itself";

impl Picture {
    /// All of them, the notebook's three first.
    pub const ALL: [Self; 6] =
        [Self::Probabilities, Self::Attention, Self::Value, Self::Scores, Self::Query, Self::Key];

    /// Its name in files and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Probabilities => "probabilities",
            Self::Attention => "attention",
            Self::Value => "value",
            Self::Scores => "scores",
            Self::Query => "query",
            Self::Key => "key",
        }
    }

    /// The picture of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.name() == name)
    }

    /// Whether its numbers are shares of a whole, from 0 to 1; else they have a sign.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Probabilities | Self::Attention)
    }

    /// Its numbers; [`MASKED`] where a place may not look.
    pub fn matrix(self, trace: &Trace<f32>) -> Matrix<f32> {
        match self {
            Self::Probabilities => trace.probabilities.clone(),
            Self::Attention => masked(&trace.attention),
            Self::Value => trace.v.clone(),
            Self::Scores => masked(&trace.scores),
            Self::Query => trace.q.clone(),
            Self::Key => trace.k.clone(),
        }
    }

    /// Decimals of its numbers.
    pub fn decimals(self) -> usize {
        if self == Self::Probabilities { 3 } else { 2 }
    }

    /// The numbers of one sentence minus those of another, place by place, as they are printed: what is printed as the
    /// same is the same, and the three pictures can be checked against each other by eye. `None` if they have not the same shape, that
    /// is, if one sentence is longer. Masked in one is masked in the difference.
    pub fn difference(self, [one, other]: [&Trace<f32>; 2]) -> Option<Matrix<f32>> {
        let (mut one, other) = (self.matrix(one), self.matrix(other));
        if (one.rows, one.columns) != (other.rows, other.columns) {
            return None;
        }
        for (value, &other) in one.values.iter_mut().zip(&other.values) {
            if !is_masked(*value) {
                *value = numbers::difference(*value, other, self.decimals()) as f32;
            }
        }
        Some(one)
    }

    /// Draws one sentence's matrix as the notebook does: its labels, title and decimals.
    pub fn heat_map(self, corpus: &Corpus, sentence: &Sentence, trace: &Trace<f32>) -> HeatMap {
        let values = self.matrix(trace);
        let range = match self {
            Self::Probabilities | Self::Attention => Range::Fixed(0.0, 1.0),
            Self::Value => Range::OfTheValues,
            _ => Range::Signed(largest(&values.values)),
        };
        let map = self.map(corpus, corpus.words(&sentence.tokens).map(isolated), values, range);
        let alone = if self == Self::Attention { ONLY_ITSELF } else { "" };
        let title = format!("{}, head size {}", map.title, trace.q.columns);
        HeatMap { title, alone: alone.into(), ..map }
    }

    /// Draws the difference of two sentences of the same length; where their words differ, a label has both.
    pub fn difference_map(
        self,
        corpus: &Corpus,
        [one, other]: [&Sentence; 2],
        traces: [&Trace<f32>; 2],
    ) -> Option<HeatMap> {
        let values = self.difference(traces)?;
        let range = Range::Signed(largest(&values.values));
        let words = corpus
            .words(&one.tokens)
            .zip(corpus.words(&other.tokens))
            .map(|(one, other)| (isolated(one), isolated(other)))
            .map(|(one, other)| if one == other { one } else { format!("{one}/{other}") });
        Some(self.map(corpus, words, values, range))
    }

    fn map(
        self,
        corpus: &Corpus,
        words: impl Iterator<Item = String>,
        values: Matrix<f32>,
        range: Range,
    ) -> HeatMap {
        let places: Vec<String> = words.enumerate().map(|(place, word)| format!("{place} {word}")).collect();
        let vocabulary = || corpus.vocabulary().iter().map(|word| isolated(word)).collect();
        let components = || (0..values.columns).map(|component| component.to_string()).collect();
        let (title, columns, [row_axis, column_axis]) = match self {
            Self::Probabilities => ("Output predictions", vocabulary(), ["after", "comes"]),
            Self::Attention => ("Attention weights", places.clone(), ["asks", "is looked at"]),
            Self::Value => ("Value matrix", vocabulary(), ["is looked at", "speaks for"]),
            Self::Scores => ("Scores", places.clone(), ["asks", "is asked"]),
            Self::Query => ("Queries", components(), ["asks", "number"]),
            Self::Key => ("Keys", components(), ["is asked", "number"]),
        };
        HeatMap {
            title: title.into(),
            row_axis: row_axis.into(),
            column_axis: column_axis.into(),
            rows: places,
            columns,
            values,
            decimals: self.decimals(),
            alone: String::new(),
            range,
        }
    }
}

/// Scores or weights, T x T, with [`MASKED`] where a place may not look: at what comes after it. Told by the place and
/// not by the score, which overflows to minus infinity too.
pub(crate) fn masked(matrix: &Matrix<f32>) -> Matrix<f32> {
    let number = |row, column| if column > row { MASKED } else { matrix[(row, column)] };
    Matrix::from_fn(matrix.rows, matrix.columns, number)
}

/// The losses of all sentences over the whole run, and where in it the weights of `traces` are:
/// at the end of the lines, or marked on them.
pub fn loss_curve(trainer: &Trainer, traces: &[Trace<f32>], scale: Scale) -> LossCurve {
    let (corpus, settings, losses) = (trainer.corpus(), trainer.settings(), trainer.history().losses());
    let sentences = corpus.sentences().len();
    let epoch = |step: u64| step as f64 / sentences as f64;
    let looks_back = trainer.shown_step() < trainer.step();
    let now = epoch(trainer.shown_step());
    let point = |epoch: f64, loss: f32| (epoch, f64::from(loss));
    let curve = |(index, sentence): (usize, &Sentence)| Curve {
        label: isolated(&corpus.words(&sentence.tokens[1..]).collect::<Vec<_>>().join(" ")),
        points: losses
            .iter()
            .skip(index)
            .step_by(sentences)
            .enumerate()
            .map(|(epoch, &loss)| point(epoch as f64, loss))
            .chain(traces.get(index).filter(|_| !looks_back).map(|trace| point(now, trace.loss)))
            .collect(),
    };
    let printed = printed::points(settings, corpus);
    LossCurve {
        curves: corpus.sentences().iter().enumerate().map(curve).collect(),
        floor: Some(corpus.loss_floor()),
        epochs: f64::from(settings.epochs),
        scale,
        dots: (!printed.is_empty()).then(|| Dots {
            label: "as the notebook prints it".into(),
            sentence: printed::SENTENCE,
            points: printed,
        }),
        marker: looks_back.then(|| Marker {
            epoch: now,
            losses: traces.iter().map(|trace| f64::from(trace.loss)).collect(),
        }),
        changes: trainer
            .learning_rates()
            .into_iter()
            .skip(1)
            .map(|(step, rate)| (epoch(step), format!("learning rate {rate}")))
            .collect(),
    }
}
