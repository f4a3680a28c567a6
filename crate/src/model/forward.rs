//! The seven passes forward. Each fills its last argument.

use num_traits::Float;

use super::architecture::Architecture;
use super::tensors::{LayerWeights, Weights};
use crate::elementary::{exp, ln, number};
use crate::matrix::Matrix;

/// Pass 1: `x[t] = token_embedding[token[t]] + position_embedding[t]`.
pub fn embed<F: Float>(
    architecture: &Architecture,
    weights: &Weights<'_, F>,
    tokens: &[u32],
    x: &mut Matrix<F>,
) {
    let e_size = x.columns;
    for (t, &token) in tokens.iter().enumerate() {
        for e in 0..e_size {
            let mut sum = weights.token_embedding[token as usize * e_size + e];
            if architecture.position {
                sum = sum + weights.position_embedding[t * e_size + e];
            }
            x[(t, e)] = sum;
        }
    }
}

/// Pass 2: `q = x Wq^T, k = x Wk^T, v = x Wv^T`.
pub fn project<F: Float>(
    weights: &LayerWeights<'_, F>,
    x: &Matrix<F>,
    q: &mut Matrix<F>,
    k: &mut Matrix<F>,
    v: &mut Matrix<F>,
) {
    for t in 0..x.rows {
        for h in 0..q.columns {
            q[(t, h)] = dot(x.row(t), &weights.query[h * x.columns..]);
            k[(t, h)] = dot(x.row(t), &weights.key[h * x.columns..]);
        }
        for o in 0..v.columns {
            v[(t, o)] = dot(x.row(t), &weights.value[o * x.columns..]);
        }
    }
}

/// Pass 3: `s[t, u] = q[t] . k[u] / sqrt(H), minus infinity where the mask is 0`.
pub fn scores<F: Float>(
    architecture: &Architecture,
    q: &Matrix<F>,
    k: &Matrix<F>,
    mask: &Matrix<F>,
    scores: &mut Matrix<F>,
) {
    let scale = number::<F>(architecture.scale());
    for t in 0..q.rows {
        for u in 0..k.rows {
            scores[(t, u)] =
                if mask[(t, u)] == F::zero() { F::neg_infinity() } else { dot(q.row(t), k.row(u)) * scale };
        }
    }
}

/// Pass 4: `a[t] = softmax(s[t]) times the mask; a row that is masked altogether looks nowhere`.
pub fn attention<F: Float>(scores: &Matrix<F>, mask: &Matrix<F>, attention: &mut Matrix<F>) {
    for t in 0..scores.rows {
        let row = scores.row(t);
        // Finite even where all is masked.
        let largest = row.iter().copied().fold(F::min_value(), F::max);
        let mut sum = F::zero();
        for u in 0..scores.columns {
            let e = exp(row[u] - largest); // 0 where masked
            attention[(t, u)] = e;
            sum = sum + e;
        }
        for u in 0..scores.columns {
            // Not `sum > 0`: what is no number must stay none.
            let weight = if sum == F::zero() { F::zero() } else { attention[(t, u)] / sum };
            attention[(t, u)] = weight * mask[(t, u)];
        }
    }
}

/// Pass 5: `o[t] = sum over u of a[t, u] v[u]`.
pub fn output<F: Float>(attention: &Matrix<F>, v: &Matrix<F>, output: &mut Matrix<F>) {
    for t in 0..attention.rows {
        for o in 0..v.columns {
            let mut sum = F::zero();
            for u in 0..v.rows {
                sum = sum + attention[(t, u)] * v[(u, o)];
            }
            output[(t, o)] = sum;
        }
    }
}

/// Pass 6: `l = o + x with the skip connection, l = o without`.
pub fn logits<F: Float>(
    architecture: &Architecture,
    output: &Matrix<F>,
    x: &Matrix<F>,
    logits: &mut Matrix<F>,
) {
    for (i, logit) in logits.values.iter_mut().enumerate() {
        let skip = if architecture.skip { x.values[i] } else { F::zero() };
        *logit = output.values[i] + skip;
    }
}

/// Pass 7: `p[t] = softmax(l[t]). Returns the loss, the mean over t of -ln p[t, target[t]].`.
pub fn probabilities<F: Float>(logits: &Matrix<F>, targets: &[u32], probabilities: &mut Matrix<F>) -> F {
    let mut loss = F::zero();
    for (t, &target) in targets.iter().enumerate() {
        let row = logits.row(t);
        let largest = row.iter().copied().fold(F::neg_infinity(), F::max);
        let mut sum = F::zero();
        for (p, &logit) in probabilities.row_mut(t).iter_mut().zip(row) {
            *p = exp(logit - largest);
            sum = sum + *p;
        }
        for p in probabilities.row_mut(t) {
            *p = *p / sum;
        }
        // -ln p by way of the logits: it stays finite where p itself is too small for the float.
        loss = loss + (ln(sum) - (row[target as usize] - largest));
    }
    loss / number(targets.len() as f64)
}

/// The product of `a` with as many values of `b`, summed in order.
pub(super) fn dot<F: Float>(a: &[F], b: &[F]) -> F {
    a.iter().zip(b).fold(F::zero(), |sum, (&a, &b)| sum + a * b)
}
