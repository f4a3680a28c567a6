//! One attention head, trained in front of your eyes.
//!
//! A toy head learns two sentences: token and position embeddings, one causal attention head, a
//! skip connection, no MLP. Its forward and backward passes are WGSL compute shaders dispatched
//! through wgpu (WebGPU in the browser, Vulkan or Metal natively), with a twin in plain Rust.
//!
//! ```
//! use attention_lab::task::corpus::Corpus;
//! use attention_lab::engine::Backend;
//! use attention_lab::task::settings::Settings;
//! use attention_lab::train::run::Run;
//! use attention_lab::train::trainer::Trainer;
//!
//! let settings = Settings { epochs: 10, ..Settings::preset("printed")? };
//! # pollster::block_on(async {
//! let mut trainer = Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Cpu, &mut None).await?;
//! trainer.advance(trainer.total_steps()).await?;
//! let second_sentence = trainer.history().epoch(0)[1];
//! assert_eq!(format!("{second_sentence:.4}"), "3.1632"); // the first loss that the notebook prints
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Data goes one way: sentences become a corpus ([`task`]), settings and seed become starting parameters ([`model`]),
//! a trainer ([`train`]) drives an [`engine`], and everything that is shown is read from a trace.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

/// The program's name and version, as the files that it writes say them.
pub const PROGRAM: &str = concat!("attention-lab ", env!("CARGO_PKG_VERSION"));

pub mod check;
pub mod elementary;
pub mod engine;
pub mod explain;
pub mod figure;
pub mod files;
pub mod matrix;
pub mod model;
pub mod numbers;
pub mod show;
pub mod sweep;
#[cfg(all(target_arch = "wasm32", feature = "taken"))]
pub mod taken;
pub mod task;
pub mod train;
#[cfg(all(target_arch = "wasm32", not(any(feature = "taken", feature = "cells"))))]
pub mod web;
#[cfg(all(target_arch = "wasm32", feature = "cells"))]
pub mod workshop;
