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

pub mod backward;
pub mod forward;

use num_traits::Float;

use crate::corpus::Sentence;
use crate::matrix::Matrix;
use crate::parameters::Architecture;
use crate::trace::Trace;

pub use backward::Backward;

/// The five weight tensors inside the flat parameter vector (or its gradient), row major.
#[derive(Clone, Copy)]
pub struct Weights<'a, F> {
    /// V x E.
    pub token_embedding: &'a [F],
    /// P x E.
    pub position_embedding: &'a [F],
    /// H x E.
    pub query: &'a [F],
    /// H x E.
    pub key: &'a [F],
    /// V x E.
    pub value: &'a [F],
}

impl<'a, F> Weights<'a, F> {
    /// The tensors of a flat vector of [`Architecture::len`] values.
    pub fn new(architecture: &Architecture, flat: &'a [F]) -> Self {
        let [token_embedding, position_embedding, query, key, value] =
            architecture.tensors().map(|tensor| &flat[tensor.range()]);
        Self { token_embedding, position_embedding, query, key, value }
    }
}

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
    let weights = Weights::new(architecture, parameters);
    forward::embed(architecture, &weights, &sentence.tokens, &mut trace.x);
    forward::project(&weights, &trace.x, &mut trace.q, &mut trace.k, &mut trace.v);
    forward::scores(architecture, &trace.q, &trace.k, mask, &mut trace.scores);
    forward::attention(&trace.scores, mask, &mut trace.attention);
    forward::output(&trace.attention, &trace.v, &mut trace.output);
    forward::logits(architecture, &trace.output, &trace.x, &mut trace.logits);
    trace.loss = forward::probabilities(&trace.logits, &sentence.targets, &mut trace.probabilities);
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
    backward.logits(architecture);
    backward.output(trace);
    backward.attention(trace);
    backward.scores(architecture, trace);
    backward.project(architecture, &weights, trace);
    backward.embed(architecture, &sentence.tokens);
}
