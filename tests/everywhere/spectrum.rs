//! Singular values, and those of the matrix that makes the scores.

use attention_lab::explain::spectrum::{query_key, rank, singular_values};
use attention_lab::matrix::Matrix;
use attention_lab::model::architecture::Architecture;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

use crate::common::{adam, assert_close};

/// The singular values are exact to a few roundings of the largest.
const ROUNDING: f64 = 1e-13;

fn square(values: [[f64; 3]; 3]) -> Matrix<f64> {
    Matrix::from_fn(3, 3, |row, column| values[row][column])
}

/// The notebook's `Wqᵀ Wk` at its start.
fn untrained(head_size: u32) -> Matrix<f64> {
    let settings = Settings { head_size, ..Settings::default() };
    let architecture = Architecture::new(&settings, &Corpus::notebook());
    query_key(&architecture, &starting_parameters(&architecture, &settings))
}

/// `matrix` with two of its columns (or, `transposed`, rows) turned in their plane.
fn turned(matrix: &Matrix<f64>, angle: f64, transposed: bool) -> Matrix<f64> {
    let (sine, cosine) = angle.sin_cos();
    let at = |row, column| if transposed { matrix[(column, row)] } else { matrix[(row, column)] };
    let turned = Matrix::from_fn(matrix.rows, matrix.columns, |row, column| match column {
        0 => cosine * at(row, 0) - sine * at(row, 2),
        2 => sine * at(row, 0) + cosine * at(row, 2),
        _ => at(row, column),
    });
    if !transposed {
        return turned;
    }
    Matrix::from_fn(matrix.rows, matrix.columns, |row, column| turned[(column, row)])
}

everywhere! {
    /// Matrices whose singular values are known.
    async fn known_singular_values() {
        let diagonal = square([[0.0, -3.0, 0.0], [0.0, 0.0, 2.0], [5.0, 0.0, 0.0]]);
        assert_close("a turned diagonal", &singular_values(&diagonal), &[5.0, 3.0, 2.0], ROUNDING);
        let ones = square([[1.0; 3]; 3]);
        assert_close("ones", &singular_values(&ones), &[3.0, 0.0, 0.0], ROUNDING);
        let shear = Matrix::from_fn(2, 2, |row, column| [[1.0, 5.0], [1.0, 5.0]][row][column]);
        assert_close("a sum", &singular_values(&shear), &[52.0f64.sqrt(), 0.0], ROUNDING);
        let golden = Matrix::from_fn(2, 2, |row, column| [[1.0, 1.0], [0.0, 1.0]][row][column]);
        let ratio = (1.0 + 5.0f64.sqrt()) / 2.0;
        assert_close("a shear", &singular_values(&golden), &[ratio, 1.0 / ratio], ROUNDING);
        assert_eq!(singular_values(&Matrix::zeros(4, 0)), [0.0; 0]);
        assert!(singular_values(&Matrix::filled(2, 2, f64::NAN)).iter().all(|value| value.is_nan()));
    }

    /// Their squares add up to the squares of the entries, and turning rows or columns changes none.
    async fn singular_values_are_invariant() {
        for head_size in [1, 5, 20] {
            let matrix = untrained(head_size);
            let values = singular_values(&matrix);
            let sum = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
            assert_close("the sum of squares", &[sum(&values)], &[sum(&matrix.values)], ROUNDING);
            assert!(values.is_sorted_by(|one, next| one >= next), "{values:?}");
            for transposed in [false, true] {
                let other = singular_values(&turned(&matrix, 0.7, transposed));
                assert_close("a turned matrix", &other, &values, ROUNDING);
            }
        }
    }

    /// A head size above E adds no rank; one below it takes some away.
    async fn the_rank_is_at_most_the_smaller_of_e_and_h() {
        for head_size in [1, 3, 5, 7, 10, 20, 40] {
            let values = singular_values(&untrained(head_size));
            assert_eq!((values.len(), rank(&values)), (7, 7.min(head_size as usize)), "{values:?}");
        }
        assert_eq!(rank(&[0.0, 0.0]), 0);
    }

    /// The matrix does what it is for: it gives the scores, before their scale.
    async fn it_makes_the_scores() {
        use attention_lab::engine::cpu::CpuEngine;
        use attention_lab::model::causal_mask;

        let settings = Settings::default();
        let corpus = Corpus::notebook();
        let architecture = Architecture::new(&settings, &corpus);
        let parameters = starting_parameters(&architecture, &settings);
        let product = query_key(&architecture, &parameters);
        let engine = CpuEngine::new(architecture, &corpus, adam(&settings));
        let trace = &engine.traces(&parameters, &[(0, causal_mask(5))])[0];
        for (asks, looked_at) in [(3, 1), (4, 4), (2, 0)] {
            let x = |place: usize, i: usize| f64::from(trace.x[(place, i)]);
            let terms = (0..49).map(|i| x(asks, i / 7) * product[(i / 7, i % 7)] * x(looked_at, i % 7));
            let score = terms.sum::<f64>() * architecture.scale();
            // The trace is in f32.
            assert_close("a score", &[score], &[trace.layers[0].scores[(asks, looked_at)]], 1e-5);
        }
    }
}
