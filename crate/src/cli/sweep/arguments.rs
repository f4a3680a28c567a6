//! The options of `sweep`.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use attention_lab::engine::Backend;
use attention_lab::sweep::{Place, Plan};
use attention_lab::task::corpus::START;
use attention_lab::task::settings::{Settings, seed_of_pytorch};
use clap::Args;

use super::piece::{self, Piece};
use crate::cli::arguments::backend;
use crate::cli::failure::Failure;
use crate::cli::run_arguments::about;

/// The options, as they were typed.
#[derive(Debug, Default, Args)]
#[command(allow_negative_numbers = true)]
pub struct SweepArguments {
    /// The first and the last seed, both included: 1..20 are twenty seeds
    #[arg(long, value_name = "A..B", allow_hyphen_values = true)]
    seeds: Option<String>,
    /// Head sizes with commas between, as in 10,20,40 [default: the notebook's 20]
    #[arg(long, value_name = "H,H,...", allow_hyphen_values = true)]
    head_sizes: Option<String>,
    /// Leave the position embedding out
    #[arg(long)]
    no_position: bool,
    /// Run everything with and without the position embedding
    #[arg(long)]
    both_positions: bool,
    /// Leave the skip connection out
    #[arg(long)]
    no_skip: bool,
    /// Run everything with and without the skip connection
    #[arg(long)]
    both_skips: bool,
    #[arg(long, value_name = "N", help = about("epochs"))]
    epochs: Option<String>,
    #[arg(long, value_name = "X", help = about("learning-rate"))]
    learning_rate: Option<String>,
    #[arg(long, value_name = "N", help = about("draw"))]
    draw: Option<String>,
    /// A text file, a sentence a line; "vocabulary: the man ..." fixes the ids [default: the notebook's]
    #[arg(long, value_name = "FILE")]
    pub corpus: Option<PathBuf>,
    /// gpu: any Vulkan or Metal device, many runs in each dispatch; cpu: all cores; auto: a hardware GPU
    /// that fits, else the CPU [default: auto]
    #[arg(long, value_name = "auto|gpu|cpu")]
    backend: Option<String>,
    /// The place to look at, <ST> being 0 [default: in each sentence the one before the last word]
    #[arg(long, value_name = "N")]
    place: Option<String>,
    /// Run only the I-th of N pieces, as in 3/8, into a file named after it (rows-3-of-8.csv for rows.csv);
    /// the files put one behind the other are the whole
    #[arg(long, value_name = "I/N")]
    shard: Option<String>,
    /// The file of the rows, .csv, .jsonl or .parquet; what a sweep that was interrupted has left there is kept
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl SweepArguments {
    /// Which runs there are.
    pub fn plan(&self) -> Result<Plan, Failure> {
        let Some(typed) = &self.seeds else {
            return Err(Failure::bad_input(
                "the sweep has no seeds: give the first and the last, as in --seeds 1..20",
            ));
        };
        let seeds = seeds(typed)?;
        let mut others = Settings::default();
        let typed = [
            ("epochs", self.epochs.as_deref()),
            ("learning-rate", self.learning_rate.as_deref()),
            ("draw", self.draw.as_deref()),
        ];
        for (key, value) in typed {
            if let Some(value) = value {
                others.set(key, value).map_err(Failure::bad_input)?;
            }
        }
        Ok(Plan {
            head_sizes: self.head_sizes(&others)?,
            positions: toggle(
                ("--no-position", self.no_position),
                ("--both-positions", self.both_positions),
            )?,
            skips: toggle(("--no-skip", self.no_skip), ("--both-skips", self.both_skips))?,
            ..Plan::of_seeds(seeds, others)
        })
    }

    fn head_sizes(&self, others: &Settings) -> Result<Vec<u32>, Failure> {
        let Some(typed) = &self.head_sizes else { return Ok(vec![others.head_size]) };
        refuse_an_option("--head-sizes", typed)?;
        let head_size = |value: &str| {
            let mut settings = *others;
            settings.set("head-size", value.trim()).map(|()| settings.head_size)
        };
        typed.split([',', ';']).map(head_size).collect::<Result<_, _>>().map_err(|_| {
            Failure::BadInput(format!(
                "head-sizes is '{typed}': give whole numbers from 1 to 128 with commas between, \
                 as in 10,20,40"
            ))
        })
    }

    /// Who shall compute.
    pub fn backend(&self) -> Result<Backend, Failure> {
        match (backend(self.backend.as_deref()), &self.backend) {
            (Ok(Backend::Cells), _) => Err(Failure::bad_input(
                "a sweep knows only the shaders as they are shipped: choose the backend auto, gpu or cpu",
            )),
            (Err(_), Some(typed)) => Err(Failure::BadInput(format!(
                "there is no backend '{typed}' for a sweep: choose auto, gpu or cpu"
            ))),
            (other, _) => other,
        }
    }

    /// The place to look at.
    pub fn place(&self) -> Result<Place, Failure> {
        let Some(typed) = &self.place else { return Ok(Place::default()) };
        typed.parse().map(Place::At).map_err(|_| {
            Failure::BadInput(format!("place is '{typed}': give a whole number, {} being 0", START))
        })
    }

    /// Which piece of how many, if not the whole.
    pub fn shard(&self) -> Result<Option<Piece>, Failure> {
        self.shard.as_deref().map(Piece::parse).transpose()
    }

    /// Where the rows of this piece, or of the whole, go.
    pub fn out(&self, shard: Option<Piece>) -> Result<PathBuf, Failure> {
        let missing =
            || Failure::bad_input("the sweep has no file for its rows: give one, as in --out sweep.csv");
        piece::file(self.out.as_deref().ok_or_else(missing)?, shard)
    }
}

/// The first and the last seed.
fn seeds(typed: &str) -> Result<RangeInclusive<u64>, Failure> {
    refuse_an_option("--seeds", typed)?;
    let numbers = typed.split_once("..").and_then(|(first, last)| {
        // A text may have the minus sign of print.
        let number = |text: &str| text.replace('\u{2212}', "-").parse::<i128>().ok();
        let (first, last) = (number(first)?, number(last)?);
        (first <= last).then_some((first, last))
    });
    let bad = |what: &str| Err(Failure::BadInput(format!("seeds is '{typed}': give {what}")));
    let seeds = numbers.and_then(|(first, last)| Some(first.try_into().ok()?..=last.try_into().ok()?));
    let negative = numbers.and_then(|(first, last)| Some((i64::try_from(first).ok()?, last)));
    match (seeds, negative) {
        (Some(seeds), _) => Ok(seeds),
        (None, Some((first, last))) if first < 0 => {
            // Counted on from here, the low bits of 2^32 are those of 0.
            let low = i128::from(seed_of_pytorch(first));
            let high = low + (last - i128::from(first));
            bad(&format!(
                "{low}..{high}, which start as {first} to {last} do in PyTorch (to a negative seed it adds 2^64, and \
                 only the low 32 bits count)"
            ))
        }
        _ => bad("the first and the last as whole numbers, as in 1..20, the first not above the last"),
    }
}

/// An option that stands where a value should: values may begin with a minus sign.
fn refuse_an_option(option: &str, typed: &str) -> Result<(), Failure> {
    if typed.starts_with("--") {
        return Err(Failure::BadInput(format!(
            "the option '{option}' has no value: write it behind the option"
        )));
    }
    Ok(())
}

/// On; off if it is left out; or both.
fn toggle((no, left_out): (&str, bool), (both, is_both): (&str, bool)) -> Result<Vec<bool>, Failure> {
    match (left_out, is_both) {
        (true, true) => Err(Failure::BadInput(format!("{no} and {both} exclude each other: keep one"))),
        (true, false) => Ok(vec![false]),
        (false, true) => Ok(vec![true, false]),
        (false, false) => Ok(vec![true]),
    }
}
