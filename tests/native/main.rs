//! The native program, run as a person or another program runs it.
#![cfg(not(target_arch = "wasm32"))]

mod bad_input;
mod corpus_facts;
mod damaged_files;
mod devices;
mod export;
mod files;
mod json;
mod printed_run;
mod program;
mod random;
mod run_text;
mod screen;
mod shaders;
mod shaders_random;
mod shadow;
mod shelf;
mod sweep;
mod sweep_bad_input;
mod sweep_devices;
mod sweep_parquet;
mod sweep_pieces;
mod sweep_saved_again;
mod sweep_words;
mod texts;
mod torch;
