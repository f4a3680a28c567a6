//! The fused step, forward, backward and Adam, in vectors of eight.
//!
//! The passes are those of [`crate::model`] in their order and with their names. What differs: rows
//! are padded to whole vectors, the softmaxes compute eight places at once, so that their sums and
//! maxima need no look across lanes, gradients of the matrices go straight into Adam without being
//! stored, and nothing is allocated. Results differ from the plain passes by rounding.

mod adam;
mod backward;
mod forward;
mod update;

use std::ops::Range;

use adam::Step;
use fearless_simd::prelude::*;

use super::padded::{PaddedState, Padding};
use super::sizes::{Given, Known, Sizes, place_vectors};
use super::vector::{Eight, LANES, flat_mut, vectors};
use crate::model::adam::Adam;
use crate::model::architecture::Architecture;
use crate::task::corpus::{Corpus, Sentence};

/// The memory of one step. A matrix of T rows holds `vectors(columns)` vectors a row, and rows for
/// whole vectors of places.
#[derive(Debug)]
pub(super) struct Fast {
    architecture: Architecture,
    padding: Padding,
    pub adam: Adam,
    sentences: Vec<Sentence>,
    /// The targets of each sentence as numbers, -1 where a lane pads.
    targets: Vec<Vec<Eight>>,
    /// Row u: 1 where place u may be looked at from, 0 elsewhere.
    is_seen: Vec<Eight>,
    x: Vec<Eight>,
    /// q and k side by side.
    qk: Vec<Eight>,
    /// k by itself: what multiplies q, behind which it has zeros, though k follows q there.
    k: Vec<Eight>,
    /// 1 in the lanes that a row of H values has, 0 behind them.
    is_head: Vec<Eight>,
    v: Vec<Eight>,
    /// Row u: how much each place looks at u.
    attention: Vec<Eight>,
    logits: Vec<Eight>,
    /// Logits, then their exponentials, then d_logits, with a row for each token.
    by_token: Vec<Eight>,
    d_logits: Vec<Eight>,
    /// Row u, as `attention`.
    d_scores: Vec<Eight>,
    /// d_q and d_k side by side.
    d_qk: Vec<Eight>,
    d_v: Vec<Eight>,
    d_x: Vec<Eight>,
    /// Of both embeddings, whose gradients are sums over places.
    d_embeddings: Vec<Eight>,
}

impl Fast {
    pub fn new(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        let padding = Padding::new(architecture);
        let (e, h) = (architecture.vocabulary, architecture.head_size);
        let places = place_vectors(architecture.positions) * LANES;
        let matrix = |rows: usize, columns: usize| vec![Eight::default(); rows * vectors(columns)];
        let rows = |columns: usize| matrix(places, columns);

        // Whole vectors that begin with k can end behind the row.
        let pairs = || [rows(2 * h), matrix(1, LANES)].concat();

        let mut is_head = matrix(1, h);
        flat_mut(&mut is_head)[..h].fill(1.0);
        let mut is_seen = rows(places);
        for (u, row) in flat_mut(&mut is_seen).chunks_exact_mut(places).enumerate() {
            row[u..].fill(1.0);
        }
        let targets = corpus.sentences().iter().map(|sentence| {
            let mut row = vec![Eight([-1.0; LANES]); places / LANES];
            for (lane, &target) in flat_mut(&mut row).iter_mut().zip(&sentence.targets) {
                *lane = target as f32;
            }
            row
        });
        Self {
            architecture,
            adam,
            sentences: corpus.sentences().to_vec(),
            targets: targets.collect(),
            is_seen,
            x: rows(e),
            qk: pairs(),
            k: rows(h),
            is_head,
            v: rows(e),
            attention: rows(places),
            logits: rows(e),
            by_token: matrix(vectors(e) * LANES, places),
            d_logits: rows(e),
            d_scores: rows(places),
            d_qk: pairs(),
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
            losses.push(self.step(simd, state, step, sentence));
        }
        losses
    }

    #[inline(always)]
    fn step<S: Simd>(&mut self, simd: S, state: &mut PaddedState, step: Step<S>, sentence: usize) -> f32 {
        let Architecture { vocabulary, head_size, positions, .. } = self.architecture;
        let length = self.sentences[sentence].len();
        let given = Given { vocabulary, head_size, positions, length };
        macro_rules! known {
            ($($size:literal),*) => { self.step_of(simd, Known::<$($size),*>(given), state, step, sentence) };
        }
        // The notebook's sentences, and small models, get code of their own. Fewer of them in the
        // page, where a copy of the step is bytes to download, the more so without vectors.
        match (vocabulary, positions, length, vectors(vocabulary), vectors(2 * head_size)) {
            _ if cfg!(all(target_arch = "wasm32", not(target_feature = "simd128"))) => known!(0, 0, 0, 0),
            (7, 5, 5, 1, 5) => known!(7, 5, 1, 5),
            _ if cfg!(any(test, target_arch = "wasm32")) => known!(0, 0, 0, 0),
            (7, 5, 5, 1, 1) => known!(7, 5, 1, 1),
            (7, 5, 5, 1, 2) => known!(7, 5, 1, 2),
            (7, 5, 5, 1, 3) => known!(7, 5, 1, 3),
            (7, 5, 5, 1, 10) => known!(7, 5, 1, 10),
            (7, 5, 5, ..) => known!(7, 5, 1, 0),
            (_, _, _, 1, 1) => known!(0, 0, 1, 1),
            (_, _, _, 1, 2) => known!(0, 0, 1, 2),
            (_, _, _, 1, 3) => known!(0, 0, 1, 3),
            (_, _, _, 1, 4) => known!(0, 0, 1, 4),
            (_, _, _, 1, 5) => known!(0, 0, 1, 5),
            (_, _, _, 1, 6) => known!(0, 0, 1, 6),
            (_, _, _, 2, 1) => known!(0, 0, 2, 1),
            (_, _, _, 2, 2) => known!(0, 0, 2, 2),
            (_, _, _, 2, 3) => known!(0, 0, 2, 3),
            (_, _, _, 2, 4) => known!(0, 0, 2, 4),
            (_, _, _, 2, 5) => known!(0, 0, 2, 5),
            (_, _, _, 2, 6) => known!(0, 0, 2, 6),
            _ => known!(0, 0, 0, 0),
        }
    }

    /// A function of its own for each kind of sizes, or the compiler would be given all of them at
    /// once, which takes it minutes; the browser's compiler, which has no minutes, makes slower code.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn step_of<S: Simd, Z: Sizes>(
        &mut self,
        simd: S,
        sizes: Z,
        state: &mut PaddedState,
        step: Step<S>,
        sentence: usize,
    ) -> f32 {
        simd.vectorize(
            #[inline(always)]
            move || {
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
}

/// The places of a sentence by vectors that hold them.
#[inline(always)]
fn eights(length: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(LANES).map(move |start| start..(start + LANES).min(length))
}

#[inline(always)]
fn add<S: Simd>(simd: S, sum: &mut [Eight], values: &[Eight]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        sum.store(sum.load(simd) + value.load(simd));
    }
}
