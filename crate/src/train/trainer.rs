//! A run that is under way: what it is made of, an engine, and what has happened so far.

use thiserror::Error;

use crate::engine::gpu::KeptDevice;
use crate::engine::{Adapter, Backend, Engine, EngineError, Task};
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::trace::Trace;
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;
use crate::train::course::Course;
use crate::train::history::History;
use crate::train::lens::Lens;
use crate::train::run::Run;
use crate::train::timeline::{Leg, Timeline};

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
///
/// What is shown, weights and traces, is the end of what has been trained, or any step before it:
/// see [`Self::show`].
#[derive(Debug)]
pub struct Trainer {
    run: Run,
    architecture: Architecture,
    engine: Engine,
    reason: Option<String>,
    start: Vec<f32>,
    state: State<f32>,
    /// A step of the past, while one is shown.
    shown: Option<State<f32>>,
    timeline: Timeline,
    history: History,
}

impl Trainer {
    /// A run at its start. `slot` is what the search for an earlier run has found, or is filled for the next.
    ///
    /// # Errors
    /// The run would be too long, its starting weights are those of another model, or `backend` asks for a GPU that
    /// cannot do it.
    pub async fn open(run: Run, backend: Backend, slot: &mut KeptDevice) -> Result<Self, TrainerError> {
        let sentences = run.corpus.sentences().len();
        if run.steps() > MAX_STEPS {
            return Err(TrainerError::TooManySteps { epochs: run.settings.epochs, sentences });
        }
        let (architecture, start) = (run.architecture(), run.starting_parameters());
        let (found, expected) = (start.len(), architecture.len());
        if found != expected {
            return Err(TrainerError::WrongWeights { found, expected });
        }
        let choice = Engine::open(backend, slot, &task(&run, architecture, &start)).await?;
        let state = State::new(start.clone());
        Ok(Self {
            architecture,
            engine: choice.engine,
            reason: choice.reason,
            timeline: Timeline::new(state.clone(), run.steps(), run.settings.learning_rate),
            state,
            shown: None,
            start,
            history: History::new(sentences),
            run,
        })
    }

    /// Opens another engine in place of the present one; the run goes on where it stands.
    ///
    /// # Errors
    /// `backend` asks for a GPU that cannot do it; the present engine is kept.
    pub async fn change_engine(
        &mut self,
        backend: Backend,
        slot: &mut KeptDevice,
    ) -> Result<(), TrainerError> {
        let task = task(&self.run, self.architecture, &self.start);
        let choice = Engine::open(backend, slot, &task).await?;
        self.engine = choice.engine;
        self.reason = choice.reason;
        Ok(())
    }

    /// Goes on after a lost device: on a new one, or on the CPU engine where there is none.
    ///
    /// # Errors
    /// As for [`Self::fall_back`].
    pub async fn recover(&mut self, slot: &mut KeptDevice) -> Result<(), TrainerError> {
        // No device was lost: asked again, the worker would say the same.
        #[cfg(target_arch = "wasm32")]
        if let Engine::Elsewhere(engine) = &mut self.engine
            && let Some(failure) = engine.take_failure()
        {
            return Err(failure.into());
        }
        match self.change_engine(Backend::Gpu, slot).await {
            Ok(()) => Ok(()),
            Err(error) => self.fall_back(format!("the GPU was lost and did not come back: {error}")),
        }
    }

    /// Goes on with the CPU engine or, where a shader of the run is edited, by cells. `reason` says why, as the end of a
    /// sentence.
    ///
    /// # Errors
    /// A shader is edited, and there are no cells here, or they refuse it: the CPU engine would train another head.
    pub fn fall_back(&mut self, reason: String) -> Result<(), TrainerError> {
        let task = task(&self.run, self.architecture, &self.start);
        self.engine = match task.sources.are_edited() {
            true => Engine::cells(&task)?,
            false => Engine::cpu(task.architecture, task.corpus, task.adam),
        };
        self.reason = Some(reason);
        Ok(())
    }

    /// Takes up to `steps` steps in one go, and stops at the last of the run. What was trained last
    /// is then shown again.
    ///
    /// # Errors
    /// The device failed; the run stands at the last step whose loss is in the history.
    pub async fn advance(&mut self, steps: u64) -> Result<(), TrainerError> {
        self.shown = None;
        let end = self.state.step + steps.min(self.total_steps() - self.state.step);
        let (from, learning_rate) = (self.state.step, self.run.settings.learning_rate);
        self.timeline.begin(Leg { from, learning_rate, by_hand: false });
        let sentences = self.run.corpus.sentences().len();
        while self.state.step < end {
            let losses = go_on(&mut self.engine, &self.timeline, sentences, &mut self.state, end).await?;
            self.timeline.keep(&self.state);
            self.history.extend(losses);
        }
        Ok(())
    }

    /// Takes one step stepwise: the engine gives the gradients, and Adam moves the weights here.
    /// Does nothing at the end of the run. What was trained last is then shown again.
    ///
    /// # Errors
    /// The device failed; the run stands where it stood.
    pub async fn step_by_hand(&mut self) -> Result<(), TrainerError> {
        self.shown = None;
        if self.state.step == self.total_steps() {
            return Ok(());
        }
        let Lens { loss, after, .. } = self.peek().await?;
        let (from, learning_rate) = (self.state.step, self.run.settings.learning_rate);
        self.timeline.begin(Leg { from, learning_rate, by_hand: true });
        self.timeline.keep(&after);
        self.state = after;
        self.history.extend([loss]);
        Ok(())
    }

    /// The step after the weights that are shown, before it is taken: its loss, its gradients, and
    /// what Adam will make of them. Nothing moves; [`Trainer::step_by_hand`] does just that. At the
    /// end of the run it is the step that would come next.
    ///
    /// # Errors
    /// The device failed.
    pub async fn peek(&mut self) -> Result<Lens, TrainerError> {
        let state = self.shown.as_ref().unwrap_or(&self.state);
        let sentence = (state.step % self.run.corpus.sentences().len() as u64) as usize;
        let (loss, gradients) = self.engine.gradients(&state.parameters, sentence).await?;
        let (Leg { learning_rate, .. }, _) = self.timeline.leg(state.step);
        let adam = Adam { learning_rate, ..Adam::of(&self.run.settings) };
        Ok(Lens::new(adam, state, sentence, loss, gradients))
    }

    /// Goes back to the start, with the same starting weights. The learning rate of the settings,
    /// which is the last one that was set, then holds for all steps.
    pub fn rewind(&mut self) {
        self.state = State::new(self.start.clone());
        self.shown = None;
        self.timeline.rewind(self.run.settings.learning_rate);
        self.history.clear();
    }

    /// From the present step on, Adam's steps have this size. Such a run cannot be had again from
    /// settings alone: they name one rate, the last.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.run.settings.learning_rate = learning_rate;
        self.timeline.begin(Leg { from: self.state.step, learning_rate, by_hand: false });
    }

    /// Shows the weights after `step` steps, or the last that were trained if it is not before
    /// them. They are those of a run that stops there, bit by bit, as long as the engine is the
    /// same: what lies between two snapshots is trained again in the same way.
    ///
    /// # Errors
    /// The device failed; what was shown stays shown.
    pub async fn show(&mut self, step: u64) -> Result<(), TrainerError> {
        if step >= self.state.step {
            self.shown = None;
            return Ok(());
        }
        let snapshot = self.timeline.before(step);
        let near = self.shown.as_ref().filter(|shown| (snapshot.step..=step).contains(&shown.step));
        let mut state = near.unwrap_or(snapshot).clone();
        let sentences = self.run.corpus.sentences().len();
        while state.step < step {
            go_on(&mut self.engine, &self.timeline, sentences, &mut state, step).await?;
            self.timeline.keep(&state);
        }
        self.shown = Some(state);
        Ok(())
    }

    /// The forward pass of every sentence at the weights that are shown.
    ///
    /// # Errors
    /// The device failed.
    pub async fn traces(&mut self) -> Result<Vec<Trace<f32>>, TrainerError> {
        let sentences = self.run.corpus.sentences().iter().enumerate();
        let cases: Vec<_> = sentences.map(|(index, sentence)| (index, causal_mask(sentence.len()))).collect();
        let state = self.shown.as_ref().unwrap_or(&self.state);
        Ok(self.engine.traces(&state.parameters, &cases).await?)
    }

    /// The steps of the whole run: one for each sentence in each epoch.
    pub fn total_steps(&self) -> u64 {
        self.run.steps()
    }

    /// The steps taken so far.
    pub fn step(&self) -> u64 {
        self.state.step
    }

    /// The step that is shown: the steps taken up to the weights of [`Self::state`].
    pub fn shown_step(&self) -> u64 {
        self.state().step
    }

    /// The learning rates so far: the first step of each, and the rate.
    pub fn learning_rates(&self) -> Vec<(u64, f64)> {
        self.timeline.rates()
    }

    /// How the run has gone so far.
    pub fn course(&self) -> Course<'_> {
        Course {
            settings: self.settings(),
            corpus: self.corpus(),
            losses: self.history.losses(),
            shown_step: self.shown_step(),
            learning_rates: self.learning_rates(),
        }
    }

    /// What is trained; its learning rate is the last that was set.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.run.settings
    }

    /// The sentences and their vocabulary.
    pub fn corpus(&self) -> &Corpus {
        &self.run.corpus
    }

    /// The model's sizes and switches.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The weights and moments that are shown.
    pub fn state(&self) -> &State<f32> {
        self.shown.as_ref().unwrap_or(&self.state)
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
        self.adapter().sentence_with(&self.run.sources, self.reason.as_deref())
    }
}

/// What an engine is told of a run.
fn task<'a>(run: &'a Run, architecture: Architecture, start: &'a [f32]) -> Task<'a> {
    let Run { corpus, settings, sources, .. } = run;
    Task { architecture, corpus, adam: Adam::of(settings), start, steps: run.steps(), sources }
}

/// Takes the steps of one leg from `state` towards `end`, as the timeline has them; at least one.
/// Returns their losses.
async fn go_on(
    engine: &mut Engine,
    timeline: &Timeline,
    sentences: usize,
    state: &mut State<f32>,
    end: u64,
) -> Result<Vec<f32>, EngineError> {
    let (Leg { learning_rate, by_hand, .. }, end_of_leg) = timeline.leg(state.step);
    if by_hand {
        let sentence = (state.step % sentences as u64) as usize;
        let (loss, gradients) = engine.gradients(&state.parameters, sentence).await?;
        Adam { learning_rate, ..Adam::default() }.update(state, &gradients);
        return Ok(vec![loss]);
    }
    let mut steps = end.min(end_of_leg) - state.step;
    // To stop for a snapshot costs next to nothing, but a GPU an answer.
    if !matches!(engine, Engine::Gpu(_)) {
        steps = steps.min(timeline.to_next(state.step));
    }
    engine.set_learning_rate(learning_rate);
    engine.train(state, steps).await
}
