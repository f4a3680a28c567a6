//! The passes backward, down to what enters the model: d_q, d_k, d_v and d_x.

use std::ops::Range;

use fearless_simd::{f32x8, prelude::*};

use super::{Fast, eights};
use crate::engine::cpu::padded::PaddedState;
use crate::engine::cpu::sizes::Sizes;
use crate::engine::cpu::vector::{LANES, across, flat, product, weighted_sum};

impl Fast {
    /// 5, 4 and 3 backward: d_v, d_scores, d_q and d_k.
    #[inline(always)]
    pub(super) fn attend_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes) {
        let (e, h, places) = (sizes.vocabulary_vectors(), sizes.head_vectors(), sizes.place_vectors());
        let length = sizes.length();
        let scale = self.architecture.scale() as f32;
        let zero = f32x8::splat(simd, 0.0);
        for (p, Range { end, .. }) in eights(length).enumerate() {
            let d_logits = &self.by_token[..sizes.vocabulary() * places];
            let attention = &self.attention[..end * places];
            let d_scores = &mut self.d_scores[..end * places];
            let mut mean = zero;
            for (u, v) in self.v.chunks_exact(e).take(end).enumerate() {
                let mut d_attention = zero;
                for (d_logits, &v) in d_logits.iter().skip(p).step_by(places).zip(flat(v)) {
                    d_attention += d_logits.load(simd) * v;
                }
                mean += attention[u * places + p].load(simd) * d_attention;
                d_scores[u * places + p].store(d_attention);
            }
            for u in 0..end {
                let d_score = &mut d_scores[u * places + p];
                let attention = attention[u * places + p].load(simd);
                d_score.store(attention * (d_score.load(simd) - mean) * scale);
            }
        }
        let row = places * LANES;
        let (d_scores, attention) = (flat(&self.d_scores), flat(&self.attention));
        for t in 0..length {
            let weights = d_scores[t..].iter().step_by(row).take(t + 1);
            weighted_sum(simd, None, weights, &self.k, &mut self.d_q[t * h..][..h]);
        }
        for u in 0..length {
            let seen_by = u * row + u..u * row + length;
            let (q, d_logits) = (&self.q[u * h..length * h], &self.d_logits[u * e..length * e]);
            weighted_sum(simd, None, d_scores[seen_by.clone()].iter(), q, &mut self.d_k[u * h..][..h]);
            weighted_sum(simd, None, attention[seen_by].iter(), d_logits, &mut self.d_v[u * e..][..e]);
        }
    }

    /// 6 backward and the half of 2 backward that reaches the input: d_x.
    #[inline(always)]
    pub(super) fn project_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let query = &state.parameters[self.padding.query.clone()];
        let key = &state.parameters[self.padding.key.clone()];
        let value = &state.parameters[self.padding.value.clone()];
        let zero = f32x8::splat(simd, 0.0);
        for t in 0..sizes.length() {
            let (d_q, d_k) = (&self.d_q[t * h..][..h], &self.d_k[t * h..][..h]);
            let d_v = &self.d_v[t * e..][..e];
            let d_logits = &self.d_logits[t * e..][..e];
            for (j, d_x) in self.d_x[t * e..][..e].iter_mut().enumerate() {
                let first = j * LANES;
                let count = (sizes.vocabulary() - first).min(LANES);
                let sums = across(
                    simd,
                    count,
                    #[inline(always)]
                    |i| {
                        if i >= count {
                            return zero;
                        }
                        let i = first + i;
                        let sum = product(simd, d_q, &query[i * h..][..h]);
                        let sum = sum + product(simd, d_k, &key[i * h..][..h]);
                        sum + product(simd, d_v, &value[i * e..][..e])
                    },
                );
                d_x.store(if self.architecture.skip { sums + d_logits[j].load(simd) } else { sums });
            }
        }
    }
}
