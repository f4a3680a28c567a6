//! The cells engine: the shaders of `shaders/`, shipped or edited, as WebAssembly.
//!
//! A shader is put together for one lane and translated by `attention-lab-cells`; the module that comes out computes what
//! a GPU would, in f32 or, for checks, in f64. It runs wherever WebAssembly does, and a mistake in it costs nothing.
//!
//! - `host.rs` says what is needed of whoever translates and runs modules; `native.rs` has it for the native program, and
//!   `browser.rs` for a worker of the page.
//! - `blame.rs` finds the part that is to blame for what a translator or a module complains of.
//! - `kernel.rs` is one entry of the shaders, ready to be filled, run and read.
//! - `lanes.rs` finds what would be another number on every device.
//! - `passes.rs` takes single sentences forward and backward.
//! - `engine.rs` is the engine, and the steps that are tried before anything else is done with edited shaders.
//! - `elsewhere.rs` asks a worker for what the engine does, where it may not run beside whoever needs it.
//! - `differences.rs` trains by the forward pass alone.

mod blame;
#[cfg(all(target_arch = "wasm32", feature = "cells"))]
mod browser;
mod differences;
#[cfg(target_arch = "wasm32")]
mod elsewhere;
mod engine;
mod host;
mod kernel;
mod lanes;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod passes;

#[cfg(all(target_arch = "wasm32", feature = "cells"))]
pub use browser::Browser;
pub use differences::{Differences, STEP};
#[cfg(target_arch = "wasm32")]
pub use elsewhere::Elsewhere;
pub use engine::CellsEngine;
pub use host::{Host, Instance};
pub use kernel::Setup;
#[cfg(not(target_arch = "wasm32"))]
pub use native::Native;
pub use passes::Passes;
