//! The flat parameter vector: which tensor lies where. The only place that knows.

use std::ops::Range;

use crate::corpus::Corpus;
use crate::settings::Settings;

/// The sizes and switches that fix the shape of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Architecture {
    /// V, the number of tokens; also E, the embedding size, so that the residual stream *is* the
    /// logits.
    pub vocabulary: usize,
    /// Rows of the position embedding: the places of the longest sentence.
    pub positions: usize,
    /// H, the length of a query and of a key.
    pub head_size: usize,
    /// Whether the position embedding is added to the token embedding.
    pub position: bool,
    /// Whether the skip connection adds the input to the output.
    pub skip: bool,
}

/// The kind of layer that a tensor belongs to, which says how its start is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// A table with a row for each token or place (PyTorch's `nn.Embedding`).
    Embedding,
    /// A matrix without bias, output features x input features (PyTorch's `nn.Linear`).
    Linear,
}

/// One tensor of the model, named as in the notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Its name in the notebook, which is its name in weight files.
    pub name: &'static str,
    /// Its name in the WGSL constants that say where it begins.
    pub wgsl: &'static str,
    /// What it is part of.
    pub layer: Layer,
    /// Output features, or table rows.
    pub rows: usize,
    /// Input features, or the embedding size.
    pub columns: usize,
    /// Where its first value stands in the flat vector.
    pub offset: usize,
    /// Whether the model uses it (the position embedding can be left out).
    pub in_use: bool,
}

impl Tensor {
    /// The number of its values.
    #[allow(clippy::len_without_is_empty, reason = "no tensor is empty")]
    pub fn len(&self) -> usize {
        self.rows * self.columns
    }

    /// Where its values stand in the flat vector.
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.len()
    }
}

/// The five tensors in the order in which PyTorch draws them; see [`Architecture::tensors`].
pub const NAMES: [&str; 5] =
    ["Xembed.weight", "Pos_Embed.weight", "Qmat.weight", "Kmat.weight", "Vmat.weight"];

impl Architecture {
    /// The architecture that these settings give this corpus.
    pub fn new(settings: &Settings, corpus: &Corpus) -> Self {
        Self {
            vocabulary: corpus.vocabulary().len(),
            positions: corpus.positions(),
            head_size: settings.head_size as usize,
            position: settings.position,
            skip: settings.skip,
        }
    }

    /// Token embedding V x E, position embedding P x E, query H x E, key H x E, value V x E.
    pub fn tensors(&self) -> [Tensor; 5] {
        let e = self.vocabulary;
        let shapes = [
            ("TOKEN_EMBEDDING", Layer::Embedding, self.vocabulary, true),
            ("POSITION_EMBEDDING", Layer::Embedding, self.positions, self.position),
            ("QUERY", Layer::Linear, self.head_size, true),
            ("KEY", Layer::Linear, self.head_size, true),
            ("VALUE", Layer::Linear, self.vocabulary, true),
        ];
        let mut offset = 0;
        std::array::from_fn(|i| {
            let (wgsl, layer, rows, in_use) = shapes[i];
            let tensor = Tensor { name: NAMES[i], wgsl, layer, rows, columns: e, offset, in_use };
            offset += tensor.len();
            tensor
        })
    }

    /// The length of the flat vector. The position embedding has its place in it even when it is
    /// left out: it is drawn all the same, has no gradient, and so never moves.
    #[allow(clippy::len_without_is_empty, reason = "a model always has parameters")]
    pub fn len(&self) -> usize {
        (2 * self.vocabulary + self.positions + 2 * self.head_size) * self.vocabulary
    }

    /// The number of parameters that the model uses: what a model summary totals.
    pub fn parameter_count(&self) -> usize {
        self.tensors().iter().filter(|tensor| tensor.in_use).map(Tensor::len).sum()
    }

    /// The factor of the scores, 1 / sqrt(H).
    pub fn scale(&self) -> f64 {
        1.0 / (self.head_size as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notebook() -> Architecture {
        Architecture::new(&Settings::default(), &Corpus::notebook())
    }

    #[test]
    fn the_notebook_has_413_parameters() {
        assert_eq!(notebook().parameter_count(), 413);
        assert_eq!(Architecture { position: false, ..notebook() }.parameter_count(), 413 - 35);
    }

    #[test]
    fn the_tensors_fill_the_vector_without_a_gap() {
        let architecture = Architecture { head_size: 3, positions: 9, ..notebook() };
        let mut end = 0;
        for tensor in architecture.tensors() {
            assert_eq!(tensor.offset, end);
            end = tensor.range().end;
        }
        assert_eq!(end, architecture.len());
    }
}
