//! Many runs, on all cores or on a GPU, a row for each.
//!
//! | module | what lives there |
//! |---|---|
//! | `arguments` | the options |
//! | `layout`, `csv_lines`, `json_lines` | a row as text, and back |
//! | `file` | the file of the rows: what is kept of it, what is appended |
//! | `compute` | who computes, and rows in the order of the plan |
//! | `cores` | the CPU engine on all cores |
//! | `parquet_file` | rows as Parquet, which appears when all are there |
//! | `counts` | what a person is told at the end |

mod arguments;
mod compute;
mod cores;
mod counts;
mod csv_lines;
mod file;
mod json_lines;
mod layout;
mod parquet_file;

use std::time::Duration;

use attention_lab::corpus::Corpus;
use indicatif::{ProgressBar, ProgressStyle};

use super::failure::Failure;
use super::input;
use super::reading;
use super::screen::Screen;
pub use arguments::SweepArguments;
use compute::Computer;
use counts::Counts;
use file::RowFile;
use layout::{Format, Layout};
use parquet_file::Beside;

/// Runs a sweep as the person has asked, or the rest of one that was interrupted.
pub fn sweep(arguments: &SweepArguments) -> Result<(), Failure> {
    let plan = arguments.plan()?;
    let backend = arguments.backend()?;
    let place = arguments.place()?;
    let (shard, shards) = arguments.shard()?;
    let path = arguments.out()?;
    let format = Format::of(path)?;
    let corpus = arguments.corpus.as_deref().map_or_else(|| Ok(Corpus::notebook()), input::corpus)?;
    plan.check(&corpus, place).map_err(Failure::bad_input)?;
    let mut computer = Computer::open(backend, &plan, &corpus, place)?;

    let indices = plan.shard(shard, shards);
    let layout = Layout::new(format, &corpus, place);
    let mut counts = Counts::default();
    let runs = || indices.clone().map_while(|index| plan.run(index));
    let beside = (format == Format::Parquet).then(|| Beside::open(path, &layout)).transpose()?;
    let appended = beside.as_ref().map_or(path, |beside| &beside.partial);
    let has_header = shard == 1 || beside.is_some();
    let opened = RowFile::open(appended, &layout, runs(), has_header, |row| counts.add(row));
    let mut file = match (opened, &beside) {
        (Err(why), Some(beside)) => return Err(beside.leave(why)),
        (opened, _) => opened?,
    };

    let kept = counts.runs();
    let bar = bar(indices.end - indices.start, kept);
    let rest = indices.start + kept..indices.end;
    let done = computer.in_order(rest.clone(), |row| {
        file.append(&layout.text(&row)?)?;
        counts.add(&row);
        bar.inc(1);
        Ok(())
    });
    bar.finish_and_clear();
    done?;
    if let Some(beside) = beside {
        beside.end(file, &layout, &corpus, runs())?;
    }

    let screen = Screen::new(false);
    if let Some(note) = reading::note(&corpus) {
        screen.say(&format!("{note}\n"));
    }
    screen.say(&counts.text(place));
    if !rest.is_empty() {
        screen.say(&format!("\n{}", computer.sentence()));
    }
    let path = path.display();
    screen.say(&match kept {
        0 => format!("\nWritten to {path}."),
        _ => format!("\nWritten to {path}; {kept} of its runs were there already."),
    });
    Ok(())
}

/// Shown on standard error, if that is a terminal.
fn bar(runs: u64, done: u64) -> ProgressBar {
    let bar = ProgressBar::new(runs).with_position(done);
    let style = ProgressStyle::with_template("sweeping {bar:30} run {pos} of {len}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    // What was there already says nothing of the time that is left.
    bar.reset_eta();
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
