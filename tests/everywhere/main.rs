//! The arithmetic, tested by the same bodies natively (`cargo test`, on every GPU device found) and
//! in the browser (`wasm-pack test --headless --chrome`).
//!
//! The chain of trust: finite differences -> f64 model -> f32 CPU -> GPU, and PyTorch beside it.

#[macro_use]
mod common;

#[cfg(not(target_arch = "wasm32"))]
mod cells;
#[cfg(not(target_arch = "wasm32"))]
mod check;
mod corpus;
mod devices;
mod divergence;
mod engines;
mod explain;
mod golden_runs;
mod gradients;
mod init;
mod intervene;
mod lens;
mod links;
mod pictures;
mod shaders;
mod spectrum;
mod study;
mod sweeps;
mod timeline;
mod weights;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
