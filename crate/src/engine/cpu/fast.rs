//! The fused step, forward, backward and Adam, in vectors of eight.
//!
//! The passes are those of [`crate::model`] in their order and with their names. What differs: rows
//! are padded to whole vectors, masked places are not visited, gradients of the matrices go
//! straight into Adam without being stored, and nothing is allocated. Sums over a row are taken
//! lane by lane and then across, so results differ from the plain passes by rounding.

use wide::f32x8;

use super::padded::{LANES, PaddedState, Padding, vectors};
use super::sizes::{Any, Fixed, Sizes};
use super::step::Step;
use crate::adam::Adam;
use crate::corpus::{Corpus, Sentence};
use crate::parameters::Architecture;

/// The memory of one step. A matrix of T rows holds `vectors(columns)` vectors a row.
#[derive(Debug)]
pub(super) struct Fast {
    architecture: Architecture,
    padding: Padding,
    pub adam: Adam,
    sentences: Vec<Sentence>,
    /// 1 where a lane of a row over the vocabulary holds a token, 0 where it pads.
    is_token: Vec<f32x8>,
    x: Vec<f32x8>,
    q: Vec<f32x8>,
    k: Vec<f32x8>,
    v: Vec<f32x8>,
    attention: Vec<f32x8>,
    probabilities: Vec<f32x8>,
    d_logits: Vec<f32x8>,
    d_scores: Vec<f32x8>,
    d_q: Vec<f32x8>,
    d_k: Vec<f32x8>,
    d_v: Vec<f32x8>,
    d_x: Vec<f32x8>,
    /// Of both embeddings, whose gradients are sums over places.
    d_embeddings: Vec<f32x8>,
}

impl Fast {
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        let padding = Padding::new(architecture);
        let t = architecture.positions;
        let rows = |columns: usize| vec![f32x8::ZERO; t * vectors(columns)];
        let (e, h) = (architecture.vocabulary, architecture.head_size);
        let mut is_token = vec![f32x8::ZERO; vectors(e)];
        for token in 0..e {
            is_token[token / LANES].as_mut_array()[token % LANES] = 1.0;
        }
        Self {
            architecture,
            adam,
            sentences: corpus.sentences().to_vec(),
            is_token,
            x: rows(e),
            q: rows(h),
            k: rows(h),
            v: rows(e),
            attention: rows(t),
            probabilities: rows(e),
            d_logits: rows(e),
            d_scores: rows(t),
            d_q: rows(h),
            d_k: rows(h),
            d_v: rows(e),
            d_x: rows(e),
            d_embeddings: vec![f32x8::ZERO; padding.position_embedding.end],
            padding,
        }
    }

    /// Takes the next step of `state`; returns the loss before it.
    pub fn step(&mut self, state: &mut PaddedState) -> f32 {
        let sentence = (state.step % self.sentences.len() as u64) as usize;
        let Architecture { vocabulary, head_size, positions, .. } = self.architecture;
        let length = self.sentences[sentence].len();
        // The notebook's sentences and its head sizes get code of their own.
        match (vocabulary, positions, length, vectors(head_size)) {
            (7, 5, 5, 2) => self.step_of(Fixed::<7, 5, 2>, state, sentence),
            (7, 5, 5, 3) => self.step_of(Fixed::<7, 5, 3>, state, sentence),
            (7, 5, 5, 5) => self.step_of(Fixed::<7, 5, 5>, state, sentence),
            _ => self.step_of(Any { vocabulary, head_size, positions, length }, state, sentence),
        }
    }

    #[inline(always)]
    fn step_of(&mut self, sizes: impl Sizes, state: &mut PaddedState, sentence: usize) -> f32 {
        self.embed(sizes, state, sentence);
        self.project(sizes, state);
        self.attend(sizes);
        let loss = self.predict(sizes, sentence);
        self.attend_backward(sizes);
        self.project_backward(sizes, state);

        state.step += 1;
        let step = Step::new(&self.adam, state.step);
        self.move_matrices(sizes, state, &step);
        self.move_embeddings(sizes, state, &step, sentence);
        loss
    }

    /// 1 forward.
    #[inline(always)]
    fn embed(&mut self, sizes: impl Sizes, state: &PaddedState, sentence: usize) {
        let width = sizes.vocabulary_vectors();
        let token_embedding = &state.parameters[self.padding.token_embedding.clone()];
        let position_embedding = &state.parameters[self.padding.position_embedding.clone()];
        for (t, &token) in self.sentences[sentence].tokens.iter().enumerate() {
            let x = &mut self.x[t * width..][..width];
            x.copy_from_slice(&token_embedding[token as usize * width..][..width]);
            if self.architecture.position {
                add(x, &position_embedding[t * width..][..width]);
            }
        }
    }

    /// 2 forward.
    #[inline(always)]
    fn project(&mut self, sizes: impl Sizes, state: &PaddedState) {
        let weights = |range: &std::ops::Range<usize>| &state.parameters[range.clone()];
        project(sizes, &self.x, weights(&self.padding.query), &mut self.q, sizes.head_vectors());
        project(sizes, &self.x, weights(&self.padding.key), &mut self.k, sizes.head_vectors());
        project(sizes, &self.x, weights(&self.padding.value), &mut self.v, sizes.vocabulary_vectors());
    }

    /// 3 and 4 forward: scores and their softmax, row by row. Masked places keep the weight 0.
    #[inline(always)]
    fn attend(&mut self, sizes: impl Sizes) {
        let (width, row_width) = (sizes.head_vectors(), sizes.place_vectors());
        let scale = self.architecture.scale() as f32;
        for t in 0..sizes.length() {
            let q = &self.q[t * width..][..width];
            let row = &mut self.attention[t * row_width..][..row_width];
            // Low enough for its exponential to be 0.
            row.fill(f32x8::splat(f32::MIN));
            let mut largest = f32::MIN;
            for u in 0..=t {
                let score = dot(q, &self.k[u * width..][..width]) * scale;
                row[u / LANES].as_mut_array()[u % LANES] = score;
                largest = largest.max(score);
            }
            let mut sum = f32x8::ZERO;
            for weight in row.iter_mut() {
                *weight = (*weight - f32x8::splat(largest)).exp();
                sum += *weight;
            }
            let sum = f32x8::splat(sum.reduce_add());
            row.iter_mut().for_each(|weight| *weight /= sum);
        }
    }

    /// 5, 6 and 7 forward and 7 backward: probabilities, the loss, and d_logits.
    #[inline(always)]
    fn predict(&mut self, sizes: impl Sizes, sentence: usize) -> f32 {
        let Sentence { targets, .. } = &self.sentences[sentence];
        let (width, row_width) = (sizes.vocabulary_vectors(), sizes.place_vectors());
        let places = targets.len() as f32;
        let mut loss = 0.0;
        for (t, &target) in targets.iter().enumerate() {
            let logits = &mut self.probabilities[t * width..][..width];
            if self.architecture.skip {
                logits.copy_from_slice(&self.x[t * width..][..width]);
            } else {
                logits.fill(f32x8::ZERO);
            }
            for u in 0..=t {
                let weight = f32x8::splat(lane(&self.attention[t * row_width..], u));
                multiply_add(logits, weight, &self.v[u * width..][..width]);
            }

            // Padding lanes hold 0: that can only raise the largest, which is safe.
            let largest = logits.iter().copied().reduce(|a, b| a.fast_max(b)).unwrap_or_default();
            let largest = largest.to_array().into_iter().fold(f32::MIN, f32::max);
            let target_logit = lane(logits, target as usize);
            let mut sum = f32x8::ZERO;
            for (logit, &is_token) in logits.iter_mut().zip(&self.is_token) {
                *logit = (*logit - f32x8::splat(largest)).exp() * is_token;
                sum += *logit;
            }
            let sum = sum.reduce_add();
            loss += sum.ln() - (target_logit - largest);

            let (per_sum, per_place) = (f32x8::splat(1.0 / sum), f32x8::splat(1.0 / places));
            let d_logits = &mut self.d_logits[t * width..][..width];
            for (d_logit, &exponential) in d_logits.iter_mut().zip(logits.iter()) {
                *d_logit = exponential * per_sum * per_place;
            }
            d_logits[target as usize / LANES].as_mut_array()[target as usize % LANES] -= 1.0 / places;
        }
        loss / places
    }

    /// 5, 4 and 3 backward: d_v, d_scores, d_q and d_k.
    #[inline(always)]
    fn attend_backward(&mut self, sizes: impl Sizes) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let row_width = sizes.place_vectors();
        let scale = f32x8::splat(self.architecture.scale() as f32);
        self.d_q[..sizes.length() * h].fill(f32x8::ZERO);
        self.d_k[..sizes.length() * h].fill(f32x8::ZERO);
        self.d_v[..sizes.length() * e].fill(f32x8::ZERO);
        for t in 0..sizes.length() {
            let d_logits = &self.d_logits[t * e..][..e];
            let attention = &self.attention[t * row_width..][..row_width];
            let row = &mut self.d_scores[t * row_width..][..row_width];
            row.fill(f32x8::ZERO);
            for u in 0..=t {
                row[u / LANES].as_mut_array()[u % LANES] = dot(d_logits, &self.v[u * e..][..e]);
                let weight = f32x8::splat(lane(attention, u));
                multiply_add(&mut self.d_v[u * e..][..e], weight, d_logits);
            }
            let mean = f32x8::splat(dot(attention, row));
            for (d_score, &weight) in row.iter_mut().zip(attention) {
                *d_score = weight * (*d_score - mean) * scale;
            }
            for u in 0..=t {
                let d_score = f32x8::splat(lane(row, u));
                multiply_add(&mut self.d_q[t * h..][..h], d_score, &self.k[u * h..][..h]);
                multiply_add(&mut self.d_k[u * h..][..h], d_score, &self.q[t * h..][..h]);
            }
        }
    }

    /// 6 backward and the half of 2 backward that reaches the input: d_x.
    #[inline(always)]
    fn project_backward(&mut self, sizes: impl Sizes, state: &PaddedState) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let query = &state.parameters[self.padding.query.clone()];
        let key = &state.parameters[self.padding.key.clone()];
        let value = &state.parameters[self.padding.value.clone()];
        for t in 0..sizes.length() {
            let d_x = &mut self.d_x[t * e..][..e];
            if self.architecture.skip {
                d_x.copy_from_slice(&self.d_logits[t * e..][..e]);
            } else {
                d_x.fill(f32x8::ZERO);
            }
            let (d_q, d_k) = (&self.d_q[t * h..][..h], &self.d_k[t * h..][..h]);
            let d_v = &self.d_v[t * e..][..e];
            for i in 0..sizes.vocabulary() {
                let mut sum = dot_lanes(d_q, &query[i * h..][..h]);
                sum += dot_lanes(d_k, &key[i * h..][..h]);
                sum += dot_lanes(d_v, &value[i * e..][..e]);
                d_x[i / LANES].as_mut_array()[i % LANES] += sum.reduce_add();
            }
        }
    }

    /// The half of 2 backward that reaches the matrices, and their Adam.
    #[inline(always)]
    fn move_matrices(&self, sizes: impl Sizes, state: &mut PaddedState, step: &Step) {
        let (e, h) = (sizes.vocabulary_vectors(), sizes.head_vectors());
        let matrices = [
            (&self.padding.query, &self.d_q, h),
            (&self.padding.key, &self.d_k, h),
            (&self.padding.value, &self.d_v, e),
        ];
        for (range, d_y, width) in matrices {
            for i in 0..sizes.vocabulary() {
                for j in 0..width {
                    let mut gradient = f32x8::ZERO;
                    for t in 0..sizes.length() {
                        gradient += f32x8::splat(lane(&self.x[t * e..], i)) * d_y[t * width + j];
                    }
                    step.take(state, range.start + i * width + j, gradient);
                }
            }
        }
    }

    /// 1 backward, and the Adam of both embeddings: all rows move, trained in this step or not.
    #[inline(always)]
    fn move_embeddings(&mut self, sizes: impl Sizes, state: &mut PaddedState, step: &Step, sentence: usize) {
        let e = sizes.vocabulary_vectors();
        self.d_embeddings.fill(f32x8::ZERO);
        for (t, &token) in self.sentences[sentence].tokens.iter().enumerate() {
            let d_x = &self.d_x[t * e..][..e];
            add(&mut self.d_embeddings[token as usize * e..][..e], d_x);
            if self.architecture.position {
                add(&mut self.d_embeddings[self.padding.position_embedding.start + t * e..][..e], d_x);
            }
        }
        for (index, &gradient) in self.d_embeddings.iter().enumerate() {
            step.take(state, index, gradient);
        }
    }
}

/// y[t] = x[t] W for each place, where row e of `weights` belongs to feature e of x.
#[inline(always)]
fn project(sizes: impl Sizes, x: &[f32x8], weights: &[f32x8], y: &mut [f32x8], y_width: usize) {
    let x_width = sizes.vocabulary_vectors();
    for t in 0..sizes.length() {
        let x = &x[t * x_width..][..x_width];
        for j in 0..y_width {
            let mut sum = f32x8::ZERO;
            for e in 0..sizes.vocabulary() {
                sum += f32x8::splat(lane(x, e)) * weights[e * y_width + j];
            }
            y[t * y_width + j] = sum;
        }
    }
}

/// One value of a padded row.
#[inline(always)]
fn lane(row: &[f32x8], index: usize) -> f32 {
    row[index / LANES].as_array()[index % LANES]
}

#[inline(always)]
fn dot_lanes(a: &[f32x8], b: &[f32x8]) -> f32x8 {
    a.iter().zip(b).fold(f32x8::ZERO, |sum, (&a, &b)| sum + a * b)
}

#[inline(always)]
fn dot(a: &[f32x8], b: &[f32x8]) -> f32 {
    dot_lanes(a, b).reduce_add()
}

#[inline(always)]
fn add(sum: &mut [f32x8], values: &[f32x8]) {
    sum.iter_mut().zip(values).for_each(|(sum, &value)| *sum += value);
}

#[inline(always)]
fn multiply_add(sum: &mut [f32x8], factor: f32x8, values: &[f32x8]) {
    sum.iter_mut().zip(values).for_each(|(sum, &value)| *sum += factor * value);
}
