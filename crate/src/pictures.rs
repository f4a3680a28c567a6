//! Which figures a run has: the notebook's three for each sentence, queries and keys beside them,
//! and the losses.

use crate::corpus::{Corpus, Sentence};
use crate::figure::{Curve, Dots, HeatMap, LossCurve, Marker, Range, Scale};
use crate::matrix::Matrix;
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
    /// Queries, T x H.
    Query,
    /// Keys, T x H.
    Key,
}

impl Picture {
    /// All of them, the notebook's three first.
    pub const ALL: [Self; 5] = [Self::Probabilities, Self::Attention, Self::Value, Self::Query, Self::Key];

    /// Its name in files and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Probabilities => "probabilities",
            Self::Attention => "attention",
            Self::Value => "value",
            Self::Query => "query",
            Self::Key => "key",
        }
    }

    /// The picture of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.name() == name)
    }

    /// Draws one sentence's matrix as the notebook does: its labels, title and decimals.
    pub fn heat_map(self, corpus: &Corpus, sentence: &Sentence, trace: &Trace<f32>) -> HeatMap {
        let places: Vec<String> = corpus
            .words(&sentence.tokens)
            .enumerate()
            .map(|(place, word)| format!("{place} {word}"))
            .collect();
        let vocabulary = || corpus.vocabulary().to_vec();
        let components = || (0..trace.q.columns).map(|component| component.to_string()).collect();

        let (title, matrix, columns, [row_axis, column_axis]) = match self {
            Self::Probabilities => {
                ("Output predictions", trace.probabilities.clone(), vocabulary(), ["after", "comes"])
            }
            Self::Attention => ("Attention weights", masked(trace), places.clone(), ["asks", "is looked at"]),
            Self::Value => ("Value matrix", trace.v.clone(), vocabulary(), ["place", "speaks for"]),
            Self::Query => ("Queries", trace.q.clone(), components(), ["place", "component"]),
            Self::Key => ("Keys", trace.k.clone(), components(), ["place", "component"]),
        };
        HeatMap {
            title: format!("{title}, head size {}", trace.q.columns),
            row_axis: row_axis.into(),
            column_axis: column_axis.into(),
            rows: places,
            columns,
            values: matrix,
            decimals: if self == Self::Probabilities { 3 } else { 2 },
            range: match self {
                Self::Probabilities | Self::Attention => Range::Fixed(0.0, 1.0),
                _ => Range::OfTheValues,
            },
        }
    }
}

/// The attention weights with NaN, which is drawn as masked, where a place may not look.
pub fn masked(trace: &Trace<f32>) -> Matrix<f32> {
    let mut weights = trace.attention.clone();
    for (weight, &score) in weights.values.iter_mut().zip(&trace.scores.values) {
        if score == f32::NEG_INFINITY {
            *weight = f32::NAN;
        }
    }
    weights
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
        label: corpus.words(&sentence.tokens[1..]).collect::<Vec<_>>().join(" "),
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
