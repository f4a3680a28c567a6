//! Every matrix of one sentence's way through the head, named and shaped.
//!
//! Whatever is drawn, explained, exported or tested is read from a [`Trace`].

use num_traits::Float;

use crate::matrix::Matrix;
use crate::parameters::Architecture;

/// The forward pass of one sentence of T places.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<F> {
    /// Input of the head, T x E: token embedding plus position embedding.
    pub x: Matrix<F>,
    /// Queries, T x H.
    pub q: Matrix<F>,
    /// Keys, T x H.
    pub k: Matrix<F>,
    /// Values, T x V.
    pub v: Matrix<F>,
    /// Scaled products of query (row) and key (column), T x T; minus infinity where masked.
    pub scores: Matrix<F>,
    /// Attention weights, T x T: row t says where place t looks. Rows sum to 1.
    pub attention: Matrix<F>,
    /// What the head adds, T x V: values weighed by attention.
    pub output: Matrix<F>,
    /// Output plus, with the skip connection, the input; T x V.
    pub logits: Matrix<F>,
    /// Predicted probabilities of the next token, T x V. Rows sum to 1.
    pub probabilities: Matrix<F>,
    /// Mean over the T places of -ln p(target), in nats.
    pub loss: F,
}

/// The matrices of a trace by the names that files and shaders use, in order of computation.
pub const MATRICES: [&str; 9] =
    ["x", "q", "k", "v", "scores", "attention", "output", "logits", "probabilities"];

impl<F: Float> Trace<F> {
    /// A trace of `length` places, to be filled by the forward pass.
    pub fn zeros(architecture: &Architecture, length: usize) -> Self {
        let matrix = |columns| Matrix::zeros(length, columns);
        let [x, q, k, v, scores, attention, output, logits, probabilities] =
            columns(architecture, length).map(matrix);
        Self { x, q, k, v, scores, attention, output, logits, probabilities, loss: F::zero() }
    }

    /// The matrices with their names, in the order of [`MATRICES`].
    pub fn matrices(&self) -> [(&'static str, &Matrix<F>); 9] {
        let matrices = [
            &self.x,
            &self.q,
            &self.k,
            &self.v,
            &self.scores,
            &self.attention,
            &self.output,
            &self.logits,
            &self.probabilities,
        ];
        std::array::from_fn(|i| (MATRICES[i], matrices[i]))
    }

    /// The matrices, to be filled; in the order of [`MATRICES`].
    pub fn matrices_mut(&mut self) -> [&mut Matrix<F>; 9] {
        [
            &mut self.x,
            &mut self.q,
            &mut self.k,
            &mut self.v,
            &mut self.scores,
            &mut self.attention,
            &mut self.output,
            &mut self.logits,
            &mut self.probabilities,
        ]
    }
}

/// The columns of each matrix of a trace of `length` places, in the order of [`MATRICES`].
pub fn columns(architecture: &Architecture, length: usize) -> [usize; 9] {
    let (v, h, t) = (architecture.vocabulary, architecture.head_size, length);
    [v, h, h, v, t, t, v, v, v]
}
