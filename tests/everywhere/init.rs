//! Starting weights against PyTorch's.

use attention_lab::model::init::starting_parameters;
use attention_lab::model::tensors::Module;

use crate::common::{Golden, assert_close};

everywhere! {
    async fn seed_77_draws_torchs_weights() {
        for golden in Golden::all() {
            let architecture = golden.architecture();
            let drawn = starting_parameters(&architecture, &golden.settings);
            let expected = golden.flat("f32/init");
            for tensor in architecture.tensors().into_iter().filter(|tensor| tensor.in_use) {
                // Uniform draws are the same bits; torch's logarithms and cosines are f32
                // polynomials, up to 1.6e-6 off over a million normal draws.
                let tolerance = match tensor.role.module() {
                    Module::Linear => 0.0,
                    Module::Embedding => 2e-6,
                };
                let what = format!("{} {}", golden.name, tensor.name());
                assert_close(&what, &drawn[tensor.range()], &expected[tensor.range()], tolerance);
            }
        }
    }
}
