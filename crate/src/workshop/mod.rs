//! What a worker of the page calls to check and to train edited shaders: a WebAssembly module of its own, with the
//! translator in it, which is fetched when somebody opens the code cells.
//!
//! Whatever is wrong with a shader is thrown as [`records::Refused`]; every other failure is a JavaScript `Error`. Work
//! that may last is done in pieces, so that the worker can hear meanwhile that something else is wanted.

mod items;
pub mod records;

use std::rc::Rc;

use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use crate::check::Checking;
use crate::engine::cells::{Browser, CellsEngine, Differences};
use crate::engine::gpu::sources::Sources;
use crate::engine::{EngineError, Task};
use crate::files::link::edits;
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::causal_mask;
use crate::model::trace::Trace;
use crate::numbers;
use crate::task::corpus::Corpus;
use crate::train::run::Run;
use records::{Answer, Found, plain};

/// Translates, checks and trains; remembers what it has translated.
#[wasm_bindgen]
#[derive(Default)]
pub struct Workshop(Rc<Browser>);

#[wasm_bindgen]
impl Workshop {
    /// With nothing translated yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins to check the shaders of a run. `edits` are the names of the edited parts, each with its text behind it.
    ///
    /// # Errors
    /// A shader is refused or stopped, or settings or words are none.
    pub fn check(&self, settings: &str, words: &str, edits: Vec<String>) -> Result<Check, JsValue> {
        let run = read(settings, words, edits)?;
        let start = run.starting_parameters();
        let checking = Checking::begin(&*self.0, &task(&run, &start)).map_err(thrown)?;
        Ok(Check { checking, run })
    }

    /// Edited shaders as texts, the names of parts each with its text behind it, of what stands in a link.
    ///
    /// # Errors
    /// One of them does not fit.
    pub fn texts(&self, edits: Vec<String>) -> Result<Vec<String>, JsError> {
        edits::read(&edits).map(|sources| sources.pairs()).map_err(|error| JsError::new(&error))
    }

    /// Edited shaders as they stand in a link, of their texts.
    ///
    /// # Errors
    /// There is no such part.
    pub fn written(&self, edits: Vec<String>) -> Result<Vec<String>, JsError> {
        Ok(edits::written(&Sources::with(edits)?))
    }

    /// Opens the run that is open in the page; its first steps are taken once.
    ///
    /// # Errors
    /// As for [`Self::check`].
    pub fn head(&self, settings: &str, words: &str, edits: Vec<String>) -> Result<Head, JsValue> {
        let run = read(settings, words, edits)?;
        let start = run.starting_parameters();
        Ok(Head(CellsEngine::rehearsed(&*self.0, &task(&run, &start)).map_err(thrown)?))
    }

    /// Opens a run to be trained: along its backward or, if `by_differences`, along finite differences of its forward.
    ///
    /// # Errors
    /// As for [`Self::check`].
    pub fn train(
        &self,
        settings: &str,
        words: &str,
        edits: Vec<String>,
        by_differences: bool,
    ) -> Result<Training, JsValue> {
        let run = read(settings, words, edits)?;
        let start = run.starting_parameters();
        let task = task(&run, &start);
        // Its first steps are taken once, so that what cannot go well is said before anything is shown.
        let engine = if by_differences {
            CellsEngine::open(&*self.0, &task)
        } else {
            CellsEngine::rehearsed(&*self.0, &task)
        };
        let differences = by_differences.then(|| Differences::open(&*self.0, &task)).transpose();
        Ok(Training {
            engine: engine.map_err(thrown)?,
            differences: differences.map_err(thrown)?,
            state: State::new(start),
            run,
        })
    }
}

/// The engine of the run that is open in the page.
#[wasm_bindgen]
pub struct Head(CellsEngine);

#[wasm_bindgen]
impl Head {
    /// Answers what the page's engine asks, see `engine/cells/elsewhere.rs`.
    ///
    /// # Errors
    /// A shader stopped, or this is no question.
    pub fn answer(&mut self, what: &str, numbers: &[f32], counts: &[f64]) -> Result<Vec<f32>, JsValue> {
        let answer = self.0.answer(what, numbers, counts).map_err(thrown)?;
        answer.ok_or_else(|| JsError::new("the page and its worker do not understand each other").into())
    }
}

fn read(settings: &str, words: &str, edits: Vec<String>) -> Result<Run, JsError> {
    Ok(Run::read(settings, words, edits)?)
}

fn task<'a>(run: &'a Run, start: &'a [f32]) -> Task<'a> {
    let Run { corpus, settings, sources, .. } = run;
    let (architecture, adam, steps) = (run.architecture(), Adam::of(settings), run.steps());
    Task { architecture, corpus, adam, start, steps, sources }
}

fn thrown(error: EngineError) -> JsValue {
    match plain::<records::Refused>(error) {
        Ok(refused) => refused.js_value(),
        Err(error) => error.into(),
    }
}

/// A check under way.
#[wasm_bindgen]
pub struct Check {
    checking: Checking,
    run: Run,
}

#[wasm_bindgen]
impl Check {
    /// Looks at the slopes of so many parameters more; whether any are left.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn go_on(&mut self, parameters: usize) -> Result<bool, JsValue> {
        self.checking.go_on(parameters).map_err(thrown)
    }

    /// What was found.
    ///
    /// # Errors
    /// None that can be foreseen.
    pub fn end(self) -> Result<Ts<Found>, JsError> {
        plain((self.checking.end(), &self.run))
    }
}

/// A run that is trained by its shaders.
#[wasm_bindgen]
pub struct Training {
    /// It also tells what the head says, whoever trains.
    engine: CellsEngine,
    differences: Option<Differences>,
    state: State<f32>,
    run: Run,
}

#[wasm_bindgen]
impl Training {
    /// How many steps the run has.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> f64 {
        self.run.steps() as f64
    }

    /// How many steps are taken.
    #[wasm_bindgen(getter)]
    pub fn step(&self) -> f64 {
        self.state.step as f64
    }

    /// Takes so many steps more; their losses, each measured before its step.
    ///
    /// # Errors
    /// A shader stopped.
    pub fn go_on(&mut self, steps: f64) -> Result<Vec<f32>, JsValue> {
        let steps = (steps as u64).min(self.run.steps() - self.state.step);
        let losses = match &mut self.differences {
            Some(differences) => differences.train(&mut self.state, steps),
            None => self.engine.train(&mut self.state, steps),
        };
        losses.map_err(thrown)
    }

    /// How some sentences stand at the present weights.
    ///
    /// # Errors
    /// A shader stopped, or there is no such sentence.
    pub fn answers(&mut self, sentences: &[usize], places: &[usize]) -> Result<Vec<Ts<Answer>>, JsValue> {
        let known = self.run.corpus.sentences();
        let cases: Vec<(usize, Matrix<f32>)> = sentences
            .iter()
            .filter_map(|&index| Some((index, causal_mask(known.get(index)?.len()))))
            .collect();
        let traces = self.engine.traces(&self.state.parameters, &cases).map_err(thrown)?;
        let answers =
            cases.iter().zip(&traces).zip(places).map(|((&(index, _), trace), &place)| {
                Ok(plain(answer(&self.run.corpus, index, trace, place))?)
            });
        answers.collect()
    }
}

/// What the head says at a place of a sentence.
fn answer(corpus: &Corpus, index: usize, trace: &Trace<f32>, place: usize) -> Answer {
    let probabilities = &trace.probabilities;
    let row = if place < probabilities.rows { probabilities.row(place) } else { &[] };
    let word = |token: usize| corpus.vocabulary().get(token).cloned().unwrap_or_default();
    let target = corpus.sentences()[index].targets.get(place).map_or(usize::MAX, |&target| target as usize);
    let guess = numbers::top(row);
    Answer {
        guess: guess.map(word).unwrap_or_default(),
        chance: guess.map_or(f32::NAN, |guess| row[guess]),
        target: word(target),
        target_chance: row.get(target).copied().unwrap_or(f32::NAN),
        loss: trace.loss,
    }
}
