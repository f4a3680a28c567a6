//! The run whose losses the notebook prints.

use attention_lab::task::printed::LOSSES as PRINTED;

use crate::program::{Place, numbers};

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
