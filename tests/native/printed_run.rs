//! The run whose losses the notebook prints.

use crate::program::{Place, numbers};

/// The loss of the second sentence every 100 epochs, as the notebook prints it.
const PRINTED: [f64; 50] = [
    3.1632, 3.0198, 2.8617, 2.6861, 2.5046, 2.3337, 2.1789, 2.0397, 1.9144, 1.8008, 1.6969, 1.6009, 1.5115,
    1.4276, 1.3493, 1.2769, 1.2101, 1.1482, 1.0905, 1.0364, 0.9856, 0.9374, 0.8917, 0.8482, 0.8067, 0.7672,
    0.7296, 0.6938, 0.6597, 0.6274, 0.5966, 0.5674, 0.5397, 0.5133, 0.4883, 0.4646, 0.4421, 0.4209, 0.4010,
    0.3824, 0.3651, 0.3491, 0.3342, 0.3205, 0.3080, 0.2964, 0.2857, 0.2759, 0.2669, 0.2586,
];

/// Half of the last printed digit, and a fifth of that for the arithmetic.
const TOLERANCE: f64 = 6e-5;

fn prints_the_losses(backend: &str) {
    let place = Place::new();
    let report = place.json(&["train", "--preset", "printed", "--backend", backend]);
    let losses = report["losses"].as_array().unwrap();
    assert_eq!(losses.len(), PRINTED.len());
    for (index, (logged, printed)) in losses.iter().zip(PRINTED).enumerate() {
        assert_eq!(logged["epoch"], 100 * index);
        let second = numbers(&logged["sentences"])[1];
        assert!((second - printed).abs() <= TOLERANCE, "epoch {}: {second} against {printed}", 100 * index);
    }
    assert!(place.files().is_empty(), "{:?}", place.files());

    // What it learned, at the place of `the`: see who is looked at and what is said.
    let the = |sentence: usize, matrix: &str| numbers(&report["final"][sentence][matrix][3]);
    let near = |found: f64, expected: f64| assert!((found - expected).abs() <= 1e-3, "{found} {expected}");
    near(the(0, "attention")[1], 0.9785);
    near(the(1, "attention")[3], 0.9998);
    near(the(0, "probabilities")[3], 0.867);
    near(the(1, "probabilities")[6], 0.815);
}

#[test]
fn the_cpu_engine_prints_the_notebooks_losses() {
    prints_the_losses("cpu");
}

#[test]
fn the_gpu_prints_the_notebooks_losses() {
    prints_the_losses("gpu");
}
