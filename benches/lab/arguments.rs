//! What can be chosen: `cargo bench -- --only growth`.

use std::path::PathBuf;

use attention_lab::engine::gpu::Device;
use clap::{Parser, ValueEnum};

use crate::beside::Beside;
use crate::runner;

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Part {
    Engines,
    Growth,
    Sweep,
}

/// Measures how fast everything is, and leaves tables and plots.
#[derive(Parser)]
pub struct Arguments {
    /// The parts to run
    #[arg(long, value_delimiter = ',', default_value = "engines,growth,sweep")]
    pub only: Vec<Part>,
    /// The folder for tables and plots
    #[arg(long, default_value = "target/bench")]
    pub out: PathBuf,
    /// The name of the engines' table and plot
    #[arg(long, default_value = "engines")]
    pub name: String,
    /// How often everything is timed, after a first time that does not count
    #[arg(long)]
    pub rounds: Option<usize>,
    /// Goes through everything in seconds, to see whether it works; the numbers mean nothing
    #[arg(long)]
    pub quick: bool,
    /// A program that does the same run and is timed in turn with the engines: a JSON list of its name in the table,
    /// the program and its arguments. How it is talked to stands in benches/lab/beside.rs.
    #[arg(long)]
    pub beside: Vec<Beside>,
    /// The names in the table to which the ratios are; without one, the first
    #[arg(long)]
    pub against: Vec<String>,
    /// No GPU: a software one takes most of the time
    #[arg(long)]
    pub no_devices: bool,
    /// Is itself such a program, for one engine: plain or cpu
    #[arg(long, value_name = "ENGINE")]
    pub serve: Option<String>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    pub fn read() -> Self {
        Self::parse()
    }

    /// The GPUs to measure.
    pub fn devices(&self) -> Vec<Device> {
        if self.no_devices { Vec::new() } else { runner::devices() }
    }

    /// The number of rounds, where this many are enough for a steady median.
    pub fn rounds(&self, enough: usize) -> usize {
        self.rounds.unwrap_or(if self.quick { 1 } else { enough }).max(1)
    }
}
