//! A run with what it has come to: all that a file may say of it.

use std::fmt;

use super::link::Link;
use super::weights::Origin;
use crate::engine::Adapter;
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;
use crate::train::course::Course;
use crate::train::divergence::Divergence;
use crate::train::history::{self, History};
use crate::train::run::{Run, Start};
use crate::train::shadow::Settled;
use crate::train::trainer::Trainer;

/// A run at one of its steps.
#[derive(Clone, Debug)]
pub struct Saved {
    /// What it is.
    pub run: Run,
    /// The weights file that it started from; `None` where the seed gave the start.
    pub started_from: Option<StartedFrom>,
    /// The Adam steps taken.
    pub step: u64,
    /// The weights at this step, one flat vector.
    pub parameters: Vec<f32>,
    /// The losses up to this step.
    pub history: History,
    /// Every how many epochs the losses are logged.
    pub log_every: usize,
    /// The learning rates: the first step of each, and the rate.
    pub learning_rates: Vec<(u64, f64)>,
    /// Who computed it.
    pub adapter: Adapter,
    /// Where it overflowed, if it did.
    pub divergence: Option<Divergence>,
    /// How many of its decimals every device shows, if that was asked for.
    pub settled: Option<Settled>,
    /// The forward pass of every sentence at these weights.
    pub traces: Vec<Trace<f32>>,
}

/// A file with starting weights.
#[derive(Clone, Debug, PartialEq)]
pub struct StartedFrom {
    /// Its name.
    pub file: String,
    /// The run that it is from, if it says so.
    pub origin: Option<Origin>,
}

impl Saved {
    /// What a trainer shows. `traces` are those of the weights that it shows.
    pub fn of(trainer: &Trainer, traces: Vec<Trace<f32>>, log_every: usize) -> Self {
        let step = trainer.shown_step();
        let mut history = History::new(trainer.corpus().sentences().len());
        history.extend(trainer.history().losses().iter().copied().take(step as usize));
        Self {
            run: trainer.run().clone(),
            started_from: None,
            step,
            parameters: trainer.state().parameters.clone(),
            history,
            log_every,
            learning_rates: trainer.learning_rates().into_iter().filter(|&(from, _)| from <= step).collect(),
            adapter: trainer.adapter(),
            divergence: None,
            settled: None,
            traces,
        }
    }

    /// What is known of a run that was trained elsewhere: `parameters` are its weights after as many steps as there are
    /// losses, and `traces` the numbers of each sentence at these weights, see [`Trace::numbers`]. `None` if these are not the
    /// numbers of such a model.
    pub fn rebuilt(
        run: Run,
        parameters: Vec<f32>,
        traces: &[f32],
        losses: Vec<f32>,
        learning_rates: Vec<(u64, f64)>,
        adapter: Adapter,
    ) -> Option<Self> {
        let architecture = run.architecture();
        let step = losses.len() as u64;
        if parameters.len() != architecture.len() || step > run.steps() {
            return None;
        }
        let traces = run.read_traces(traces)?;
        let mut history = History::new(run.corpus.sentences().len());
        history.extend(losses);
        let log_every = history::log_every(run.settings.epochs);
        Some(Self {
            started_from: None,
            step,
            parameters,
            history,
            log_every,
            learning_rates,
            adapter,
            divergence: None,
            settled: None,
            traces,
            run,
        })
    }

    /// The sizes and switches of its model.
    pub fn architecture(&self) -> Architecture {
        self.run.architecture()
    }

    /// How it has gone up to its step.
    pub fn course(&self) -> Course<'_> {
        Course {
            settings: &self.run.settings,
            corpus: &self.run.corpus,
            losses: self.history.losses(),
            shown_step: self.step,
            learning_rates: self.learning_rates.clone(),
        }
    }

    /// Its words, its settings, its edited shaders and, before its end, its step as text. Of starting weights nothing
    /// stands there.
    pub fn text(&self) -> String {
        let run = Run { start: Start::Drawn, ..self.run.clone() };
        let step = (self.step < run.steps()).then_some(self.step);
        Link { step, ..run.into() }.to_string()
    }

    /// The text from which the same run can be had again: none where it starts from weights, which the text does not carry.
    pub fn whole_text(&self) -> Option<String> {
        self.started_from.is_none().then(|| self.text())
    }

    /// What its weights file says of it.
    pub fn origin(&self) -> Origin {
        Origin {
            settings: self.run.settings,
            vocabulary: self.run.corpus.vocabulary().to_vec(),
            step: self.step,
            run: Some(self.text()),
            started_from: self.started_from.as_ref().map(|start| start.file.clone()),
        }
    }
}

/// Which run it was, a line or two.
impl fmt::Display for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.run.settings, self.run.sources.words())?;
        match &self.started_from {
            Some(start) => write!(f, "\nstarted from the weights in '{}', not from the seed", start.file),
            None => Ok(()),
        }
    }
}
