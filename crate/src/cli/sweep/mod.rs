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
//! | `kept` | how many runs are written, and what Ctrl-C says of them |
//! | `piece` | one piece of many, and the name of its file |
//! | `progress`, `counts` | what a person is told on the way, and at the end |

mod arguments;
mod compute;
mod cores;
mod counts;
mod csv_lines;
mod file;
mod json_lines;
mod kept;
mod layout;
mod parquet_file;
mod piece;
mod progress;

use attention_lab::task::corpus::Corpus;

use super::failure::Failure;
use super::input;
use super::reading;
use super::screen::Screen;
pub use arguments::SweepArguments;
use compute::Computer;
use file::RowFile;
use kept::Kept;
use layout::{Format, Layout};
use parquet_file::Beside;
use progress::Progress;

/// Runs a sweep as the person has asked, or the rest of one that was interrupted.
pub fn sweep(arguments: &SweepArguments) -> Result<(), Failure> {
    let plan = arguments.plan()?;
    let backend = arguments.backend()?;
    let place = arguments.place()?;
    let shard = arguments.shard()?;
    let path = arguments.out(shard)?;
    let format = Format::of(&path)?;
    let corpus = arguments.corpus.as_deref().map_or_else(|| Ok(Corpus::notebook()), input::corpus)?;
    plan.check(&corpus, place).map_err(Failure::bad_input)?;
    let mut computer = Computer::open(backend, &plan, &corpus, place)?;

    let indices = shard.map_or(0..plan.len(), |shard| plan.shard(shard.number, shard.of));
    let layout = Layout::new(format, &corpus, place);
    let runs = || indices.clone().map_while(|index| plan.run(index));
    let beside = (format == Format::Parquet).then(|| Beside::open(&path, &layout)).transpose()?;
    let appended = beside.as_ref().map_or(&path, |beside| &beside.partial);
    let has_header = shard.is_none_or(|shard| shard.number == 1) || beside.is_some();
    let opened = RowFile::open(appended, &layout, runs, has_header);
    let (mut file, mut counts) = match (opened, &beside) {
        (Err(why), Some(beside)) => return Err(beside.leave(why)),
        (opened, _) => opened?,
    };

    let there = counts.runs();
    let all = indices.end - indices.start;
    let rest = indices.start + there..indices.end;
    let mut progress = Progress::begin(all, there);
    let kept = Kept::begin(there, all, appended, progress.bar());
    let done = computer.in_order(rest.clone(), |row| {
        let text = layout.text(&row)?;
        kept.one_more(|| file.append(&text))?;
        counts.add(&row);
        progress.step();
        Ok(())
    });
    progress.end();
    done?;
    // What follows is short, and better done than left.
    let _kept = kept.hold();
    if let Some(beside) = beside {
        beside.end(file, &layout, &corpus, runs())?;
    }

    let screen = Screen::new(false);
    if let Some(note) = reading::note(&corpus) {
        screen.say(&format!("{note}\n"));
    }
    let path = path.display();
    if let (true, Some(shard)) = (indices.is_empty(), shard) {
        screen.say(&format!(
            "No run falls to piece {} of {}: the whole sweep has {}.\n\n{path} is there without a row, as its part \
             of the whole.",
            shard.number,
            shard.of,
            plan.len()
        ));
        return Ok(());
    }
    screen.say(&counts.text());
    if !rest.is_empty() {
        screen.say(&format!("\n{}", computer.sentence()));
    }
    screen.say(&match there {
        0 => format!("\nWritten to {path}."),
        _ => format!("\nWritten to {path}; {there} of its runs were there already."),
    });
    Ok(())
}
