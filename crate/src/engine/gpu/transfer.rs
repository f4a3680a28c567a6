//! Masks and traces as the shaders have them: every matrix has the rows (and T x T ones the columns) of the longest
//! sentence.

use num_traits::Float;

use super::shader::trace_arrays;
use crate::matrix::Matrix;
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;

/// A mask of T x T with rows and columns for the longest sentence.
pub(in crate::engine) fn padded_mask<F: Float>(mask: &Matrix<F>, positions: usize) -> Matrix<F> {
    let mut padded = Matrix::zeros(positions, positions);
    for row in 0..mask.rows {
        padded.row_mut(row)[..mask.columns].copy_from_slice(mask.row(row));
    }
    padded
}

/// The trace of a sentence of `length` places, from what its forward pass has left in `activations`.
pub(in crate::engine) fn decode_trace<F: Float>(
    architecture: &Architecture,
    length: usize,
    mask: &Matrix<F>,
    loss: F,
    activations: &[F],
) -> Trace<F> {
    let mut trace = Trace::zeros(architecture, length);
    trace.loss = loss;
    let mut offset = 0;
    for (matrix, (_, length)) in trace.matrices_mut().zip(trace_arrays(architecture)) {
        let stride = length / architecture.positions;
        for row in 0..matrix.rows {
            let start = offset + row * stride;
            let width = matrix.columns;
            matrix.row_mut(row).copy_from_slice(&activations[start..start + width]);
        }
        offset += length;
    }
    for layer in &mut trace.layers {
        for (score, &allowed) in layer.scores.values.iter_mut().zip(&mask.values) {
            if allowed == F::zero() {
                *score = F::neg_infinity(); // MASKED in the shaders.
            }
        }
    }
    trace
}
