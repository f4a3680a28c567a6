//! The passes backward that reach the parameters, and their Adam in the same go.

use std::ops::Range;

use fearless_simd::{f32x8, prelude::*};

use super::adam::Step;
use super::{Fast, add};
use crate::engine::cpu::padded::PaddedState;
use crate::engine::cpu::sizes::Sizes;
use crate::engine::cpu::vector::{Eight, LANES, flat};

/// Places whose values of a feature are kept in registers: as many as the notebook's sentences have.
const KEPT: usize = 5;

impl Fast {
    /// The half of 2 backward that reaches the matrices, and their Adam.
    #[inline(always)]
    pub(super) fn move_matrices<S: Simd>(
        &self,
        simd: S,
        sizes: impl Sizes,
        state: &mut PaddedState,
        step: Step<S>,
    ) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        self.move_matrix(simd, sizes, state, step, &self.padding.query, &self.d_q, h);
        self.move_matrix(simd, sizes, state, step, &self.padding.key, &self.d_k, h);
        self.move_matrix(simd, sizes, state, step, &self.padding.value, &self.d_v, e);
    }

    #[inline(always)]
    #[expect(clippy::too_many_arguments)]
    fn move_matrix<S: Simd>(
        &self,
        simd: S,
        sizes: impl Sizes,
        state: &mut PaddedState,
        step: Step<S>,
        range: &Range<usize>,
        d_y: &[Eight],
        width: usize,
    ) {
        let (length, places) = (sizes.length(), sizes.place_vectors() * LANES);
        let d_y = &d_y[..length * width];
        let parameters = state.parameters[range.clone()].chunks_exact_mut(width);
        let first = state.first_moment[range.clone()].chunks_exact_mut(width);
        let second = state.second_moment[range.clone()].chunks_exact_mut(width);
        let features = flat(&self.features).chunks_exact(places);
        for (((parameters, first), second), feature) in parameters.zip(first).zip(second).zip(features) {
            let row = [parameters, first, second];
            let feature = &feature[..length];
            if length >= KEPT {
                move_row::<_, KEPT>(simd, step, feature, d_y, width, row);
            } else {
                move_row::<_, 0>(simd, step, feature, d_y, width, row);
            }
        }
    }

    /// 1 backward, and the Adam of both embeddings: all rows move, trained in this step or not.
    #[inline(always)]
    pub(super) fn move_embeddings<S: Simd>(
        &mut self,
        simd: S,
        sizes: impl Sizes,
        state: &mut PaddedState,
        step: Step<S>,
        sentence: usize,
    ) {
        let e = sizes.vocabulary_vectors();
        self.d_embeddings.fill(Eight::default());
        for (t, &token) in self.sentences[sentence].tokens.iter().enumerate() {
            let d_x = &self.d_x[t * e..][..e];
            add(simd, &mut self.d_embeddings[token as usize * e..][..e], d_x);
            if self.architecture.position {
                add(simd, &mut self.d_embeddings[self.padding.position_embedding.start + t * e..][..e], d_x);
            }
        }
        let moments = state.first_moment.iter_mut().zip(&mut state.second_moment);
        let parameters = state.parameters.iter_mut().zip(moments);
        for ((parameter, (first, second)), gradient) in parameters.zip(&self.d_embeddings) {
            step.take(simd, gradient.load(simd), [parameter, first, second]);
        }
    }
}

/// Moves the weights of one feature: row is the parameters with their two moments. Of the first
/// `PLACES` places the feature's values stay in registers; the compiler, which does not know what a
/// store of parameters may reach, would load them again for every vector.
#[inline(always)]
fn move_row<S: Simd, const PLACES: usize>(
    simd: S,
    step: Step<S>,
    feature: &[f32],
    d_y: &[Eight],
    width: usize,
    row: [&mut [Eight]; 3],
) {
    let [parameters, first, second] = row.map(|row| &mut row[..width]);
    let mut kept = [f32x8::splat(simd, 0.0); PLACES];
    for (kept, &x) in kept.iter_mut().zip(feature) {
        *kept = f32x8::splat(simd, x);
    }
    let moments = first.iter_mut().zip(second);
    for (j, (parameter, (first, second))) in parameters.iter_mut().zip(moments).enumerate() {
        let mut gradient = f32x8::splat(simd, 0.0);
        for t in 0..PLACES {
            gradient += d_y[t * width + j].load(simd) * kept[t];
        }
        for t in PLACES..feature.len() {
            gradient += d_y[t * width + j].load(simd) * feature[t];
        }
        step.take(simd, gradient, [parameter, first, second]);
    }
}
