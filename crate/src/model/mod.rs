//! The head in plain Rust: seven passes forward, the same seven backward.
//!
//! Generic over the float: in f64 it is the oracle that the shaders are held against, in f32 the
//! arithmetic of the CPU engine. Each pass has a twin of the same number and name in `shaders/`,
//! and sums in the same order.
//!
//! | pass | forward | shape |
//! |---|---|---|
//! | 1 embed | x = token embedding + position embedding | T x E |
//! | 2 project | q = x Wq^T, k = x Wk^T, v = x Wv^T | T x H, T x H, T x V |
//! | 3 scores | s = q k^T / sqrt(H), minus infinity where masked | T x T |
//! | 4 attention | a = softmax of each row of s, times the mask | T x T |
//! | 5 output | o = a v | T x V |
//! | 6 logits | l = o + x (skip connection) | T x V |
//! | 7 probabilities | p = softmax of each row of l; loss = mean of -ln p(target) | T x V |

pub mod activations;
pub mod adam;
pub mod architecture;
pub mod backward;
pub mod forward;
pub mod init;
pub mod passes;
pub mod size;
pub mod tensors;
pub mod trace;

use num_traits::Float;

use crate::matrix::Matrix;
use crate::task::corpus::Sentence;
use architecture::Architecture;
use backward::Backward;
use tensors::Weights;
use trace::Trace;

/// The notebook's mask, T x T: 1 where the column's place is not after the row's, else 0.
pub fn causal_mask<F: Float>(length: usize) -> Matrix<F> {
    let mut mask = Matrix::zeros(length, length);
    for t in 0..length {
        mask.row_mut(t)[..=t].fill(F::one());
    }
    mask
}

/// Fills `trace` with the forward pass of `sentence`.
pub fn forward<F: Float>(
    architecture: &Architecture,
    parameters: &[F],
    sentence: &Sentence,
    mask: &Matrix<F>,
    trace: &mut Trace<F>,
) {
    forward_with(architecture, parameters, sentence, mask, trace, &mut |_, _| {});
}

/// The same; `overrule` is given each layer's attention weights, with the number of the layer from 0, before they weigh
/// anything.
pub fn forward_with<F: Float>(
    architecture: &Architecture,
    parameters: &[F],
    sentence: &Sentence,
    mask: &Matrix<F>,
    trace: &mut Trace<F>,
    overrule: &mut dyn FnMut(usize, &mut Matrix<F>),
) {
    let weights = Weights::new(architecture, parameters);
    forward::embed(architecture, &weights, &sentence.tokens, &mut trace.x);
    let mut x = &trace.x;
    for (index, (layer, weights)) in trace.layers.iter_mut().zip(&weights.layers).enumerate() {
        forward::project(weights, x, &mut layer.q, &mut layer.k, &mut layer.v);
        forward::scores(architecture, &layer.q, &layer.k, mask, &mut layer.scores);
        forward::attention(&layer.scores, mask, &mut layer.attention);
        overrule(index, &mut layer.attention);
        forward::output(&layer.attention, &layer.v, &mut layer.output);
        forward::logits(architecture, &layer.output, x, &mut layer.logits);
        x = &layer.logits;
    }
    trace.loss = forward::probabilities(x, &sentence.targets, &mut trace.probabilities);
}

/// Fills `backward`, gradients of the parameters included, from the forward pass in `trace`.
pub fn backward<F: Float>(
    architecture: &Architecture,
    parameters: &[F],
    sentence: &Sentence,
    trace: &Trace<F>,
    backward: &mut Backward<F>,
) {
    let weights = Weights::new(architecture, parameters);
    backward.probabilities(trace, &sentence.targets);
    for layer in (0..architecture.layers).rev() {
        backward.logits(architecture, layer);
        backward.output(trace, layer);
        backward.attention(trace, layer);
        backward.scores(architecture, trace, layer);
        backward.project(architecture, &weights, trace, layer);
    }
    backward.embed(architecture, &sentence.tokens);
}
