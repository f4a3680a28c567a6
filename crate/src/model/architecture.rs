//! The sizes and switches of a model.

use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// The sizes and switches that fix the shape of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Architecture {
    /// V, the number of tokens; also E, the embedding size, so that the residual stream *is* the
    /// logits.
    pub vocabulary: usize,
    /// P, the rows of the position embedding: the places of the longest sentence.
    pub positions: usize,
    /// H, the length of a query and of a key.
    pub head_size: usize,
    /// L, how many heads follow one another. The notebook has one, and so have all engines; the plain passes take any
    /// number.
    pub layers: usize,
    /// Whether the position embedding is added to the token embedding.
    pub position: bool,
    /// Whether the skip connection adds the input to the output.
    pub skip: bool,
}

impl Architecture {
    /// The architecture that these settings give this corpus.
    pub fn new(settings: &Settings, corpus: &Corpus) -> Self {
        Self {
            vocabulary: corpus.vocabulary().len(),
            positions: corpus.positions(),
            head_size: settings.head_size as usize,
            layers: 1,
            position: settings.position,
            skip: settings.skip,
        }
    }

    /// The factor of the scores, 1 / sqrt(H).
    pub fn scale(&self) -> f64 {
        1.0 / (self.head_size as f64).sqrt()
    }
}
