//! A run: settings, a corpus, an engine, and what has happened so far.

use thiserror::Error;

use crate::adam::State;
use crate::corpus::Corpus;
use crate::engine::gpu::Device;
use crate::engine::{Adapter, Backend, Engine, EngineError};
use crate::history::History;
use crate::init::starting_parameters;
use crate::lens::Lens;
use crate::model::causal_mask;
use crate::parameters::Architecture;
use crate::settings::Settings;
use crate::trace::Trace;

/// The most steps of a run: their losses are kept.
pub const MAX_STEPS: u64 = 10_000_000;

/// Why a run cannot begin or go on, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum TrainerError {
    #[error(
        "{epochs} epochs of {sentences} sentences are {} steps: keep it to {MAX_STEPS} at most",
        u64::from(*epochs) * *sentences as u64
    )]
    TooManySteps { epochs: u32, sentences: usize },
    #[error("there are {found} starting weights and the model has {expected}: check head size and corpus")]
    WrongWeights { found: usize, expected: usize },
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Trains one head and remembers how it went.
#[derive(Debug)]
pub struct Trainer {
    settings: Settings,
    corpus: Corpus,
    architecture: Architecture,
    engine: Engine,
    reason: Option<String>,
    start: Vec<f32>,
    state: State<f32>,
    history: History,
}

impl Trainer {
    /// A run at its start, with the weights that the settings' seed gives. `device` is the GPU of
    /// an earlier run, or is filled for the next.
    ///
    /// # Errors
    /// The run would be too long, or `backend` asks for a GPU that cannot do it.
    pub async fn open(
        settings: Settings,
        corpus: Corpus,
        backend: Backend,
        device: &mut Option<Device>,
    ) -> Result<Self, TrainerError> {
        let sentences = corpus.sentences().len();
        if settings.steps(sentences) > MAX_STEPS {
            return Err(TrainerError::TooManySteps { epochs: settings.epochs, sentences });
        }
        let architecture = Architecture::new(&settings, &corpus);
        let start = starting_parameters(&architecture, &settings);
        let choice = Engine::open(backend, device, architecture, &corpus, settings.adam()).await?;
        Ok(Self {
            settings,
            architecture,
            engine: choice.engine,
            reason: choice.reason,
            state: State::new(start.clone()),
            start,
            history: History::new(sentences),
            corpus,
        })
    }

    /// Replaces the starting weights, one flat vector, and rewinds.
    ///
    /// # Errors
    /// There are not as many as the model has.
    pub fn start_from(&mut self, parameters: Vec<f32>) -> Result<(), TrainerError> {
        let (found, expected) = (parameters.len(), self.architecture.len());
        if found != expected {
            return Err(TrainerError::WrongWeights { found, expected });
        }
        self.start = parameters;
        self.rewind();
        Ok(())
    }

    /// Opens another engine in place of the present one; the run goes on where it stands.
    ///
    /// # Errors
    /// `backend` asks for a GPU that cannot do it; the present engine is kept.
    pub async fn change_engine(
        &mut self,
        backend: Backend,
        device: &mut Option<Device>,
    ) -> Result<(), TrainerError> {
        let adam = self.settings.adam();
        let choice = Engine::open(backend, device, self.architecture, &self.corpus, adam).await?;
        self.engine = choice.engine;
        self.reason = choice.reason;
        Ok(())
    }

    /// Goes on after a lost device: on a new one, or on the CPU engine where there is none.
    pub async fn recover(&mut self, device: &mut Option<Device>) {
        if let Err(error) = self.change_engine(Backend::Gpu, device).await {
            self.fall_back(format!("the GPU was lost and did not come back: {error}"));
        }
    }

    /// Goes on with the CPU engine. `reason` says why, as the end of a sentence.
    pub fn fall_back(&mut self, reason: String) {
        self.engine = Engine::cpu(self.architecture, &self.corpus, self.settings.adam());
        self.reason = Some(reason);
    }

    /// Takes up to `steps` steps in one go, and stops at the last of the run.
    ///
    /// # Errors
    /// The device failed; the run stands where it stood.
    pub async fn advance(&mut self, steps: u64) -> Result<(), TrainerError> {
        let steps = steps.min(self.total_steps() - self.state.step);
        let losses = self.engine.train(&mut self.state, steps).await?;
        self.history.extend(losses);
        Ok(())
    }

    /// Takes one step stepwise: the engine gives the gradients, and Adam moves the weights here.
    /// Does nothing at the end of the run.
    ///
    /// # Errors
    /// The device failed; the run stands where it stood.
    pub async fn step_by_hand(&mut self) -> Result<(), TrainerError> {
        if let Some(Lens { loss, after, .. }) = self.peek().await? {
            self.state = after;
            self.history.extend([loss]);
        }
        Ok(())
    }

    /// The next step before it is taken: its loss, its gradients, and what Adam will make of them.
    /// The run stays where it is; `None` at its end. [`Trainer::step_by_hand`] then does just that.
    ///
    /// # Errors
    /// The device failed.
    pub async fn peek(&mut self) -> Result<Option<Lens>, TrainerError> {
        if self.state.step == self.total_steps() {
            return Ok(None);
        }
        let sentence = (self.state.step % self.corpus.sentences().len() as u64) as usize;
        let (loss, gradients) = self.engine.gradients(&self.state.parameters, sentence).await?;
        Ok(Some(Lens::new(self.settings.adam(), &self.state, sentence, loss, gradients)))
    }

    /// Goes back to the start, with the same starting weights.
    pub fn rewind(&mut self) {
        self.state = State::new(self.start.clone());
        self.history.clear();
    }

    /// The forward pass of every sentence at the present weights.
    ///
    /// # Errors
    /// The device failed.
    pub async fn traces(&mut self) -> Result<Vec<Trace<f32>>, TrainerError> {
        let sentences = self.corpus.sentences().iter().enumerate();
        let cases: Vec<_> = sentences.map(|(index, sentence)| (index, causal_mask(sentence.len()))).collect();
        Ok(self.engine.traces(&self.state.parameters, &cases).await?)
    }

    /// The steps of the whole run: one for each sentence in each epoch.
    pub fn total_steps(&self) -> u64 {
        self.settings.steps(self.corpus.sentences().len())
    }

    /// The steps taken so far.
    pub fn step(&self) -> u64 {
        self.state.step
    }

    /// What the run is made of.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The sentences and their vocabulary.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The model's sizes and switches.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Present weights and moments.
    pub fn state(&self) -> &State<f32> {
        &self.state
    }

    /// The losses so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Which device computes.
    pub fn adapter(&self) -> Adapter {
        self.engine.adapter()
    }

    /// Which device computes, and why it does, in a sentence.
    pub fn device_sentence(&self) -> String {
        let Adapter { backend, name, kind } = self.adapter();
        match &self.reason {
            Some(reason) => format!("Computed by the CPU engine ({name}): {reason}."),
            None if kind == "cpu" => format!("Computed by {name} ({backend}), a software device."),
            None => format!("Computed by {name} ({backend})."),
        }
    }
}
