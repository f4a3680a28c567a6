//! What a command trains: one run, from its options to its end.

use std::ops::ControlFlow;
use std::path::Path;

use attention_lab::engine::Backend;
use attention_lab::files::link::Changes;
use attention_lab::files::saved::{Saved, StartedFrom};
use attention_lab::files::weights::Loaded;
use attention_lab::model::trace::Trace;
use attention_lab::numbers::{all_finite, fixed};
use attention_lab::task::corpus::Corpus;
use attention_lab::train::history;
use attention_lab::train::run::Run;
use attention_lab::train::shadow::{Settled, Shadow};
use attention_lab::train::trainer::Trainer;

use super::arguments::TrainingArguments;
use super::changes;
use super::driver::Driver;
use super::failure::Failure;
use super::interrupt::Stop;
use super::reading;
use super::screen::Screen;
use super::summary;
use super::table::LossTable;

/// A run as it was asked for; all its files are read.
pub struct Asked<'a> {
    /// What is trained.
    pub run: Run,
    /// The files that it reads, and what each is.
    pub inputs: Vec<(&'static str, &'a Path)>,
    backend: Backend,
    log_every: usize,
    /// The step that its text names, if it names one.
    step: Option<u64>,
    /// What its text changes of the looks, of its own sentences.
    changes: Changes,
    start: Option<(&'a Path, Loaded)>,
    /// Whether it is compared with itself in f64.
    settled: bool,
}

impl<'a> Asked<'a> {
    /// Reads options and files.
    pub fn of(arguments: &'a TrainingArguments) -> Result<Self, Failure> {
        let settings = arguments.run.settings()?;
        let backend = arguments.backend()?;
        let log_every = arguments.log_every()?.unwrap_or_else(|| history::log_every(settings.epochs));
        let inputs = arguments.run.inputs()?;
        let (run, loaded) = arguments.run.open()?;
        let start = arguments.run.weights.as_deref().zip(loaded);
        let link = arguments.run.link()?;
        let changes = if arguments.run.corpus.is_none() { link.changes } else { Changes::default() };
        Ok(Self { run, inputs, backend, log_every, step: link.step, changes, start, settled: false })
    }

    /// Only up to the step that its text names; without one, to its end.
    pub fn up_to_its_step(self) -> Self {
        let step = self.step.filter(|&step| step < self.run.steps());
        Self { step, ..self }
    }

    /// The whole run, whatever step its text names.
    pub fn whole(self) -> Self {
        Self { step: None, ..self }
    }

    /// If `wanted`, compared with itself in f64, which knows only the shaders as they are shipped.
    pub fn beside_its_shadow(self, wanted: bool) -> Result<Self, Failure> {
        if wanted && self.run.sources.are_edited() {
            return Err(Failure::BadInput(
                "--settled compares a run with itself in f64, which knows only the shaders as they are shipped: leave it \
                 out, or take the edits back"
                    .into(),
            ));
        }
        Ok(Self { settled: wanted, ..self })
    }

    /// Trains it, and tells the person how it goes; `announcement` is what else is to be known before.
    pub fn train(self, screen: &mut Screen, announcement: Option<String>) -> Result<Saved, Failure> {
        let Self { run, backend, log_every, step, changes, start, settled, .. } = self;
        let (architecture, epochs) = (run.architecture(), run.settings.epochs);
        let stop = Stop::listen();
        let mut slot = None;
        let trainer = pollster::block_on(Trainer::open(run, backend, &mut slot))?;
        screen.say(&trainer.device_sentence());
        screen.say(&format!("\n{}\n", summary::model(&architecture)));
        screen.say(&summary::training(&trainer, start.as_ref().map(|(file, _)| *file)));
        if let Some((_, loaded)) = &start {
            screen.say(&summary::weights(loaded));
        }
        if let Some(note) = reading::note(trainer.corpus()) {
            screen.say(&note);
        }
        if let Some(note) = announcement {
            screen.say(&note);
        }

        let table = LossTable::new(trainer.corpus());
        screen.say(&format!("\n{}", table.head()));
        screen.begin(epochs);
        let end = step.unwrap_or(trainer.total_steps());
        let say = |text: &str| screen.say(text);
        let mut run = Driver::new(trainer, backend, slot, &say);
        let mut logged = 0;
        let trained = pollster::block_on(run.train(end, |trainer| {
            for (epoch, losses) in trainer.history().logged(log_every).skip(logged) {
                screen.say(&table.row(&epoch.to_string(), losses));
                logged += 1;
            }
            screen.move_to(trainer.history().epochs());
            if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }));
        screen.end();
        trained?;
        if run.trainer.step() < end {
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
        let settled = if settled { Some(settle(&trainer, &traces, screen, &stop)?) } else { None };
        if let Some(settled) = &settled {
            screen.say(&settled.to_string());
        }
        for line in changes::told(&trainer, &changes) {
            screen.say(&line);
        }
        let started_from = start
            .map(|(file, loaded)| StartedFrom { file: file.display().to_string(), origin: loaded.origin });
        Ok(Saved { started_from, divergence, settled, ..Saved::of(&trainer, traces, log_every) })
    }
}

/// Trains a run that is at its end once more, in f64, and compares the two.
fn settle(
    trainer: &Trainer,
    traces: &[Trace<f32>],
    screen: &mut Screen,
    stop: &Stop,
) -> Result<Settled, Failure> {
    let sentences = trainer.corpus().sentences().len() as u64;
    let mut shadow = Shadow::new(trainer.run().clone(), trainer.learning_rates());
    screen.say("\nThe same run in f64:");
    screen.begin(trainer.settings().epochs);
    while shadow.step() < trainer.step() {
        if stop.is_wanted() {
            screen.end();
            return Err(stopped(trainer));
        }
        shadow.advance(sentences.min(trainer.step() - shadow.step()));
        screen.move_to((shadow.step() / sentences) as usize);
    }
    screen.end();
    Ok(shadow.settled(trainer.history().losses(), traces))
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
