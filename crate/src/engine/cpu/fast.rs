//! The fused step, forward, backward and Adam, in vectors of eight.
//!
//! The passes are those of [`crate::model`] in their order and with their names. What differs: rows
//! are padded to whole vectors, masked places are visited only where a vector holds them,
//! gradients of the matrices go straight into Adam without being stored, and nothing is allocated.
//! Sums over a row are taken lane by lane and then across, so results differ from the plain passes
//! by rounding.

use std::ops::Range;

use fearless_simd::{f32x8, prelude::*};

use super::padded::{PaddedState, Padding};
use super::sizes::{Any, Fixed, Narrow, Sizes};
use super::step::Step;
use super::vector::{Eight, LANES, across, exp, flat, product, vectors, weighted_sum};
use crate::adam::Adam;
use crate::corpus::{Corpus, Sentence};
use crate::parameters::Architecture;

/// The memory of one step. A matrix of T rows holds `vectors(columns)` vectors a row, and rows for
/// whole vectors of places.
#[derive(Debug)]
pub(super) struct Fast {
    architecture: Architecture,
    padding: Padding,
    pub adam: Adam,
    sentences: Vec<Sentence>,
    /// 1 where a lane of a row over the vocabulary holds a token, 0 where it pads.
    is_token: Vec<Eight>,
    /// Row t: 1 where place t may look, 0 elsewhere.
    is_seen: Vec<Eight>,
    x: Vec<Eight>,
    /// x with a row for each feature.
    features: Vec<Eight>,
    q: Vec<Eight>,
    k: Vec<Eight>,
    v: Vec<Eight>,
    attention: Vec<Eight>,
    probabilities: Vec<Eight>,
    d_logits: Vec<Eight>,
    d_scores: Vec<Eight>,
    d_q: Vec<Eight>,
    d_k: Vec<Eight>,
    d_v: Vec<Eight>,
    d_x: Vec<Eight>,
    /// Of both embeddings, whose gradients are sums over places.
    d_embeddings: Vec<Eight>,
}

impl Fast {
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        let padding = Padding::new(architecture);
        let (e, h) = (architecture.vocabulary, architecture.head_size);
        let places = vectors(architecture.positions) * LANES;
        let matrix = |rows: usize, columns: usize| vec![Eight::default(); rows * vectors(columns)];
        let rows = |columns: usize| matrix(places, columns);

        let mut is_token = matrix(1, e);
        bytemuck::cast_slice_mut::<_, f32>(&mut is_token)[..e].fill(1.0);
        let mut is_seen = rows(places);
        for (t, row) in bytemuck::cast_slice_mut::<_, f32>(&mut is_seen).chunks_exact_mut(places).enumerate()
        {
            row[..=t].fill(1.0);
        }
        Self {
            architecture,
            adam,
            sentences: corpus.sentences().to_vec(),
            is_token,
            is_seen,
            x: rows(e),
            features: matrix(e, places),
            q: rows(h),
            k: rows(h),
            v: rows(e),
            attention: rows(places),
            probabilities: rows(e),
            d_logits: rows(e),
            d_scores: rows(places),
            d_q: rows(h),
            d_k: rows(h),
            d_v: rows(e),
            d_x: rows(e),
            d_embeddings: vec![Eight::default(); padding.position_embedding.end],
            padding,
        }
    }

    /// Takes the next steps of `state`; returns the loss before each.
    pub fn train<S: Simd>(&mut self, simd: S, state: &mut PaddedState, steps: u64) -> Vec<f32> {
        let mut losses = Vec::with_capacity(steps as usize);
        let coefficients = self.adam.coefficients_after(state.step);
        for coefficients in coefficients.take(steps as usize) {
            let step = Step::new(simd, &self.adam, coefficients);
            let sentence = (state.step % self.sentences.len() as u64) as usize;
            state.step += 1;
            losses.push(self.step(simd, state, &step, sentence));
        }
        losses
    }

    #[inline(always)]
    fn step<S: Simd>(&mut self, simd: S, state: &mut PaddedState, step: &Step<S>, sentence: usize) -> f32 {
        let Architecture { vocabulary, head_size, positions, .. } = self.architecture;
        let length = self.sentences[sentence].len();
        let any = Any { vocabulary, head_size, positions, length };
        // The notebook's sentences, and small models, get code of their own. Not the latter in the
        // page, which has none: a copy of the step is bytes to download.
        match (vocabulary, positions, length, vectors(vocabulary), vectors(head_size)) {
            (7, 5, 5, 1, 1) => self.step_of(simd, Fixed::<7, 5, 1>, state, step, sentence),
            (7, 5, 5, 1, 2) => self.step_of(simd, Fixed::<7, 5, 2>, state, step, sentence),
            (7, 5, 5, 1, 3) => self.step_of(simd, Fixed::<7, 5, 3>, state, step, sentence),
            (7, 5, 5, 1, 5) => self.step_of(simd, Fixed::<7, 5, 5>, state, step, sentence),
            _ if cfg!(target_arch = "wasm32") => self.step_of(simd, any, state, step, sentence),
            (_, _, _, 1, 1) => self.step_of(simd, Narrow::<1, 1>(any), state, step, sentence),
            (_, _, _, 1, 2) => self.step_of(simd, Narrow::<1, 2>(any), state, step, sentence),
            (_, _, _, 1, 3) => self.step_of(simd, Narrow::<1, 3>(any), state, step, sentence),
            (_, _, _, 2, 1) => self.step_of(simd, Narrow::<2, 1>(any), state, step, sentence),
            (_, _, _, 2, 2) => self.step_of(simd, Narrow::<2, 2>(any), state, step, sentence),
            (_, _, _, 2, 3) => self.step_of(simd, Narrow::<2, 3>(any), state, step, sentence),
            _ => self.step_of(simd, any, state, step, sentence),
        }
    }

    /// A function of its own for each kind of sizes, or the compiler would be given all of them at
    /// once, which takes it minutes.
    #[inline(always)]
    fn step_of<S: Simd, Z: Sizes>(
        &mut self,
        simd: S,
        sizes: Z,
        state: &mut PaddedState,
        step: &Step<S>,
        sentence: usize,
    ) -> f32 {
        simd.vectorize(
            #[inline(always)]
            || {
                self.embed(simd, sizes, state, sentence);
                self.project(simd, sizes, state);
                self.attend(simd, sizes);
                let loss = self.predict(simd, sizes, sentence);
                self.attend_backward(simd, sizes);
                self.project_backward(simd, sizes, state);
                self.move_matrices(simd, sizes, state, step);
                self.move_embeddings(simd, sizes, state, step, sentence);
                loss
            },
        )
    }

    /// 1 forward.
    #[inline(always)]
    fn embed<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState, sentence: usize) {
        let (width, places) = (sizes.vocabulary_vectors(), sizes.place_vectors() * LANES);
        let token_embedding = &state.parameters[self.padding.token_embedding.clone()];
        let position_embedding = &state.parameters[self.padding.position_embedding.clone()];
        let features = bytemuck::cast_slice_mut::<_, f32>(&mut self.features);
        for (t, &token) in self.sentences[sentence].tokens.iter().enumerate() {
            let x = &mut self.x[t * width..][..width];
            x.copy_from_slice(&token_embedding[token as usize * width..][..width]);
            if self.architecture.position {
                add(simd, x, &position_embedding[t * width..][..width]);
            }
            for (feature, &value) in features.chunks_exact_mut(places).zip(flat(x)) {
                feature[t] = value;
            }
        }
    }

    /// 2 forward.
    #[inline(always)]
    fn project<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let weights = |range: &Range<usize>| &state.parameters[range.clone()];
        project(simd, sizes, &self.features, weights(&self.padding.query), &mut self.q, h);
        project(simd, sizes, &self.features, weights(&self.padding.key), &mut self.k, h);
        project(simd, sizes, &self.features, weights(&self.padding.value), &mut self.v, e);
    }

    /// 3 and 4 forward: scores and their softmax, row by row. Masked places get the weight 0.
    #[inline(always)]
    fn attend<S: Simd>(&mut self, simd: S, sizes: impl Sizes) {
        let (width, row_width) = (sizes.head_vectors(), sizes.place_vectors());
        let scale = self.architecture.scale() as f32;
        let lowest = f32x8::splat(simd, f32::MIN);
        for t in 0..sizes.length() {
            let q = &self.q[t * width..][..width];
            let row = &mut self.attention[t * row_width..][..t / LANES + 1];
            let is_seen = &self.is_seen[t * row_width..][..t / LANES + 1];
            let mut largest = lowest;
            for (u, (row, is_seen)) in row.iter_mut().zip(is_seen).enumerate() {
                let k = &self.k[u * LANES * width..][..LANES * width];
                let count = (t + 1 - u * LANES).min(LANES);
                let scores = across(
                    simd,
                    count,
                    #[inline(always)]
                    |u| product(simd, q, &k[u * width..][..width]),
                );
                let scores = is_seen.load(simd).simd_gt(0.0).select(scores * scale, lowest);
                largest = largest.max(scores);
                row.store(scores);
            }
            let largest = largest.reduce_max();
            let mut sum = f32x8::splat(simd, 0.0);
            for (row, is_seen) in row.iter_mut().zip(is_seen) {
                let exponential = exp(simd, row.load(simd) - largest) * is_seen.load(simd);
                sum += exponential;
                row.store(exponential);
            }
            let per_sum = 1.0 / sum.reduce_sum();
            for row in row {
                row.store(row.load(simd) * per_sum);
            }
        }
    }

    /// 5, 6 and 7 forward and 7 backward: probabilities, the loss, and d_logits.
    #[inline(always)]
    fn predict<S: Simd>(&mut self, simd: S, sizes: impl Sizes, sentence: usize) -> f32 {
        let Sentence { targets, .. } = &self.sentences[sentence];
        let (width, row_width) = (sizes.vocabulary_vectors(), sizes.place_vectors());
        let per_place = 1.0 / sizes.length() as f32;
        let mut loss = 0.0;
        // Of the sums under the softmax: one logarithm serves many places.
        let mut product = 1.0f32;
        for (t, &target) in targets.iter().enumerate() {
            let logits = &mut self.probabilities[t * width..][..width];
            let x = &self.x[t * width..][..width];
            let weights = &flat(&self.attention[t * row_width..])[..=t];
            weighted_sum(simd, self.architecture.skip.then_some(x), weights.iter(), &self.v, logits);

            // Padding lanes hold 0: that can only raise the largest, which is safe.
            let mut largest = f32x8::splat(simd, f32::MIN);
            for logit in logits.iter() {
                largest = largest.max(logit.load(simd));
            }
            let largest = largest.reduce_max();
            loss -= flat(logits)[target as usize] - largest;
            let mut sum = f32x8::splat(simd, 0.0);
            for (logit, is_token) in logits.iter_mut().zip(&self.is_token) {
                let exponential = exp(simd, logit.load(simd) - largest) * is_token.load(simd);
                sum += exponential;
                logit.store(exponential);
            }
            let sum = sum.reduce_sum();
            product *= sum;
            if product > 1e30 {
                loss += product.ln();
                product = 1.0;
            }

            let factor = per_place / sum;
            let d_logits = &mut self.d_logits[t * width..][..width];
            for (d_logit, exponential) in d_logits.iter_mut().zip(logits.iter()) {
                d_logit.store(exponential.load(simd) * factor);
            }
            d_logits[target as usize / LANES].0[target as usize % LANES] -= per_place;
        }
        (loss + product.ln()) * per_place
    }

    /// 5, 4 and 3 backward: d_v, d_scores, d_q and d_k.
    #[inline(always)]
    fn attend_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes) {
        let (e, h, row_width) = (sizes.vocabulary_vectors(), sizes.head_vectors(), sizes.place_vectors());
        let length = sizes.length();
        let scale = self.architecture.scale() as f32;
        let zero = f32x8::splat(simd, 0.0);
        for t in 0..length {
            let d_logits = &self.d_logits[t * e..][..e];
            let attention = &self.attention[t * row_width..][..t / LANES + 1];
            let is_seen = &self.is_seen[t * row_width..][..t / LANES + 1];
            let row = &mut self.d_scores[t * row_width..][..t / LANES + 1];
            let mut mean = zero;
            for (u, ((row, attention), is_seen)) in row.iter_mut().zip(attention).zip(is_seen).enumerate() {
                let v = &self.v[u * LANES * e..][..LANES * e];
                let count = (t + 1 - u * LANES).min(LANES);
                let d_attention = across(
                    simd,
                    count,
                    #[inline(always)]
                    |u| product(simd, d_logits, &v[u * e..][..e]),
                );
                let d_attention = is_seen.load(simd).simd_gt(0.0).select(d_attention, zero);
                mean += attention.load(simd) * d_attention;
                row.store(d_attention);
            }
            let mean = mean.reduce_sum();
            for (row, attention) in row.iter_mut().zip(attention) {
                row.store(attention.load(simd) * (row.load(simd) - mean) * scale);
            }
            let weights = &flat(row)[..=t];
            weighted_sum(simd, None, weights.iter(), &self.k, &mut self.d_q[t * h..][..h]);
        }
        for u in 0..length {
            let column = |matrix| flat(matrix)[u * row_width * LANES + u..].iter().step_by(row_width * LANES);
            let (q, d_logits) = (&self.q[u * h..length * h], &self.d_logits[u * e..length * e]);
            weighted_sum(simd, None, column(&self.d_scores), q, &mut self.d_k[u * h..][..h]);
            weighted_sum(simd, None, column(&self.attention), d_logits, &mut self.d_v[u * e..][..e]);
        }
    }

    /// 6 backward and the half of 2 backward that reaches the input: d_x.
    #[inline(always)]
    fn project_backward<S: Simd>(&mut self, simd: S, sizes: impl Sizes, state: &PaddedState) {
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

    /// The half of 2 backward that reaches the matrices, and their Adam.
    #[inline(always)]
    fn move_matrices<S: Simd>(&self, simd: S, sizes: impl Sizes, state: &mut PaddedState, step: &Step<S>) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let places = sizes.place_vectors() * LANES;
        let matrices = [
            (&self.padding.query, &self.d_q, h),
            (&self.padding.key, &self.d_k, h),
            (&self.padding.value, &self.d_v, e),
        ];
        for (range, d_y, width) in matrices {
            let d_y = &d_y[..sizes.length() * width];
            let parameters = state.parameters[range.clone()].chunks_exact_mut(width);
            let first = state.first_moment[range.clone()].chunks_exact_mut(width);
            let second = state.second_moment[range.clone()].chunks_exact_mut(width);
            let features = flat(&self.features).chunks_exact(places);
            for (((parameters, first), second), feature) in parameters.zip(first).zip(second).zip(features) {
                for j in 0..width {
                    let mut gradient = f32x8::splat(simd, 0.0);
                    for (row, &x) in d_y.chunks_exact(width).zip(feature) {
                        gradient += row[j].load(simd) * x;
                    }
                    step.take(simd, gradient, [&mut parameters[j], &mut first[j], &mut second[j]]);
                }
            }
        }
    }

    /// 1 backward, and the Adam of both embeddings: all rows move, trained in this step or not.
    #[inline(always)]
    fn move_embeddings<S: Simd>(
        &mut self,
        simd: S,
        sizes: impl Sizes,
        state: &mut PaddedState,
        step: &Step<S>,
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

/// y[t] = x[t] W for each place, where row e of `weights` belongs to feature e of x.
#[inline(always)]
fn project<S: Simd>(
    simd: S,
    sizes: impl Sizes,
    features: &[Eight],
    weights: &[Eight],
    y: &mut [Eight],
    width: usize,
) {
    let mut t = 0;
    while t < sizes.length() {
        // A weight that is loaded serves as many places as registers allow.
        match sizes.length() - t {
            1 => project_places::<_, 1>(simd, sizes, t, features, weights, y, width),
            2 => project_places::<_, 2>(simd, sizes, t, features, weights, y, width),
            3 => project_places::<_, 3>(simd, sizes, t, features, weights, y, width),
            4 => project_places::<_, 4>(simd, sizes, t, features, weights, y, width),
            _ => project_places::<_, 5>(simd, sizes, t, features, weights, y, width),
        }
        t += 5;
    }
}

/// [`project`] for the places from `first` on.
#[inline(always)]
fn project_places<S: Simd, const PLACES: usize>(
    simd: S,
    sizes: impl Sizes,
    first: usize,
    features: &[Eight],
    weights: &[Eight],
    y: &mut [Eight],
    width: usize,
) {
    let places = sizes.place_vectors() * LANES;
    let y = &mut y[first * width..][..PLACES * width];
    for j in 0..width {
        let mut sums = [f32x8::splat(simd, 0.0); PLACES];
        for (feature, weights) in flat(features).chunks_exact(places).zip(weights.chunks_exact(width)) {
            let weight = weights[j].load(simd);
            for (sum, &x) in sums.iter_mut().zip(&feature[first..][..PLACES]) {
                *sum += weight * x;
            }
        }
        for (row, sum) in y.chunks_exact_mut(width).zip(sums) {
            row[j].store(sum);
        }
    }
}

#[inline(always)]
fn add<S: Simd>(simd: S, sum: &mut [Eight], values: &[Eight]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        sum.store(sum.load(simd) + value.load(simd));
    }
}
