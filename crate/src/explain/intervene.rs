//! What if: one sentence's forward pass with something changed by hand, on the weights as they are.
//!
//! An attention map alone explains nothing. Whether a prediction depends on a word shows when the look
//! at the word is cut, or the word itself is another one, and the rest stays as it was. The passes
//! are the plain ones of [`crate::model::forward()`], so a look without any change is, bit by bit, the
//! trace of the CPU engine.

use num_traits::Float;
use thiserror::Error;

use crate::explain::split::{Source, Split};
use crate::matrix::Matrix;
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;
use crate::model::{causal_mask, forward_with};
use crate::numbers::largest_first;
use crate::task::corpus::Sentence;

/// Changes of one look at one sentence. The default changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervention {
    /// Words of the input that are replaced: place and token id. The targets stay.
    pub words: Vec<(usize, u32)>,
    /// Rows of the attention weights that are set by hand, with a weight for each of the places 0 to t.
    pub rows: Vec<(usize, Vec<f64>)>,
    /// Edges that are cut: the place that asks and the one that it may no longer look at.
    pub cuts: Vec<(usize, usize)>,
    /// What becomes of a row that is cut or set by hand.
    pub remainder: Remainder,
    /// Leave the position embedding out.
    pub without_position: bool,
    /// Leave the skip connection out.
    pub without_skip: bool,
}

/// What becomes of the other weights of a row that is cut or set by hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remainder {
    /// The row is renormalised: it adds up to 1 again. A cut edge is masked before the softmax, as
    /// if the place were not there. A row without any weight left looks nowhere.
    #[default]
    Renormalised,
    /// The others stay: a cut weight is set to 0 after the softmax, a row set by hand is taken as it is.
    Untouched,
}

/// Why a look cannot be changed like this.
#[derive(Clone, Debug, Error, PartialEq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum InterventionError {
    #[error("there is no place {place} in this sentence: its places are 0 to {last}")]
    NoPlace { place: usize, last: usize },
    #[error("place {from} never looks at place {to}, which comes later: cut an edge to an earlier place")]
    Masked { from: usize, to: usize },
    #[error("there is no token {token}: the ids are 0 to {last}")]
    NoToken { token: u32, last: usize },
    #[error("the row of place {place} needs {expected} weights and has {found}")]
    RowLength { place: usize, expected: usize, found: usize },
    #[error("the weight {weight} is not possible: it must be 0 or more, and finite")]
    Weight { weight: f64 },
}

/// A forward pass under an intervention, and what it ran on.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedLook<F> {
    /// With position and skip connection as the intervention leaves them.
    pub architecture: Architecture,
    /// With the words as the intervention leaves them.
    pub sentence: Sentence,
    /// The forward pass. Scores are minus infinity where an edge is masked, and are those of the
    /// softmax that was overruled where weights were set after it.
    pub trace: Trace<F>,
}

impl Intervention {
    /// Runs `sentence` through the head with these changes.
    ///
    /// # Errors
    /// A place, token or weight that cannot be.
    pub fn look<F: Float>(
        &self,
        architecture: &Architecture,
        parameters: &[F],
        sentence: &Sentence,
    ) -> Result<ChangedLook<F>, InterventionError> {
        self.check(architecture, sentence)?;
        let architecture = Architecture {
            position: architecture.position && !self.without_position,
            skip: architecture.skip && !self.without_skip,
            ..*architecture
        };
        let mut sentence = sentence.clone();
        for &(place, token) in &self.words {
            sentence.tokens[place] = token;
        }
        let mut mask = causal_mask(sentence.len());
        if self.remainder == Remainder::Renormalised {
            for &edge in &self.cuts {
                mask[edge] = F::zero();
            }
        }

        let mut trace = Trace::zeros(&architecture, sentence.len());
        forward_with(&architecture, parameters, &sentence, &mask, &mut trace, &mut |layer, attention| {
            // What is changed are the looks of the first layer; the notebook has no other.
            if layer == 0 {
                self.overrule(attention);
            }
        });
        Ok(ChangedLook { architecture, sentence, trace })
    }

    /// What is set after the softmax.
    fn overrule<F: Float>(&self, attention: &mut Matrix<F>) {
        for &(t, ref weights) in &self.rows {
            let cut = |u| self.cuts.contains(&(t, u));
            let kept = || weights.iter().enumerate().map(|(u, &weight)| if cut(u) { 0.0 } else { weight });
            let divisor = match self.remainder {
                Remainder::Untouched => 1.0,
                Remainder::Renormalised => Some(kept().sum()).filter(|&sum| sum > 0.0).unwrap_or(1.0),
            };
            for (weight, kept) in attention.row_mut(t).iter_mut().zip(kept()) {
                *weight = F::from(kept / divisor).unwrap_or_else(F::nan);
            }
        }
        if self.remainder == Remainder::Untouched {
            for &edge in &self.cuts {
                attention[edge] = F::zero();
            }
        }
    }

    /// Whether `sentence` can be looked at with these changes.
    ///
    /// # Errors
    /// A place, token or weight that cannot be.
    pub fn check(&self, architecture: &Architecture, sentence: &Sentence) -> Result<(), InterventionError> {
        let last = sentence.len() - 1;
        let words = self.words.iter().map(|(place, _)| *place);
        let rows = self.rows.iter().map(|(place, _)| *place);
        let cuts = self.cuts.iter().map(|(from, _)| *from);
        if let Some(place) = words.chain(rows).chain(cuts).find(|&place| place > last) {
            return Err(InterventionError::NoPlace { place, last });
        }
        if let Some(&(from, to)) = self.cuts.iter().find(|(from, to)| to > from) {
            return Err(InterventionError::Masked { from, to });
        }
        let tokens = architecture.vocabulary;
        if let Some(&(_, token)) = self.words.iter().find(|(_, token)| *token as usize >= tokens) {
            return Err(InterventionError::NoToken { token, last: tokens - 1 });
        }
        for &(place, ref weights) in &self.rows {
            let (expected, found) = (place + 1, weights.len());
            if found != expected {
                return Err(InterventionError::RowLength { place, expected, found });
            }
            if let Some(&weight) = weights.iter().find(|weight| !(weight.is_finite() && **weight >= 0.0)) {
                return Err(InterventionError::Weight { weight });
            }
        }
        Ok(())
    }
}

/// How one source's part of a logit difference changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// Whose part.
    pub source: Source,
    /// Its part without the intervention.
    pub before: f64,
    /// Its part with it.
    pub after: f64,
}

impl Reason {
    /// By how much the part moved the difference.
    pub fn change(&self) -> f64 {
        self.after - self.before
    }
}

/// Why a logit difference changed: every source's part before and after, the largest change first.
pub fn reasons(before: &Split, after: &Split) -> Vec<Reason> {
    let sources = |split: &Split| split.parts.iter().map(|part| part.source).collect::<Vec<_>>();
    let (old, new) = (sources(before), sources(after));
    let only_new = new.iter().filter(|source| !old.contains(source));
    let reasons: Vec<Reason> = old
        .iter()
        .chain(only_new)
        .map(|&source| Reason {
            source,
            before: before.from_source(source),
            after: after.from_source(source),
        })
        .collect();
    largest_first(&reasons, |reason| reason.change().abs())
}
