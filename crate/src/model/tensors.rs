//! The flat parameter vector: which tensor lies where, and what it is called. The only place that knows.

use std::borrow::Cow;
use std::ops::Range;

use super::activations::of_layer;
use super::architecture::Architecture;
use super::size::Size;
use crate::numbers::all_finite;

/// What a tensor is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// V x E, a row for each token.
    TokenEmbedding,
    /// P x E, a row for each place.
    PositionEmbedding,
    /// Wq, H x E.
    Query,
    /// Wk, H x E.
    Key,
    /// Wv, V x E.
    Value,
}

/// The PyTorch module that a tensor is the weight of, which says how its start is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// `nn.Embedding`: a table with a row for each token or place.
    Embedding,
    /// `nn.Linear` without bias: output features x input features.
    Linear,
}

/// One tensor of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// What it is for.
    pub role: Role,
    /// The layer that it is part of, from 0; 0 also for the embeddings, which all layers share.
    pub layer: usize,
    /// Output features, or table rows.
    pub rows: usize,
    /// Input features, or the embedding size.
    pub columns: usize,
    /// Where its first value stands in the flat vector.
    pub offset: usize,
    /// Whether the model uses it (the position embedding can be left out).
    pub in_use: bool,
}

impl Role {
    /// Those that each layer has of its own, in the order in which PyTorch draws them.
    pub const OF_A_LAYER: [Self; 3] = [Self::Query, Self::Key, Self::Value];
    /// All of a model of one layer, in the order in which PyTorch draws them.
    pub const ALL: [Self; 5] =
        [Self::TokenEmbedding, Self::PositionEmbedding, Self::Query, Self::Key, Self::Value];

    /// Its name in the notebook, which is its name in weight files.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenEmbedding => "Xembed.weight",
            Self::PositionEmbedding => "Pos_Embed.weight",
            Self::Query => "Qmat.weight",
            Self::Key => "Kmat.weight",
            Self::Value => "Vmat.weight",
        }
    }

    /// Its name in the WGSL constants that say where it begins.
    fn wgsl(self) -> &'static str {
        match self {
            Self::TokenEmbedding => "TOKEN_EMBEDDING",
            Self::PositionEmbedding => "POSITION_EMBEDDING",
            Self::Query => "QUERY",
            Self::Key => "KEY",
            Self::Value => "VALUE",
        }
    }

    /// What its rows count; its columns count E.
    fn rows(self) -> Size {
        match self {
            Self::TokenEmbedding | Self::Value => Size::Vocabulary,
            Self::PositionEmbedding => Size::Positions,
            Self::Query | Self::Key => Size::HeadSize,
        }
    }

    /// What it is the weight of.
    pub fn module(self) -> Module {
        match self {
            Self::TokenEmbedding | Self::PositionEmbedding => Module::Embedding,
            Self::Query | Self::Key | Self::Value => Module::Linear,
        }
    }
}

impl Tensor {
    /// Its name in weight files: the notebook's; that of a layer after the first begins with the layer.
    pub fn name(&self) -> Cow<'static, str> {
        let name = self.role.name();
        if self.layer == 0 { name.into() } else { format!("layers.{}.{name}", self.layer).into() }
    }

    /// Its name in the WGSL constants that say where it begins.
    pub fn wgsl(&self) -> String {
        of_layer(self.role.wgsl(), self.layer)
    }

    /// The number of its values.
    #[allow(clippy::len_without_is_empty, reason = "no tensor is empty")]
    pub fn len(&self) -> usize {
        self.rows * self.columns
    }

    /// Where the value in this row and column stands in the flat vector, if it has them.
    pub fn index(&self, row: usize, column: usize) -> Option<usize> {
        let is_inside = row < self.rows && column < self.columns;
        is_inside.then_some(self.offset + row * self.columns + column)
    }

    /// Where its values stand in the flat vector.
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.len()
    }
}

impl Architecture {
    /// All tensors in the order in which PyTorch draws them: the embeddings, then those of layer after layer.
    pub fn tensors(&self) -> Vec<Tensor> {
        let mut tensors = Vec::new();
        let mut offset = 0;
        for layer in 0..self.layers {
            let roles: &[Role] = if layer == 0 { &Role::ALL } else { &Role::OF_A_LAYER };
            for &role in roles {
                let tensor = Tensor {
                    role,
                    layer,
                    rows: role.rows().most(self),
                    columns: Size::Embedding.most(self),
                    offset,
                    in_use: role != Role::PositionEmbedding || self.position,
                };
                offset += tensor.len();
                tensors.push(tensor);
            }
        }
        tensors
    }

    /// The tensor of this role in this layer. Panics if there is no such layer.
    pub fn tensor(&self, role: Role, layer: usize) -> Tensor {
        let found = self.tensors().into_iter().find(|tensor| tensor.role == role && tensor.layer == layer);
        found.expect("the model has so many layers")
    }

    /// The first tensor with a number that is not finite.
    pub fn first_spoiled(&self, parameters: &[f32]) -> Option<Tensor> {
        self.tensors().into_iter().find(|tensor| !all_finite(&parameters[tensor.range()]))
    }

    /// The length of the flat vector. The position embedding has its place in it even when it is
    /// left out: it is drawn all the same, has no gradient, and so never moves.
    #[allow(clippy::len_without_is_empty, reason = "a model always has parameters")]
    pub fn len(&self) -> usize {
        self.tensors().iter().map(Tensor::len).sum()
    }

    /// The number of parameters that the model uses: what a model summary totals.
    pub fn parameter_count(&self) -> usize {
        self.tensors().iter().filter(|tensor| tensor.in_use).map(Tensor::len).sum()
    }
}

/// The weight tensors inside the flat parameter vector, row major.
#[derive(Clone)]
pub struct Weights<'a, F> {
    /// V x E.
    pub token_embedding: &'a [F],
    /// P x E.
    pub position_embedding: &'a [F],
    /// Those of each layer.
    pub layers: Vec<LayerWeights<'a, F>>,
}

/// The weight tensors of one layer, row major.
#[derive(Clone, Copy)]
pub struct LayerWeights<'a, F> {
    /// H x E.
    pub query: &'a [F],
    /// H x E.
    pub key: &'a [F],
    /// V x E.
    pub value: &'a [F],
}

impl<'a, F> Weights<'a, F> {
    /// The tensors of a flat vector of [`Architecture::len`] values.
    pub fn new(architecture: &Architecture, flat: &'a [F]) -> Self {
        let of = |role, layer| &flat[architecture.tensor(role, layer).range()];
        let layer = |layer| LayerWeights {
            query: of(Role::Query, layer),
            key: of(Role::Key, layer),
            value: of(Role::Value, layer),
        };
        Self {
            token_embedding: of(Role::TokenEmbedding, 0),
            position_embedding: of(Role::PositionEmbedding, 0),
            layers: (0..architecture.layers).map(layer).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::corpus::Corpus;
    use crate::task::settings::Settings;

    fn notebook() -> Architecture {
        Architecture::new(&Settings::default(), &Corpus::notebook())
    }

    #[test]
    fn the_notebook_has_413_parameters() {
        assert_eq!(notebook().parameter_count(), 413);
        assert_eq!(Architecture { position: false, ..notebook() }.parameter_count(), 413 - 35);
        let names: Vec<_> = notebook().tensors().iter().map(Tensor::name).collect();
        assert_eq!(names, Role::ALL.map(Role::name));
    }

    #[test]
    fn the_tensors_fill_the_vector_without_a_gap() {
        let architecture = Architecture { head_size: 3, positions: 9, layers: 2, ..notebook() };
        let mut end = 0;
        for tensor in architecture.tensors() {
            assert_eq!(tensor.offset, end);
            end = tensor.range().end;
        }
        assert_eq!(end, architecture.len());
    }

    #[test]
    fn a_second_layer_comes_after_the_notebooks_tensors() {
        let architecture = Architecture { layers: 2, ..notebook() };
        let last = architecture.tensor(Role::Value, 1);
        assert_eq!((last.name().as_ref(), last.wgsl().as_str()), ("layers.1.Vmat.weight", "VALUE_2"));
        assert!(architecture.tensors().starts_with(&notebook().tensors()));
    }
}
