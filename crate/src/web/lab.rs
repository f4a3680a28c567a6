//! The page's handle on a run.

use js_sys::Function;
use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Surface};
use super::gpu::Gpu;
use super::lens::Peek;
use super::records::{self, Device, Standing, Table, Tensor, plain, plain_list};
use crate::engine::gpu::KeptDevice;
use crate::engine::{Backend, EngineError};
use crate::figure::{Before, Curve, HeatMap, Scale};
use crate::model::activations::Activation;
use crate::model::trace::Trace;
use crate::numbers::top;
use crate::show::pictures::loss_curve;
use crate::sweep::Outcome;
use crate::task::corpus::{Corpus, Pair, Sentence};
use crate::train::divergence::Divergence;
use crate::train::history::log_every;
use crate::train::run::Run;
use crate::train::trainer::Trainer;

/// One run and the forward pass of each sentence at the weights that are shown.
///
/// A method that returns a promise borrows the lab: wait for it before calling another.
#[wasm_bindgen]
pub struct Lab {
    slot: KeptDevice,
    pub(super) trainer: Trainer,
    pub(super) traces: Vec<Trace<f32>>,
    pub(super) peek: Option<Peek>,
    /// The losses of another run, while they are compared with this one's.
    before: Option<Before>,
}

/// The losses of a run that is left, to be drawn beside those of another.
#[wasm_bindgen]
pub struct KeptLosses(Vec<Curve>);

#[wasm_bindgen]
impl Lab {
    /// Opens a run at its start. `backend` is `auto`, `gpu` or `cpu`; with `auto` the CPU computes
    /// until `take_over` brings what the search for a GPU has found.
    ///
    /// # Errors
    /// Settings or corpus are wrong, or the GPU that was asked for cannot do it.
    pub async fn open(settings: &str, corpus: &str, backend: &str) -> Result<Self, JsError> {
        let mut slot = Some(Err(EngineError::Searching));
        let trainer = open_trainer(settings, corpus, backend, &mut slot).await?;
        let mut lab = Self { slot, trainer, traces: Vec::new(), peek: None, before: None };
        lab.refresh().await?;
        Ok(lab)
    }

    /// Opens another run in place of this one and keeps the GPU device. `edits` are the names of edited shaders, each with
    /// its text behind it; where there are any, `worker` is asked to compute what no GPU does.
    ///
    /// # Errors
    /// As for `open`, or there is no such shader; the present run is kept.
    pub async fn reopen(
        &mut self,
        settings: &str,
        corpus: &str,
        backend: &str,
        edits: Vec<String>,
        worker: Option<Function>,
    ) -> Result<(), JsError> {
        let mut run = Run::read(settings, corpus, edits)?;
        run.sources.worker = worker;
        self.trainer = Trainer::open(run, parse_backend(backend)?, &mut self.slot).await?;
        self.refresh().await
    }

    /// Goes on where the run stands, with what a search has found and `backend` asks for.
    ///
    /// # Errors
    /// With `gpu`, whatever stands in its way; the present engine goes on.
    pub async fn take_over(&mut self, found: &Gpu, backend: &str) -> Result<(), JsError> {
        self.slot = found.slot.clone();
        self.trainer.change_engine(parse_backend(backend)?, &mut self.slot).await?;
        self.refresh().await
    }

    /// The GPU that was found last.
    pub fn gpu(&self) -> Gpu {
        Gpu { slot: self.slot.clone() }
    }

    /// Goes on after a lost device, on a new one or on the CPU engine, where the run stood.
    ///
    /// # Errors
    /// The new device fails at once.
    pub async fn recover(&mut self) -> Result<(), JsError> {
        self.trainer.recover(&mut self.slot).await?;
        self.refresh().await
    }

    /// Who computes.
    pub fn device(&self) -> Result<Ts<Device>, JsError> {
        plain(&self.trainer)
    }

    /// The settings in their text form.
    pub fn settings(&self) -> String {
        self.trainer.settings().to_string()
    }

    /// What is learned, and the pair that is compared: the first that part and meet again, unless another is chosen.
    ///
    /// # Errors
    /// See [`plain`].
    pub fn corpus(&self, pair: Option<Vec<usize>>) -> Result<Ts<records::Corpus>, JsError> {
        let corpus = self.trainer.corpus();
        plain((corpus, chosen_pair(corpus, pair.as_deref())))
    }

    /// How each sentence stands at the weights that are shown.
    ///
    /// # Errors
    /// See [`plain`].
    pub fn standings(&self) -> Result<Vec<Ts<Standing>>, JsError> {
        let places = self.trainer.corpus().asking_places();
        let standing = |((sentence, trace), place): ((&Sentence, &Trace<f32>), usize)| {
            let outcome = Outcome::new(sentence, place, trace);
            let guess = top(trace.probabilities.row(place)).map(|token| self.spell(&[token as u32]).concat());
            Standing {
                loss: trace.loss,
                is_right: outcome.is_right(),
                right_places: outcome.right.iter().filter(|&&right| right).count(),
                guess: guess.unwrap_or_default(),
            }
        };
        plain_list(self.sentences().iter().zip(&self.traces).zip(places).map(standing))
    }

    /// The model summary.
    pub fn tensors(&self) -> Result<Vec<Ts<Tensor>>, JsError> {
        plain_list(self.trainer.architecture().tensors())
    }

    /// The number of parameters that the model uses.
    pub fn parameter_count(&self) -> u32 {
        self.trainer.architecture().parameter_count() as u32
    }

    /// Adam steps taken.
    pub fn step(&self) -> f64 {
        self.trainer.step() as f64
    }

    /// Adam steps of the whole run.
    pub fn total_steps(&self) -> f64 {
        self.trainer.total_steps() as f64
    }

    /// Trains up to `steps` steps in one go.
    ///
    /// # Errors
    /// The device failed; the run stands where it stood. Call `recover`.
    pub async fn advance(&mut self, steps: u32) -> Result<(), JsError> {
        self.trainer.advance(steps.into()).await?;
        self.refresh().await
    }

    /// Trains one step by the stepwise drive: gradients are read back and Adam runs in Rust.
    ///
    /// # Errors
    /// The device failed; the run stands where it stood. Call `recover`.
    pub async fn step_by_hand(&mut self) -> Result<(), JsError> {
        self.trainer.step_by_hand().await?;
        self.refresh().await
    }

    /// Goes back to the start, with the same starting weights.
    ///
    /// # Errors
    /// The device failed. Call `recover`.
    pub async fn rewind(&mut self) -> Result<(), JsError> {
        self.trainer.rewind();
        self.refresh().await
    }

    /// The loss of each sentence at the weights that are shown.
    pub fn losses(&self) -> Vec<f32> {
        self.traces.iter().map(|trace| trace.loss).collect()
    }

    /// Where the run overflowed and what to do about it, in sentences; nothing if it did not.
    ///
    /// # Errors
    /// The device failed. Call `recover`.
    pub async fn divergence(&mut self) -> Result<Option<String>, JsError> {
        let found = Divergence::find(&mut self.trainer).await?;
        Ok(found.map(|divergence| divergence.to_string()))
    }

    /// The epochs whose losses are logged, up to the present one.
    pub fn logged_epochs(&self) -> Vec<u32> {
        self.logged().map(|(epoch, _)| epoch as u32).collect()
    }

    /// The losses of the logged epochs, row-major: an epoch a row, a sentence a column.
    pub fn logged_losses(&self) -> Vec<f32> {
        self.logged().flat_map(|(_, losses)| losses).copied().collect()
    }

    /// The words and numbers of a heat map.
    ///
    /// # Errors
    /// There is no such sentence or figure.
    pub fn table(&self, sentence: usize, figure: &str) -> Result<Ts<Table>, JsError> {
        plain(self.heat_map(sentence, figure)?)
    }

    /// The losses of this run as they are drawn.
    pub fn keep_losses(&self, chosen: &[usize]) -> KeptLosses {
        KeptLosses(loss_curve(&self.trainer.course(), &self.traces, Scale::default(), chosen).curves)
    }

    /// From now on those of another run are drawn beside the losses; `label` says of which.
    pub fn compare_losses(&mut self, kept: &KeptLosses, label: String) {
        self.before = Some(Before { label, curves: kept.0.clone() });
    }

    /// From now on the losses are drawn alone.
    pub fn compare_no_losses(&mut self) {
        self.before = None;
    }

    /// Draws the losses, `width` x `height` CSS pixels large; the loss counts from 0 or by factors. `chosen` are the
    /// sentences that have a curve even among many.
    ///
    /// # Errors
    /// The canvas cannot be drawn on.
    #[expect(clippy::too_many_arguments, reason = "what a canvas needs, and which sentences")]
    pub fn draw_losses(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        pixel_ratio: f64,
        dark: bool,
        logarithmic: bool,
        chosen: Vec<usize>,
    ) -> Result<(), JsError> {
        let scale = if logarithmic { Scale::Logarithmic } else { Scale::Linear };
        let mut curve = loss_curve(&self.trainer.course(), &self.traces, scale, &chosen);
        curve.before.clone_from(&self.before);
        canvas::draw_losses(canvas, &curve, width, height, Surface { pixel_ratio, dark })
    }
}

impl Lab {
    pub(super) async fn refresh(&mut self) -> Result<(), JsError> {
        self.traces = self.trainer.traces().await?;
        Ok(())
    }

    pub(super) fn sentences(&self) -> &[Sentence] {
        self.trainer.corpus().sentences()
    }

    pub(super) fn sentence(&self, index: usize) -> Result<&Sentence, JsError> {
        self.sentences().get(index).ok_or_else(|| JsError::new(&format!("there is no sentence {index}")))
    }

    pub(super) fn spell(&self, tokens: &[u32]) -> Vec<String> {
        self.trainer.corpus().words(tokens).map(str::to_owned).collect()
    }

    fn logged(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.trainer.history().logged(log_every(self.trainer.settings().epochs))
    }

    fn heat_map(&self, index: usize, figure: &str) -> Result<HeatMap, JsError> {
        let sentence = self.sentence(index)?;
        let picture = Activation::from_name(figure)
            .ok_or_else(|| JsError::new(&format!("there is no figure '{figure}'")))?;
        Ok(picture.heat_map(self.trainer.corpus(), sentence, &self.traces[index]))
    }
}

/// The pair that was chosen, or that which is compared unless one is.
pub(super) fn chosen_pair(corpus: &Corpus, chosen: Option<&[usize]>) -> Pair {
    match chosen {
        Some(&[one, other]) => corpus.pair([one, other]),
        _ => corpus.first_pair(),
    }
}

fn parse_backend(name: &str) -> Result<Backend, JsError> {
    name.parse().map_err(|error: String| JsError::new(&error))
}

pub(super) async fn open_trainer(
    settings: &str,
    corpus: &str,
    backend: &str,
    slot: &mut KeptDevice,
) -> Result<Trainer, JsError> {
    let run = Run::read(settings, corpus, Vec::new())?;
    Ok(Trainer::open(run, parse_backend(backend)?, slot).await?)
}
