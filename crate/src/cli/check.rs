//! The command that checks edited shaders.

use std::io::Write;
use std::path::PathBuf;

use attention_lab::PROGRAM;
use attention_lab::check::{Change, Check, Slope};
use attention_lab::engine::Task;
use attention_lab::engine::cells::Native;
use attention_lab::files::report::{self, Number};
use attention_lab::files::settings_json::WrittenSettings;
use attention_lab::model::adam::Adam;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::TrainerError;
use clap::Args;
use serde::Serialize;

use super::failure::Failure;
use super::output::{Batch, Target};
use super::overwrite::{Overwrite, begins_as};
use super::run_arguments::RunArguments;
use super::screen::Screen;
use super::summary::count;

/// The options of `check`.
#[derive(Debug, Default, Args)]
#[command(allow_negative_numbers = true)]
pub struct CheckArguments {
    #[command(flatten)]
    run: RunArguments,
    /// Where everything goes as JSON; - is standard output, where nothing else then goes
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Replace a file that is there and is not of this program
    #[arg(long)]
    force: bool,
}

/// Checks the shaders of a run at its start. What is off is a failure.
pub fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let overwrite = Overwrite { inputs: arguments.run.inputs()?, force: arguments.force };
    let (run, loaded) = arguments.run.open()?;
    let json = arguments.json.as_deref().map(Target::open).transpose()?;
    if let (Some(Target::File(_)), Some(typed)) = (&json, &arguments.json) {
        overwrite.spare_inputs(typed)?;
        overwrite.spare_others(typed, begins_as(typed, report::is_ours))?;
    }
    let start = run.starting_parameters();
    let task = Task {
        architecture: run.architecture(),
        corpus: &run.corpus,
        adam: Adam::of(&run.settings),
        start: &start,
        steps: run.steps(),
        sources: &run.sources,
    };
    let found = Check::run(&Native::default(), &task).map_err(TrainerError::from)?;

    let screen = Screen::new(matches!(json, Some(Target::StandardOutput)));
    screen.say(&summary(&run, &found));
    if let Some(target) = &json {
        let report = Report::new(&run, loaded.is_none(), &found);
        let write = |file: &mut dyn Write| {
            serde_json::to_writer(&mut *file, &report)?;
            writeln!(file)
        };
        if let Target::File(path) = target {
            let mut batch = Batch::default();
            batch.add(path.clone(), write)?;
            batch.commit()?;
        }
        target.stream(write)?;
    }
    verdict(&found)
}

/// What was found, as tables and sentences.
fn summary(run: &Run, found: &Check) -> String {
    let sentences = run.corpus.sentences().len();
    let mut text = format!(
        "Checked in f64 at the starting weights{}: {}.\n\n",
        run.sources.words(),
        if found.sentences.len() == sentences {
            count(sentences, "sentence")
        } else {
            format!("{} of {}", found.sentences.len(), count(sentences, "sentence"))
        }
    );
    text += &line("gradient of", "differs by", "of at most", "");
    for slope in &found.slopes {
        let verdict = if slope.is_ok() { "ok" } else { "off" };
        text += &line(&slope.tensor.name(), &short(slope.difference), &short(slope.largest), verdict);
    }
    text += if found.order.is_empty() { "\nNo number depends on the order of the lanes.\n" } else { "" };
    let changed: Vec<&Change> = found.changes.iter().filter(|change| change.difference != 0.0).collect();
    if !found.changes.is_empty() && changed.is_empty() {
        text += "\nThe forward pass gives the numbers that it was shipped with.\n";
    }
    if !changed.is_empty() {
        text += &format!("\n{}", line("forward", "differs by", "of at most", ""));
        for change in changed {
            text += &line(&change.name(), &short(change.difference), &short(change.largest), "");
        }
    }
    text.trim_end().to_owned()
}

fn line(name: &str, difference: &str, largest: &str, verdict: &str) -> String {
    let text = format!("{name:<18}   {difference:>10}   {largest:>10}   {verdict}");
    format!("{}\n", text.trim_end())
}

fn short(number: f64) -> String {
    if number == 0.0 { "0".into() } else { format!("{number:.1e}") }
}

/// What is off, in one sentence.
fn verdict(found: &Check) -> Result<(), Failure> {
    let off: Vec<_> = found.slopes.iter().filter(|slope| !slope.is_ok()).collect();
    let mut sentences = Vec::new();
    if !off.is_empty() {
        let names: Vec<_> = off.iter().map(|slope| slope.tensor.name().into_owned()).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        sentences.push(format!(
            "the backward is not the slope of the forward: {} {verb} off",
            attention_lab::numbers::listed(&names)
        ));
    }
    if !found.order.is_empty() {
        let parts: Vec<_> = found.order.iter().map(|part| format!("`{part}`")).collect();
        sentences.push(format!(
            "the numbers of {} depend on the order in which lanes compute: an output must not read another one of its pass",
            attention_lab::numbers::listed(&parts)
        ));
    }
    if sentences.is_empty() { Ok(()) } else { Err(Failure::BadInput(sentences.join("; "))) }
}

/// What another program reads.
#[derive(Serialize)]
struct Report<'a> {
    // The first field tells files of this program from others: see `overwrite`.
    program: &'static str,
    edited: Vec<&'static str>,
    settings: WrittenSettings,
    sentences: &'a [usize],
    ok: bool,
    gradients: Vec<Gradient>,
    order: &'a [String],
    forward: Vec<Matrix>,
}

#[derive(Serialize)]
struct Gradient {
    tensor: String,
    difference: Number<f64>,
    largest: Number<f64>,
    /// Where the difference is largest: row, column.
    at: [usize; 2],
    ok: bool,
}

#[derive(Serialize)]
struct Matrix {
    matrix: String,
    difference: Number<f64>,
    largest: Number<f64>,
}

impl<'a> Report<'a> {
    fn new(run: &Run, drawn: bool, found: &'a Check) -> Self {
        let gradient = |slope: &Slope| Gradient {
            tensor: slope.tensor.name().into_owned(),
            difference: Number(slope.difference),
            largest: Number(slope.largest),
            at: slope.at,
            ok: slope.is_ok(),
        };
        let matrix = |change: &Change| Matrix {
            matrix: change.name(),
            difference: Number(change.difference),
            largest: Number(change.largest),
        };
        Self {
            program: PROGRAM,
            edited: run.sources.edited().map(|(part, _)| part).collect(),
            settings: WrittenSettings::new(&run.settings, drawn),
            sentences: &found.sentences,
            ok: found.is_good(),
            gradients: found.slopes.iter().map(gradient).collect(),
            order: &found.order,
            forward: found.changes.iter().map(matrix).collect(),
        }
    }
}
