//! The singular values of a small matrix, and of the one that makes the scores.
//!
//! A score is `x_t · (Wqᵀ Wk) · x_u / sqrt(H)`: whatever the head size, queries and keys reach the scores only through
//! the E x E matrix `Wqᵀ Wk`. Its rank, the number of its singular values above 0, is at most the smaller of E and H,
//! so a head size above E lets a head say nothing new.

use crate::matrix::Matrix;
use crate::model::architecture::Architecture;
use crate::model::tensors::Weights;
use crate::numbers::largest_first;

/// Two columns are taken for perpendicular when the cosine between them is at most this.
const PERPENDICULAR: f64 = 1e-14;
/// Each sweep squares what is left, so that a handful is enough; this many only if the values are no numbers.
const MOST_SWEEPS: usize = 60;

/// `Wqᵀ Wk`, E x E: row i, column j says how much component i of the word that asks and component j of the word that
/// is looked at add to their score, before the scale.
///
/// # Panics
/// There are not as many parameters as the architecture has.
pub fn query_key(architecture: &Architecture, parameters: &[f32]) -> Matrix<f64> {
    let head = Weights::new(architecture, parameters).layers[0];
    let e = architecture.vocabulary;
    Matrix::from_fn(e, e, |i, j| {
        let rows = head.query.chunks_exact(e).zip(head.key.chunks_exact(e));
        rows.map(|(query, key)| f64::from(query[i]) * f64::from(key[j])).sum()
    })
}

/// The singular values, largest first; as many as the matrix has columns, NaN if it holds one.
///
/// One-sided Jacobi: columns are turned in pairs until all are perpendicular; their lengths are the singular values.
/// Small values are as exact as large ones. See Demmel and Veselić, "Jacobi's method is more accurate than QR", 1992.
pub fn singular_values(matrix: &Matrix<f64>) -> Vec<f64> {
    let column = |j| (0..matrix.rows).map(|i| matrix[(i, j)]).collect();
    let mut columns: Vec<Vec<f64>> = (0..matrix.columns).map(column).collect();
    for _ in 0..MOST_SWEEPS {
        let mut turned = false;
        for right in 1..columns.len() {
            let (lefts, rights) = columns.split_at_mut(right);
            for left in lefts {
                turned |= make_perpendicular(left, &mut rights[0]);
            }
        }
        if !turned {
            break;
        }
    }
    let values: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
    largest_first(&values, |&value| value)
}

/// How many singular values are more than rounding: the rank of a matrix whose entries were f32.
pub fn rank(singular_values: &[f64]) -> usize {
    let largest = singular_values.first().copied().unwrap_or(0.0);
    let rounding = largest * f64::from(f32::EPSILON);
    singular_values.iter().filter(|&&value| value > rounding).count()
}

/// Turns two columns in their plane so that they become perpendicular; false if they are already.
fn make_perpendicular(one: &mut [f64], other: &mut [f64]) -> bool {
    let (a, b, product) = (dot(one, one), dot(other, other), dot(one, other));
    // Written so that NaN ends it too.
    let oblique = product.abs() > PERPENDICULAR * (a * b).sqrt();
    if !oblique {
        return false;
    }
    let cotangent = (b - a) / (2.0 * product);
    // The smaller of the two angles that do it.
    let tangent = cotangent.signum() / (cotangent.abs() + cotangent.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = cosine * tangent;
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
    true
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}
