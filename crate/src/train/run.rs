//! A run as a value: what is learned, how, from what, and by which shaders.

use std::sync::Arc;

use thiserror::Error;

use crate::engine::gpu::sources::{NoSuchPart, Sources};
use crate::model::architecture::Architecture;
use crate::model::init::starting_parameters;
use crate::model::trace::Trace;
use crate::task::corpus::{Corpus, CorpusError, Sentence};
use crate::task::settings::{Settings, SettingsError};

/// All that a run is made of. Whoever trains takes one; where it stands is a number of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The sentences and their vocabulary.
    pub corpus: Corpus,
    /// Every knob.
    pub settings: Settings,
    /// What it starts from.
    pub start: Start,
    /// The shaders, as they are shipped or edited. The CPU engine knows only those that are shipped.
    pub sources: Sources,
}

/// The weights that a run starts from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Start {
    /// Those that the settings' seed gives.
    #[default]
    Drawn,
    /// These, one flat vector.
    Weights(Arc<[f32]>),
}

/// What of a run cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
#[allow(missing_docs, reason = "each says what it is in its own words")]
pub enum UnreadableRun {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    #[error(transparent)]
    Part(#[from] NoSuchPart),
}

impl Run {
    /// The run of these settings, from drawn weights, by the shaders as they are shipped.
    pub fn new(settings: Settings, corpus: Corpus) -> Self {
        Self { corpus, settings, start: Start::default(), sources: Sources::default() }
    }

    /// The same from texts: settings, sentences, and the names of edited shaders, each with its text behind it.
    ///
    /// # Errors
    /// One of them is none.
    pub fn read(settings: &str, words: &str, edits: Vec<String>) -> Result<Self, UnreadableRun> {
        let sources = Sources::with(edits)?;
        Ok(Self { sources, ..Self::new(settings.parse()?, Corpus::parse(words)?) })
    }

    /// The forward pass of every sentence, of their numbers one behind the other, see [`Trace::numbers`]; `None` if they are
    /// those of another model.
    pub fn read_traces(&self, mut numbers: &[f32]) -> Option<Vec<Trace<f32>>> {
        let architecture = self.architecture();
        let read = |sentence: &Sentence| Trace::read(&architecture, sentence.len(), &mut numbers);
        self.corpus.sentences().iter().map(read).collect()
    }

    /// The sizes and switches of its model.
    pub fn architecture(&self) -> Architecture {
        Architecture::new(&self.settings, &self.corpus)
    }

    /// Its Adam steps: one for each sentence in each epoch.
    pub fn steps(&self) -> u64 {
        self.settings.steps(self.corpus.sentences().len())
    }

    /// The weights that it starts from, one flat vector.
    pub fn starting_parameters(&self) -> Vec<f32> {
        match &self.start {
            Start::Drawn => starting_parameters(&self.architecture(), &self.settings),
            Start::Weights(weights) => weights.to_vec(),
        }
    }
}
