//! The GPU engine: the passes in `shaders/`, dispatched through wgpu.
//!
//! - `device.rs` finds a device.
//! - `failure.rs` keeps what goes wrong with it, and lets nobody wait for a device that failed.
//! - `sources.rs` has the parts in `shaders/`, as they are shipped or edited.
//! - `shader.rs` puts an entry point's source together from the parts in `shaders/`.
//! - `spread.rs` spreads the outputs of each pass over the lanes of a workgroup.
//! - `moments.rs` says where Adam's moments are while a dispatch trains.
//! - `memory.rs` says what a model needs on a device and refuses what does not fit.
//! - `resources.rs` holds the buffers of one model.
//! - `transfer.rs` lays out a mask and reads a trace as the shaders have them.
//! - `compiled.rs` compiles shaders and says what is wrong with one; `pipelines.rs` keeps those that are good.
//! - `costs.rs` learns what an answer and a step take.
//! - `slices.rs` says how many steps a dispatch may take.
//! - `engine.rs` uploads, dispatches and reads back.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod bindings_test;
mod compiled;
mod costs;
mod device;
mod engine;
mod failure;
pub mod memory;
mod moments;
mod pipelines;
pub(in crate::engine) mod resources;
pub mod shader;
mod slices;
pub mod sources;
pub mod spread;
pub(in crate::engine) mod transfer;

pub use compiled::SourceError;
pub(in crate::engine) use costs::Costs;
pub use device::{Device, KeptDevice};
pub use engine::GpuEngine;
