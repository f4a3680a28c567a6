//! Parameters in vectors of eight, and the way there and back.
//!
//! Every row is padded with zeros to whole vectors. The three matrices are transposed, so that one
//! vector holds one input feature's weights to eight output features: a projection is then a sum
//! of vectors. The query and the key matrix share their rows, which leaves fewer lanes to pad.
//! Zeros stay zeros in training, since their gradients are 0.

use std::ops::Range;

use super::vector::{Eight, LANES, vectors};
use crate::model::adam::State;
use crate::model::architecture::Architecture;
use crate::model::tensors::Module;

/// Where the padded tensors lie in one list of vectors.
#[derive(Clone, Debug)]
pub(super) struct Padding {
    architecture: Architecture,
    /// Of the token embedding: V rows.
    pub token_embedding: Range<usize>,
    /// Of the position embedding: P rows.
    pub position_embedding: Range<usize>,
    /// Of the query and the key matrix, transposed, side by side: E rows of 2 H.
    pub query_key: Range<usize>,
    /// Of the value matrix, transposed: E rows.
    pub value: Range<usize>,
}

/// [`State`] in vectors of eight.
#[derive(Clone, Debug)]
pub(super) struct PaddedState {
    pub step: u64,
    pub parameters: Vec<Eight>,
    pub first_moment: Vec<Eight>,
    pub second_moment: Vec<Eight>,
}

impl Padding {
    pub fn new(architecture: Architecture) -> Self {
        let (e, pair) = (vectors(architecture.vocabulary), vectors(2 * architecture.head_size));
        let mut end = 0;
        let mut next = |length: usize| {
            end += length;
            end - length..end
        };
        Self {
            architecture,
            token_embedding: next(architecture.vocabulary * e),
            position_embedding: next(architecture.positions * e),
            query_key: next(architecture.vocabulary * pair),
            value: next(architecture.vocabulary * e),
        }
    }

    /// The number of vectors.
    pub fn len(&self) -> usize {
        self.value.end
    }

    pub fn pad(&self, state: &State<f32>) -> PaddedState {
        PaddedState {
            step: state.step,
            parameters: self.pad_flat(&state.parameters),
            first_moment: self.pad_flat(&state.first_moment),
            second_moment: self.pad_flat(&state.second_moment),
        }
    }

    pub fn unpad(&self, padded: &PaddedState, state: &mut State<f32>) {
        state.step = padded.step;
        self.unpad_flat(&padded.parameters, &mut state.parameters);
        self.unpad_flat(&padded.first_moment, &mut state.first_moment);
        self.unpad_flat(&padded.second_moment, &mut state.second_moment);
    }

    fn pad_flat(&self, flat: &[f32]) -> Vec<Eight> {
        let mut padded = vec![Eight::default(); self.len()];
        self.each(|flat_index, vector, lane| padded[vector].0[lane] = flat[flat_index]);
        padded
    }

    fn unpad_flat(&self, padded: &[Eight], flat: &mut [f32]) {
        self.each(|flat_index, vector, lane| flat[flat_index] = padded[vector].0[lane]);
    }

    /// Calls `visit(index in the flat vector, vector, lane)` for every parameter.
    fn each(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let Architecture { vocabulary: e, head_size: h, .. } = self.architecture;
        // Each with the length of its rows, and where in them it begins.
        let places = [
            (&self.token_embedding, e, 0),
            (&self.position_embedding, e, 0),
            (&self.query_key, 2 * h, 0),
            (&self.query_key, 2 * h, h),
            (&self.value, e, 0),
        ];
        for (tensor, (place, width, start)) in self.architecture.tensors().into_iter().zip(places) {
            for row in 0..tensor.rows {
                for column in 0..tensor.columns {
                    let (outer, inner) = match tensor.role.module() {
                        Module::Embedding => (row, column),
                        Module::Linear => (column, row),
                    };
                    let lane = start + inner;
                    let vector = place.start + outer * vectors(width) + lane / LANES;
                    visit(tensor.offset + row * tensor.columns + column, vector, lane % LANES);
                }
            }
        }
    }
}
