//! A small dense matrix, row major: the one shape in which numbers travel from the model to tables and figures.

use std::ops::{Index, IndexMut};

/// Stands in a matrix for a number that is not there, because a place may not look at another. Not any NaN: those are
/// numbers too, of a run gone wrong. No arithmetic makes this one.
pub const MASKED: f32 = f32::from_bits(0x7fc0_6d61);

/// Whether this is [`MASKED`].
pub fn is_masked(value: f32) -> bool {
    value.to_bits() == MASKED.to_bits()
}

/// `rows` x `columns` numbers, one row after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix<F> {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// `rows * columns` numbers, row major.
    pub values: Vec<F>,
}

impl<F: Copy> Matrix<F> {
    /// A matrix with the same number everywhere.
    pub fn filled(rows: usize, columns: usize, value: F) -> Self {
        Self { rows, columns, values: vec![value; rows * columns] }
    }

    /// A matrix whose number at (row, column) is `value(row, column)`.
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> F) -> Self {
        let mut values = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            for column in 0..columns {
                values.push(value(row, column));
            }
        }
        Self { rows, columns, values }
    }

    /// Takes `values` as they are, row major; `None` unless there are exactly `rows * columns` of them.
    pub fn from_values(rows: usize, columns: usize, values: Vec<F>) -> Option<Self> {
        (rows.checked_mul(columns) == Some(values.len())).then_some(Self { rows, columns, values })
    }

    /// The number at (row, column), or `None` outside of the matrix.
    pub fn get(&self, row: usize, column: usize) -> Option<F> {
        if row < self.rows && column < self.columns {
            self.values.get(row * self.columns + column).copied()
        } else {
            None
        }
    }

    /// One row. Panics if there is no such row, as a slice does.
    pub fn row(&self, row: usize) -> &[F] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// One row, to be written to. Panics if there is no such row, as a slice does.
    pub fn row_mut(&mut self, row: usize) -> &mut [F] {
        &mut self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The rows from the first to the last. A matrix without columns still has its (empty) rows.
    pub fn rows_iter(&self) -> impl DoubleEndedIterator<Item = &[F]> + ExactSizeIterator {
        (0..self.rows).map(|row| self.row(row))
    }

    /// A copy as one vector a row, the form in which matrices are written to JSON.
    pub fn rows_as_vecs(&self) -> Vec<Vec<F>> {
        self.rows_iter().map(<[F]>::to_vec).collect()
    }

    /// The same shape with `change` applied to every number.
    pub fn map<G: Copy>(&self, change: impl FnMut(F) -> G) -> Matrix<G> {
        Matrix {
            rows: self.rows,
            columns: self.columns,
            values: self.values.iter().copied().map(change).collect(),
        }
    }
}

impl Matrix<f32> {
    /// Which of the numbers, counted row by row from 0, are other bits than in a matrix of the past: all of them, if it
    /// had another form.
    pub fn changed(&self, before: &Self) -> impl Iterator<Item = usize> {
        let same_form = (self.rows, self.columns) == (before.rows, before.columns);
        let bits = |matrix: &Self, at: usize| matrix.values[at].to_bits();
        (0..self.values.len()).filter(move |&at| !same_form || bits(self, at) != bits(before, at))
    }
}

impl<F: Copy + num_traits::Zero> Matrix<F> {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self::filled(rows, columns, F::zero())
    }
}

impl<F> Index<(usize, usize)> for Matrix<F> {
    type Output = F;

    fn index(&self, (row, column): (usize, usize)) -> &F {
        // Without this a column too far would quietly read from the next row.
        assert!(column < self.columns, "column {column} of a matrix of {} columns", self.columns);
        &self.values[row * self.columns + column]
    }
}

impl<F> IndexMut<(usize, usize)> for Matrix<F> {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut F {
        assert!(column < self.columns, "column {column} of a matrix of {} columns", self.columns);
        &mut self.values[row * self.columns + column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_three() -> Matrix<f32> {
        Matrix::from_fn(2, 3, |row, column| (10 * row + column) as f32)
    }

    #[test]
    fn is_row_major() {
        let matrix = two_by_three();
        assert_eq!(matrix.values, [0.0, 1.0, 2.0, 10.0, 11.0, 12.0]);
        assert_eq!(matrix.row(1), [10.0, 11.0, 12.0]);
        assert_eq!(matrix[(1, 2)], 12.0);
        assert_eq!(matrix.get(0, 2), Some(2.0));
    }

    #[test]
    fn what_has_changed_is_told_by_its_bits() {
        let before = two_by_three();
        let mut now = before.clone();
        assert_eq!(now.changed(&before).count(), 0);
        now[(0, 0)] = -0.0;
        now[(1, 1)] = f32::NAN;
        assert_eq!(now.changed(&before).collect::<Vec<_>>(), [0, 4]);
        assert_eq!(now.changed(&now.clone()).count(), 0, "a NaN that stays has not changed");
        let other_form = Matrix { rows: 3, columns: 2, values: now.values.clone() };
        assert_eq!(other_form.changed(&now).count(), 6);
        assert_eq!(now.changed(&Matrix::default()).count(), 6);
    }

    #[test]
    fn nothing_is_read_outside() {
        let matrix = two_by_three();
        assert_eq!(matrix.get(0, 3), None);
        assert_eq!(matrix.get(2, 0), None);
        assert_eq!(Matrix::from_values(2, 3, vec![0.0; 5]), None);
        assert_eq!(Matrix::from_values(2, 3, matrix.values.clone()), Some(matrix));
    }

    #[test]
    #[should_panic(expected = "column 3 of a matrix of 3 columns")]
    fn a_column_too_far_is_not_the_next_row() {
        let _ = two_by_three()[(0, 3)];
    }

    #[test]
    fn what_is_masked_is_no_other_nan() {
        assert!(MASKED.is_nan() && is_masked(MASKED));
        for value in [f32::NAN, -f32::NAN, 0.0 / f32::from(u8::MIN), f32::INFINITY - f32::INFINITY, 0.0] {
            assert!(!is_masked(value));
        }
        assert!(is_masked(Matrix::filled(1, 1, MASKED).map(|value| value)[(0, 0)]));
    }

    #[test]
    fn writes_reach_one_place() {
        let mut matrix = Matrix::<f64>::zeros(3, 2);
        matrix[(1, 0)] = 4.0;
        matrix.row_mut(2)[1] = 5.0;
        assert_eq!(matrix.values, [0.0, 0.0, 4.0, 0.0, 0.0, 5.0]);
    }

    #[test]
    fn rows_come_in_order_even_if_empty() {
        let matrix = two_by_three();
        assert_eq!(matrix.rows_iter().map(<[f32]>::len).collect::<Vec<_>>(), [3, 3]);
        assert_eq!(matrix.rows_as_vecs(), [[0.0, 1.0, 2.0], [10.0, 11.0, 12.0]]);
        assert_eq!(Matrix::filled(4, 0, 1u8).rows_iter().len(), 4);
        assert_eq!(matrix.map(|value| value as i32).values, [0, 1, 2, 10, 11, 12]);
    }
}
