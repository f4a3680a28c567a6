//! The passes backward that reach the parameters, and their Adam in the same go.

use std::ops::Range;

use fearless_simd::prelude::*;

use super::adam::Step;
use super::{Fast, add};
use crate::engine::cpu::padded::PaddedState;
use crate::engine::cpu::sizes::Sizes;
use crate::engine::cpu::vector::{Eight, LANES, every, flat, weighted_sum};

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
        let (e, pair) = (sizes.vocabulary_vectors(), sizes.pair_vectors());
        self.move_matrix(simd, sizes, state, step, &self.padding.query_key, &self.d_qk, pair);
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
        sizes.apart_if_open(
            #[inline(always)]
            move || {
                let row = sizes.vocabulary_vectors() * LANES;
                let parameters = state.parameters[range.clone()].chunks_exact_mut(width);
                let first = state.first_moment[range.clone()].chunks_exact_mut(width);
                let second = state.second_moment[range.clone()].chunks_exact_mut(width);
                for (e, ((parameters, first), second)) in parameters.zip(first).zip(second).enumerate() {
                    let feature = every(&flat(&self.x)[e..], row, sizes.length());
                    weighted_sum(
                        simd,
                        feature,
                        d_y,
                        width,
                        width,
                        #[inline(always)]
                        |j, gradient| {
                            step.take(simd, gradient, [&mut parameters[j], &mut first[j], &mut second[j]]);
                        },
                    );
                }
            },
        );
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
