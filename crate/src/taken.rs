//! What the page calls to take a run along and to open one: a WebAssembly module of its own, which is fetched when it is
//! first needed. It knows no GPU and trains nothing; the page's first module says what a run has come to.
//!
//! Every failure is a JavaScript `Error` whose message tells a person what to do.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::engine::Adapter;
use crate::files::link::edits;
use crate::files::opened::Opened;
use crate::files::saved::Saved;
use crate::files::taken::FileKind;
use crate::model::activations::Activation;
use crate::show::pictures::PICTURES;
use crate::task::corpus::Corpus;
use crate::train::run::Run;
use crate::train::shadow::{Settled, Shadow};

const OTHER_MODEL: &str = "the weights are those of another model: load the page again";

/// A run at one of its steps, to be written.
#[wasm_bindgen]
pub struct Taken(Saved);

#[wasm_bindgen]
impl Taken {
    /// The run with these settings and sentences in their text forms, which has come to these weights after as many steps
    /// as there are losses; `edits` are edited shaders as they stand in a link, and `traces` the forward
    /// pass of every sentence at these weights. `learning_rates` has the first step of each rate and the rate, one pair behind the other;
    /// `adapter` the interface, name and kind of the device.
    ///
    /// # Errors
    /// Settings or sentences are none, or weights and traces are those of another model.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "all that a run is and has come to")]
    pub fn new(
        settings: &str,
        words: &str,
        edits: Vec<String>,
        parameters: Vec<f32>,
        traces: &[f32],
        losses: Vec<f32>,
        learning_rates: &[f64],
        adapter: Vec<String>,
    ) -> Result<Self, JsError> {
        let sources = edits::read(&edits).map_err(|error| JsError::new(&error))?;
        let run = Run { sources, ..Run::new(settings.parse()?, Corpus::parse(words)?) };
        let [backend, name, kind] = adapter.try_into().unwrap_or_default();
        let adapter = Adapter { backend, name, kind };
        Saved::rebuilt(run, parameters, traces, losses, rates(learning_rates), adapter)
            .map(Self)
            .ok_or_else(|| JsError::new(OTHER_MODEL))
    }

    /// The file of this kind: `script`, `notebook`, `npz`, `csv`, `run` or `weights`.
    ///
    /// # Errors
    /// The run overflowed and has no weights worth keeping, or it is too large for the format.
    pub fn file(&self, kind: &str) -> Result<Vec<u8>, JsError> {
        Ok(kind.parse::<FileKind>()?.write(&self.0)?)
    }

    /// A sentence's matrix as an SVG document.
    ///
    /// # Errors
    /// There is no such sentence or picture.
    pub fn figure(&self, sentence: usize, picture: &str) -> Result<String, JsError> {
        let found = Activation::from_name(picture).filter(|_| sentence < self.0.traces.len());
        let found = found.ok_or_else(|| JsError::new(&format!("there is no picture '{picture}'")))?;
        Ok(self.0.figure(sentence, found)?)
    }

    /// The losses over the epochs as an SVG document.
    ///
    /// # Errors
    /// See [`Saved::losses_figure`].
    pub fn losses_figure(&self) -> Result<String, JsError> {
        Ok(self.0.losses_figure()?)
    }
}

/// A run beside itself in f64, see [`crate::train::shadow`].
#[wasm_bindgen]
pub struct Beside(Shadow);

#[wasm_bindgen]
impl Beside {
    /// The shadow of the run with these settings, sentences and learning rates, as [`Taken::new`] has them, at its start.
    ///
    /// # Errors
    /// Settings or sentences are none.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, words: &str, learning_rates: &[f64]) -> Result<Self, JsError> {
        let run = Run::new(settings.parse()?, Corpus::parse(words)?);
        Ok(Self(Shadow::new(run, rates(learning_rates))))
    }

    /// Takes so many steps more.
    pub fn advance(&mut self, steps: u32) {
        self.0.advance(steps.into());
    }

    /// What is settled of a run that has come as far: `losses` are those of its steps, and `traces` the numbers of its forward
    /// passes.
    ///
    /// # Errors
    /// They are those of another model.
    pub fn settled(&self, losses: &[f32], traces: &[f32]) -> Result<SettledDecimals, JsError> {
        let traces = self.0.run().read_traces(traces).ok_or_else(|| JsError::new(OTHER_MODEL))?;
        Ok(SettledDecimals(self.0.settled(losses, &traces)))
    }
}

/// How many decimals of a run's numbers every device shows; -1 where not even the number before the point is settled.
#[wasm_bindgen]
pub struct SettledDecimals(Settled);

#[wasm_bindgen]
impl SettledDecimals {
    /// In a sentence.
    #[wasm_bindgen(getter)]
    pub fn sentence(&self) -> String {
        self.0.to_string()
    }

    /// Of the losses of each complete epoch.
    #[wasm_bindgen(getter)]
    pub fn epochs(&self) -> Vec<i8> {
        self.0.epochs.iter().copied().map(decimals).collect()
    }

    /// The kinds of matrices at the end, by their names.
    #[wasm_bindgen(getter)]
    pub fn matrices(&self) -> Vec<String> {
        self.0.matrices.iter().map(|(of, _)| of.about().full_title()).collect()
    }

    /// Of each kind of matrix.
    #[wasm_bindgen(getter)]
    pub fn decimals(&self) -> Vec<i8> {
        self.0.matrices.iter().map(|&(_, settled)| decimals(settled)).collect()
    }
}

fn decimals(settled: Option<usize>) -> i8 {
    settled.map_or(-1, |decimals| decimals as i8)
}

/// The first step of each rate and the rate, one pair behind the other.
fn rates(pairs: &[f64]) -> Vec<(u64, f64)> {
    pairs.as_chunks().0.iter().map(|&[step, rate]| (step as u64, rate)).collect()
}

/// The names of the pictures, the notebook's three first.
#[wasm_bindgen]
pub fn pictures() -> Vec<String> {
    PICTURES.map(|picture| picture.about().name.to_owned()).to_vec()
}

/// A run that was read from a file.
#[wasm_bindgen]
pub struct OpenedFile(Opened);

#[wasm_bindgen]
impl OpenedFile {
    /// Reads the bytes of a file of this name.
    ///
    /// # Errors
    /// What the file is, and what to do about it, if it is no saved run.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, bytes: &[u8]) -> Result<Self, JsError> {
        Opened::read(name, bytes).map(Self).map_err(|error| JsError::new(&error))
    }

    /// The settings in their text form.
    #[wasm_bindgen(getter)]
    pub fn settings(&self) -> String {
        self.0.run.settings.to_string()
    }

    /// The sentences in their text form.
    #[wasm_bindgen(getter)]
    pub fn words(&self) -> String {
        self.0.run.corpus.to_string()
    }

    /// The edited shaders, each as it stands in a link.
    #[wasm_bindgen(getter)]
    pub fn edits(&self) -> Vec<String> {
        edits::written(&self.0.run.sources)
    }

    /// The steps that it had taken.
    #[wasm_bindgen(getter)]
    pub fn step(&self) -> f64 {
        self.0.step as f64
    }

    /// Whether it started from the seed of its settings; else from weights of another file.
    #[wasm_bindgen(getter)]
    pub fn drawn(&self) -> bool {
        self.0.started_from.is_none()
    }

    /// The weights, one flat vector.
    #[wasm_bindgen(getter)]
    pub fn parameters(&self) -> Vec<f32> {
        self.0.parameters.clone()
    }
}
