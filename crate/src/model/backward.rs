//! The seven passes backward, from the loss down to the weights.
//!
//! `d_y` is the derivative of the loss by `y`, of the shape of `y`. Each pass quotes the forward
//! line that it differentiates.

use num_traits::Float;

use super::architecture::Architecture;
use super::forward::dot;
use super::size::Size;
use super::tensors::{Role, Weights};
use super::trace::Trace;
use crate::elementary::number;
use crate::matrix::Matrix;

/// The derivatives of one sentence's loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Backward<F> {
    /// By the input, T x E.
    pub d_x: Matrix<F>,
    /// By what each layer computes.
    pub layers: Vec<LayerBackward<F>>,
    /// By the parameters, one flat vector.
    pub gradients: Vec<F>,
}

/// The derivatives of one sentence's loss by what a layer computes.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerBackward<F> {
    /// By the logits, T x V; the derivative by the output is the same.
    pub d_logits: Matrix<F>,
    /// By the attention weights, T x T.
    pub d_attention: Matrix<F>,
    /// By the scores, T x T.
    pub d_scores: Matrix<F>,
    /// By the queries, T x H.
    pub d_q: Matrix<F>,
    /// By the keys, T x H.
    pub d_k: Matrix<F>,
    /// By the values, T x V.
    pub d_v: Matrix<F>,
}

/// What a pass of a layer fills: the derivatives by its own matrices, by its input, and by the parameters.
struct Parts<'a, F> {
    own: &'a mut LayerBackward<F>,
    d_input: &'a mut Matrix<F>,
    gradients: &'a mut [F],
}

impl<F: Float> Backward<F> {
    /// Derivatives for `length` places, to be filled.
    pub fn zeros(architecture: &Architecture, length: usize) -> Self {
        let matrix = |columns: Size| Matrix::zeros(length, columns.of(architecture, length));
        let layer = LayerBackward {
            d_logits: matrix(Size::Vocabulary),
            d_attention: matrix(Size::Places),
            d_scores: matrix(Size::Places),
            d_q: matrix(Size::HeadSize),
            d_k: matrix(Size::HeadSize),
            d_v: matrix(Size::Vocabulary),
        };
        Self {
            d_x: matrix(Size::Embedding),
            layers: vec![layer; architecture.layers],
            gradients: vec![F::zero(); architecture.len()],
        }
    }

    /// The derivative by the logits, T x V: those that the last layer leaves.
    pub fn into_d_logits(mut self) -> Matrix<F> {
        self.layers.pop().map_or(self.d_x, |last| last.d_logits)
    }

    fn parts(&mut self, layer: usize) -> Parts<'_, F> {
        let (below, from) = self.layers.split_at_mut(layer);
        // A layer's input is what the one below has left.
        let d_input = below.last_mut().map_or(&mut self.d_x, |below| &mut below.d_logits);
        Parts { own: &mut from[0], d_input, gradients: &mut self.gradients }
    }

    /// Pass 7 differentiates `p = softmax(l), loss = mean of -ln p(target)`:
    /// `d_l[t] = (p[t] - onehot(target[t])) / T`.
    pub fn probabilities(&mut self, trace: &Trace<F>, targets: &[u32]) {
        let places = number::<F>(targets.len() as f64);
        let Some(LayerBackward { d_logits, .. }) = self.layers.last_mut() else { return };
        for (t, &target) in targets.iter().enumerate() {
            for v in 0..d_logits.columns {
                let hit = if v == target as usize { F::one() } else { F::zero() };
                d_logits[(t, v)] = (trace.probabilities[(t, v)] - hit) / places;
            }
        }
    }

    /// Pass 6 differentiates `l = o + x`:
    /// `d_o = d_l, and d_x begins as d_l (as 0 without the skip connection)`.
    pub fn logits(&mut self, architecture: &Architecture, layer: usize) {
        let Parts { own, d_input, .. } = self.parts(layer);
        for (d_x, &d_logit) in d_input.values.iter_mut().zip(&own.d_logits.values) {
            *d_x = if architecture.skip { d_logit } else { F::zero() };
        }
    }

    /// Pass 5 differentiates `o = a v`:
    /// `d_a[t, u] = d_o[t] . v[u], d_v[u] = sum over t of a[t, u] d_o[t]`.
    pub fn output(&mut self, trace: &Trace<F>, layer: usize) {
        let (own, trace) = (&mut self.layers[layer], &trace.layers[layer]);
        let length = trace.attention.rows;
        for t in 0..length {
            for u in 0..length {
                own.d_attention[(t, u)] = dot(own.d_logits.row(t), trace.v.row(u));
            }
        }
        for u in 0..length {
            for o in 0..own.d_v.columns {
                let mut sum = F::zero();
                for t in 0..length {
                    sum = sum + trace.attention[(t, u)] * own.d_logits[(t, o)];
                }
                own.d_v[(u, o)] = sum;
            }
        }
    }

    /// Pass 4 differentiates `a[t] = softmax(s[t])`:
    /// `d_s[t, u] = a[t, u] (d_a[t, u] - a[t] . d_a[t])`.
    pub fn attention(&mut self, trace: &Trace<F>, layer: usize) {
        let (own, trace) = (&mut self.layers[layer], &trace.layers[layer]);
        for t in 0..trace.attention.rows {
            let weights = trace.attention.row(t);
            let mean = dot(weights, own.d_attention.row(t));
            for (u, &weight) in weights.iter().enumerate() {
                own.d_scores[(t, u)] = weight * (own.d_attention[(t, u)] - mean);
            }
        }
    }

    /// Pass 3 differentiates `s[t, u] = q[t] . k[u] / sqrt(H)`:
    /// `d_q[t] = sum over u of d_s[t, u] k[u] / sqrt(H), d_k[u] = sum over t of d_s[t, u] q[t] / sqrt(H)`.
    pub fn scores(&mut self, architecture: &Architecture, trace: &Trace<F>, layer: usize) {
        let (own, trace) = (&mut self.layers[layer], &trace.layers[layer]);
        let scale = number::<F>(architecture.scale());
        let length = trace.scores.rows;
        for t in 0..length {
            for h in 0..own.d_q.columns {
                let (mut q_sum, mut k_sum) = (F::zero(), F::zero());
                for u in 0..length {
                    q_sum = q_sum + own.d_scores[(t, u)] * trace.k[(u, h)];
                    k_sum = k_sum + own.d_scores[(u, t)] * trace.q[(u, h)];
                }
                own.d_q[(t, h)] = q_sum * scale;
                own.d_k[(t, h)] = k_sum * scale;
            }
        }
    }

    /// Pass 2 differentiates `q = x Wq^T, k = x Wk^T, v = x Wv^T`:
    /// `d_Wq = d_q^T x (k and v alike), d_x += d_q Wq + d_k Wk + d_v Wv`.
    pub fn project(
        &mut self,
        architecture: &Architecture,
        weights: &Weights<'_, F>,
        trace: &Trace<F>,
        layer: usize,
    ) {
        let Parts { own, d_input, gradients } = self.parts(layer);
        let x = trace.input(layer);
        for (role, d_y) in [(Role::Query, &own.d_q), (Role::Key, &own.d_k), (Role::Value, &own.d_v)] {
            let tensor = architecture.tensor(role, layer);
            for row in 0..tensor.rows {
                for e in 0..tensor.columns {
                    let mut sum = F::zero();
                    for t in 0..x.rows {
                        sum = sum + d_y[(t, row)] * x[(t, e)];
                    }
                    gradients[tensor.offset + row * tensor.columns + e] = sum;
                }
            }
        }

        let (weights, e_size) = (&weights.layers[layer], d_input.columns);
        for t in 0..d_input.rows {
            for e in 0..e_size {
                let mut sum = d_input[(t, e)];
                for h in 0..own.d_q.columns {
                    sum = sum + own.d_q[(t, h)] * weights.query[h * e_size + e];
                    sum = sum + own.d_k[(t, h)] * weights.key[h * e_size + e];
                }
                for o in 0..own.d_v.columns {
                    sum = sum + own.d_v[(t, o)] * weights.value[o * e_size + e];
                }
                d_input[(t, e)] = sum;
            }
        }
    }

    /// Pass 1 differentiates `x[t] = token_embedding[token[t]] + position_embedding[t]`:
    /// `d_token_embedding[w] = sum of d_x[t] where token[t] is w, d_position_embedding[t] = d_x[t]`.
    pub fn embed(&mut self, architecture: &Architecture, tokens: &[u32]) {
        let token_embedding = architecture.tensor(Role::TokenEmbedding, 0);
        let position_embedding = architecture.tensor(Role::PositionEmbedding, 0);
        let e_size = token_embedding.columns;
        for w in 0..token_embedding.rows {
            for e in 0..e_size {
                let mut sum = F::zero();
                for (t, &token) in tokens.iter().enumerate() {
                    if token as usize == w {
                        sum = sum + self.d_x[(t, e)];
                    }
                }
                self.gradients[token_embedding.offset + w * e_size + e] = sum;
            }
        }
        for t in 0..position_embedding.rows {
            for e in 0..e_size {
                // Places past the end of the sentence, and all places when the embedding is left
                // out, have no gradient.
                let used = architecture.position && t < tokens.len();
                self.gradients[position_embedding.offset + t * e_size + e] =
                    if used { self.d_x[(t, e)] } else { F::zero() };
            }
        }
    }
}
