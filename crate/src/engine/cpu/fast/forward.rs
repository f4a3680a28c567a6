//! The passes forward; pass 7 goes on to d_logits, for which it has everything at hand.

use std::ops::Range;

use fearless_simd::{f32x8, prelude::*};

use super::{Fast, add, eights};
use crate::elementary::ln;
use crate::engine::cpu::padded::PaddedState;
use crate::engine::cpu::sizes::Sizes;
use crate::engine::cpu::vector::{Eight, LANES, across, every, exp, flat, product, transpose, weighted_row};

impl Fast {
    /// 1 forward.
    #[inline(always)]
    pub(super) fn embed<S: Simd>(
        &mut self,
        simd: S,
        sizes: impl Sizes,
        state: &PaddedState,
        sentence: usize,
    ) {
        let width = sizes.vocabulary_vectors();
        let token_embedding = &state.parameters[self.padding.token_embedding.clone()];
        let position_embedding = &state.parameters[self.padding.position_embedding.clone()];
        for (t, &token) in self.sentences[sentence].tokens.iter().enumerate() {
            let x = &mut self.x[t * width..][..width];
            x.copy_from_slice(&token_embedding[token as usize * width..][..width]);
            if self.architecture.position {
                add(simd, x, &position_embedding[t * width..][..width]);
            }
        }
    }

    /// 2 forward.
    #[inline(always)]
    pub(super) fn project<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState) {
        let (e, h, pair) = (sizes.vocabulary_vectors(), sizes.head_vectors(), sizes.pair_vectors());
        let weights = |range: &Range<usize>| &state.parameters[range.clone()];
        project(simd, sizes, &self.x, weights(&self.padding.query_key), &mut self.qk, pair);
        project(simd, sizes, &self.x, weights(&self.padding.value), &mut self.v, e);
        for (t, k) in self.k.chunks_exact_mut(h).take(sizes.length()).enumerate() {
            let start = t * pair * LANES + self.architecture.head_size;
            let values = flat(&self.qk)[start..].chunks_exact(LANES);
            for ((k, values), is_head) in k.iter_mut().zip(values).zip(&self.is_head) {
                k.store(f32x8::from_slice(simd, values) * is_head.load(simd));
            }
        }
    }

    /// 3 and 4 forward: scores and their softmax. Masked places get the weight 0.
    #[inline(always)]
    pub(super) fn attend<S: Simd>(&mut self, simd: S, sizes: impl Sizes) {
        let (h, pair, places) = (sizes.head_vectors(), sizes.pair_vectors(), sizes.place_vectors());
        let scale = self.architecture.scale() as f32;
        let (zero, lowest) = (f32x8::splat(simd, 0.0), f32x8::splat(simd, f32::MIN));
        for (p, Range { start, end }) in eights(sizes.length()).enumerate() {
            let qk = &self.qk[start * pair..][..LANES * pair];
            let attention = &mut self.attention[..end * places];
            let is_seen = &self.is_seen[..end * places];
            let mut largest = lowest;
            for (u, k) in self.k.chunks_exact(h).take(end).enumerate() {
                let scores = across(
                    simd,
                    end - start,
                    #[inline(always)]
                    |t| if start + t < u { zero } else { product(simd, &qk[t * pair..][..h], k) },
                );
                let is_seen = is_seen[u * places + p].load(simd).simd_gt(0.0);
                let scores = is_seen.select(scores * scale, lowest);
                largest = largest.max(scores);
                attention[u * places + p].store(scores);
            }
            let mut sum = zero;
            for u in 0..end {
                let attention = &mut attention[u * places + p];
                let exponential =
                    exp(simd, attention.load(simd) - largest) * is_seen[u * places + p].load(simd);
                sum += exponential;
                attention.store(exponential);
            }
            let per_sum = 1.0 / sum;
            for u in 0..end {
                let attention = &mut attention[u * places + p];
                attention.store(attention.load(simd) * per_sum);
            }
        }
    }

    /// 5, 6 and 7 forward and 7 backward: probabilities, the loss, and d_logits.
    #[inline(always)]
    pub(super) fn predict<S: Simd>(&mut self, simd: S, sizes: impl Sizes, sentence: usize) -> f32 {
        let (e, places) = (sizes.vocabulary_vectors(), sizes.place_vectors());
        for t in 0..sizes.length() {
            let x = &self.x[t * e..][..e];
            let weights = every(&flat(&self.attention)[t..], places * LANES, t + 1);
            let logits = &mut self.logits[t * e..][..e];
            weighted_row(simd, sizes, weights, &self.v, e, logits);
            if self.architecture.skip {
                add(simd, logits, x);
            }
        }
        transpose(simd, sizes, &self.logits, e, &mut self.by_token, places, sizes.length());

        let per_place = 1.0 / sizes.length() as f32;
        let mut loss = 0.0;
        // Of the sums under the softmax: one logarithm serves many places.
        let mut product = 1.0f32;
        for (p, Range { start, end }) in eights(sizes.length()).enumerate() {
            let targets = self.targets[sentence][p].load(simd);
            let by_token = &mut self.by_token[..sizes.vocabulary() * places];
            let mut largest = f32x8::splat(simd, f32::MIN);
            let mut chosen = f32x8::splat(simd, 0.0);
            for (token, logits) in by_token.iter().skip(p).step_by(places).enumerate() {
                let logits = logits.load(simd);
                largest = largest.max(logits);
                chosen = targets.simd_eq(token as f32).select(logits, chosen);
            }
            let mut sum = f32x8::splat(simd, 0.0);
            for logits in by_token.iter_mut().skip(p).step_by(places) {
                let exponential = exp(simd, logits.load(simd) - largest);
                sum += exponential;
                logits.store(exponential);
            }
            let factor = per_place / sum;
            for (token, exponential) in by_token.iter_mut().skip(p).step_by(places).enumerate() {
                let hit = targets.simd_eq(token as f32);
                let hit = hit.select(f32x8::splat(simd, per_place), f32x8::splat(simd, 0.0));
                exponential.store(exponential.load(simd) * factor - hit);
            }

            let (mut sums, mut rests) = (Eight::default(), Eight::default());
            sums.store(sum);
            rests.store(largest - chosen);
            for (sum, rest) in sums.0.into_iter().zip(rests.0).take(end - start) {
                loss += rest;
                product *= sum;
                if product > 1e30 {
                    loss += ln(product);
                    product = 1.0;
                }
            }
        }
        transpose(simd, sizes, &self.by_token, places, &mut self.d_logits, e, sizes.vocabulary());
        (loss + ln(product)) * per_place
    }
}

/// y[t] = x[t] W for each place, where row e of `weights` belongs to feature e of x.
#[inline(always)]
fn project<S: Simd>(
    simd: S,
    sizes: impl Sizes,
    x: &[Eight],
    weights: &[Eight],
    y: &mut [Eight],
    width: usize,
) {
    let x = x.chunks_exact(sizes.vocabulary_vectors());
    for (x, y) in x.zip(y.chunks_exact_mut(width)).take(sizes.length()) {
        let x = every(flat(x), 1, sizes.vocabulary());
        weighted_row(simd, sizes, x, weights, width, y);
    }
}
