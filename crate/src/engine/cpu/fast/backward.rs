//! The passes backward, down to what enters the model: d_q, d_k, d_v and d_x.

use std::ops::Range;

use fearless_simd::{f32x8, prelude::*};

use super::{Fast, eights};
use crate::engine::cpu::padded::PaddedState;
use crate::engine::cpu::sizes::Sizes;
use crate::engine::cpu::vector::{LANES, across, every, flat, flat_mut, product, weighted_row, weighted_sum};

impl Fast {
    /// 5, 4 and 3 backward: d_v, d_scores, d_q and d_k.
    #[inline(always)]
    pub(super) fn attend_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes) {
        let (e, places) = (sizes.vocabulary_vectors(), sizes.place_vectors());
        let (h, pair) = (sizes.head_vectors(), sizes.pair_vectors());
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
            let d_q = &mut self.d_qk[t * pair..][..h];
            let weights = every(&d_scores[t..], row, t + 1);
            weighted_row(simd, sizes, weights, &self.k, h, d_q);

            let (seen_by, count) = (t * row + t, length - t);
            let qk = &self.qk[t * pair..length * pair];
            let start = t * pair * LANES + self.architecture.head_size;
            // The zeros behind d_k may reach into the row of the next place, which is not yet written.
            let d_k = &mut flat_mut(&mut self.d_qk)[start..][..h * LANES];
            weighted_sum(
                simd,
                every(&d_scores[seen_by..], 1, count),
                qk,
                pair,
                h,
                #[inline(always)]
                |j, sum| (sum * self.is_head[j].load(simd)).store_slice(&mut d_k[j * LANES..][..LANES]),
            );

            let (d_logits, d_v) = (&self.d_logits[t * e..length * e], &mut self.d_v[t * e..][..e]);
            weighted_row(simd, sizes, every(&attention[seen_by..], 1, count), d_logits, e, d_v);
        }
    }

    /// 6 backward and the half of 2 backward that reaches the input: d_x.
    #[inline(always)]
    pub(super) fn project_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState) {
        let (e, pair) = (sizes.vocabulary_vectors(), sizes.pair_vectors());
        let query_key = &state.parameters[self.padding.query_key.clone()];
        let value = &state.parameters[self.padding.value.clone()];
        let zero = f32x8::splat(simd, 0.0);
        for t in 0..sizes.length() {
            let d_qk = &self.d_qk[t * pair..][..pair];
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
                        let sum = product(simd, d_qk, &query_key[i * pair..][..pair]);
                        sum + product(simd, d_v, &value[i * e..][..e])
                    },
                );
                d_x.store(if self.architecture.skip { sums + d_logits[j].load(simd) } else { sums });
            }
        }
    }
}
