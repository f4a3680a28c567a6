//! The command itself, from the first check to the last file.

use std::ops::ControlFlow;
use std::path::Path;

use attention_lab::files::link::Changes;
use attention_lab::model::architecture::Architecture;
use attention_lab::numbers::{all_finite, fixed};
use attention_lab::task::corpus::Corpus;
use attention_lab::train::history;
use attention_lab::train::run::{self, Run};
use attention_lab::train::trainer::Trainer;

use super::arguments::TrainArguments;
use super::changes;
use super::driver::Driver;
use super::failure::Failure;
use super::input;
use super::interrupt::Stop;
use super::outcome::{Outcome, Start};
use super::overwrite::Overwrite;
use super::places::Places;
use super::reading;
use super::screen::Screen;
use super::summary;
use super::table::LossTable;

/// Trains one head as the person has asked. Everything that can be wrong is looked at before the
/// training, so that none is lost.
pub fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    let settings = arguments.settings()?;
    let backend = arguments.backend()?;
    let log_every = arguments.log_every()?.unwrap_or_else(|| history::log_every(settings.epochs));
    let inputs = inputs(arguments)?;
    let link = arguments.link()?;
    // Its changes are of its own sentences.
    let changes = if arguments.corpus.is_none() { link.changes } else { Changes::default() };
    let corpus = arguments.corpus.as_deref().map_or(Ok(link.run.corpus), input::corpus)?;
    let architecture = Architecture::new(&settings, &corpus);
    let loaded =
        arguments.weights.as_deref().map(|path| input::weights(path, &settings, &corpus)).transpose()?;
    let overwrite = Overwrite { inputs, force: arguments.force };
    let mut places = Places::open(arguments, corpus.sentences().len(), &overwrite)?;

    let mut screen = Screen::new(places.take_standard_output());
    let stop = Stop::listen();
    let mut slot = None;
    let mut run = Run::new(settings, corpus);
    if let Some(loaded) = &loaded {
        run.start = run::Start::Weights(loaded.parameters.as_slice().into());
    }
    let trainer = pollster::block_on(Trainer::open(run, backend, &mut slot))?;
    let start = arguments.weights.as_deref().zip(loaded.as_ref());
    let start = start.map(|(file, loaded)| Start { file, origin: loaded.origin.as_ref() });
    screen.say(&trainer.device_sentence());
    screen.say(&format!("\n{}\n", summary::model(&architecture)));
    screen.say(&summary::training(&trainer, start));
    if let Some(loaded) = &loaded {
        screen.say(&summary::weights(loaded));
    }

    if let Some(note) = reading::note(trainer.corpus()) {
        screen.say(&note);
    }
    if let Some(note) = places.announcement() {
        screen.say(&note);
    }

    let table = LossTable::new(trainer.corpus());
    screen.say(&format!("\n{}", table.head()));
    screen.begin(settings.epochs);
    let say = |text: &str| screen.say(text);
    let mut run = Driver::new(trainer, backend, slot, &say);
    let mut logged = 0;
    let trained = pollster::block_on(run.train(|trainer| {
        for (epoch, losses) in trainer.history().logged(log_every).skip(logged) {
            screen.say(&table.row(&epoch.to_string(), losses));
            logged += 1;
        }
        screen.move_to(trainer.history().epochs());
        if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }));
    screen.end();
    trained?;
    if run.trainer.step() < run.trainer.total_steps() {
        return Err(stopped(&run.trainer));
    }

    let traces = pollster::block_on(run.traces())?;
    let losses: Vec<f32> = traces.iter().map(|trace| trace.loss).collect();
    let is_good = all_finite(&losses) && all_finite(&run.trainer.state().parameters);
    let divergence = if is_good { None } else { pollster::block_on(run.divergence())? };
    let trainer = run.trainer;
    screen.say(&table.row("final", &losses));
    screen.say(&match &divergence {
        Some(divergence) => format!("\n{divergence}"),
        None => format!("\n{}", verdict(trainer.corpus(), &losses)),
    });
    for line in changes::told(&trainer, &changes) {
        screen.say(&line);
    }
    let outcome = Outcome { trainer: &trainer, log_every, start, divergence };
    match outcome.run_text() {
        Some(text) if text.is_empty() => screen.say("Its text for --run is empty: it is the notebook's run."),
        Some(text) => screen.say(&format!("Its text for --run, and behind # for the page: {text}")),
        None => {}
    }
    let written = places.write(&outcome, &traces)?;
    if !written.is_empty() {
        screen.say(&written);
    }
    Ok(())
}

/// The files that are read, and what each is.
fn inputs(arguments: &TrainArguments) -> Result<Vec<(&'static str, &Path)>, Failure> {
    let inputs = [("corpus", &arguments.corpus), ("weights file", &arguments.weights)];
    let inputs = inputs.into_iter().filter_map(|(what, path)| Some((what, path.as_deref()?)));
    let (piped, files): (Vec<_>, Vec<_>) = inputs.partition(|(_, path)| *path == Path::new("-"));
    match piped.len() {
        0 | 1 => Ok(files),
        _ => Err(Failure::bad_input(
            "corpus and weights cannot both come from standard input: name a file for one of them",
        )),
    }
}

/// What is kept of a run that was stopped: nothing but the way to have it again.
fn stopped(trainer: &Trainer) -> Failure {
    let epochs = trainer.history().epochs();
    Failure::Stopped(format!(
        "stopped after epoch {epochs} of {}, and nothing was written or replaced: --epochs {epochs} trains the same run \
         up to here and writes it",
        trainer.settings().epochs
    ))
}

/// What the final losses mean.
fn verdict(corpus: &Corpus, losses: &[f32]) -> String {
    let mean = losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / losses.len() as f64;
    let floor = corpus.loss_floor();
    let [mean, floor] = [mean, floor].map(|loss| fixed(loss, 4));
    format!("The mean loss is {mean}; no model can come below {floor} on these sentences.")
}
