//! Many runs over seeds, head sizes and toggles, and what is worth keeping of each.
//!
//! A [`Plan`] says which runs there are, in a fixed order; [`run`] trains one of them on the CPU
//! engine and gives its [`Row`], a [`GpuSweep`] trains many together on a GPU. Runs know nothing of
//! each other, so a plan may be cut anywhere.
//!
//! ```
//! use attention_lab::task::corpus::Corpus;
//! use attention_lab::task::settings::Settings;
//! use attention_lab::sweep::{Place, Plan, run};
//!
//! let others = Settings { epochs: 10, ..Settings::default() };
//! let plan = Plan { head_sizes: vec![10, 20], ..Plan::of_seeds(1..=3, others) };
//! let corpus = Corpus::notebook();
//! plan.check(&corpus, Place::BeforeLastWord)?;
//! let rows: Vec<_> = plan.runs().map(|settings| run(&settings, &corpus, Place::BeforeLastWord)).collect();
//! assert_eq!(rows.len(), 6);
//! assert_eq!(rows[3].settings.head_size, 20);
//! # Ok::<(), attention_lab::sweep::SweepError>(())
//! ```

mod cpu;
mod gpu;
mod plan;
mod possible;
mod row;
pub mod study;

pub use cpu::run;
pub use gpu::GpuSweep;
pub use plan::{MAX_RUNS, Plan, SweepError};
pub use possible::{Possible, Torn};
pub use row::{Outcome, Place, Row};
