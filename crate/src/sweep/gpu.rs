//! Runs on a GPU, many in each dispatch.

use std::iter;

use super::plan::Plan;
use super::row::{Outcome, Place, Row};
use crate::engine::gpu::memory::Memory;
use crate::engine::gpu::{Device, GpuEngine};
use crate::engine::{Adapter, EngineError};
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::init::starting_parameters;
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// Runs that are trained together at most. A large GPU has some 150 cores, and a core holds a few
/// workgroups of 16 KiB; more than these only wait, and an interruption costs them all.
const TOGETHER: usize = 1024;
/// The same on a software device, whose cores are those of the processor: a few runs keep them busy.
const TOGETHER_IN_SOFTWARE: usize = 16;
/// After so many steps the losses are looked at, for a driver that has stopped early.
const STEPS_AT_ONCE: u64 = 1000;
/// Traces that are read back together.
const TRACES_AT_ONCE: usize = 8;

/// Trains runs on a GPU, a workgroup each, those of one architecture together. Each comes out as if
/// it had been trained alone on this device, bit by bit.
#[derive(Debug)]
pub struct GpuSweep<'a> {
    device: Device,
    corpus: &'a Corpus,
    place: Place,
    /// Each sentence under its causal mask.
    cases: Vec<(usize, Matrix<f32>)>,
    together: usize,
    /// The engine of the last batch: seldom does the next need another.
    engine: Option<(Settings, usize, GpuEngine)>,
}

impl<'a> GpuSweep<'a> {
    /// A sweep on this device.
    ///
    /// # Errors
    /// A model of the plan does not fit the device.
    pub fn new(device: Device, plan: &Plan, corpus: &'a Corpus, place: Place) -> Result<Self, EngineError> {
        let limits = device.limits();
        let most = if device.adapter().is_software() { TOGETHER_IN_SOFTWARE } else { TOGETHER };
        let mut together = most;
        for &head_size in &plan.head_sizes {
            let architecture = Architecture::new(&Settings { head_size, ..plan.others }, corpus);
            let check = |models| Memory::new(&architecture, corpus, models).check(&limits);
            check(1)?;
            while check(together).is_err() {
                together /= 2;
            }
        }
        let sentences = corpus.sentences().iter().enumerate();
        let cases = sentences.map(|(index, sentence)| (index, causal_mask(sentence.len()))).collect();
        Ok(Self { device, corpus, place, cases, together, engine: None })
    }

    /// Which device computes.
    pub fn adapter(&self) -> &Adapter {
        self.device.adapter()
    }

    /// Cuts runs into batches that are trained together: neighbours that differ in their seeds only.
    pub fn batches<I: Iterator<Item = Settings>>(
        &self,
        runs: I,
    ) -> impl Iterator<Item = Vec<Settings>> + use<I> {
        let (mut runs, together) = (runs.peekable(), self.together);
        iter::from_fn(move || {
            let first = runs.next()?;
            let mut batch = vec![first];
            while batch.len() < together {
                let Some(next) = runs.next_if(|next| of_any_seed(next) == of_any_seed(&first)) else { break };
                batch.push(next);
            }
            Some(batch)
        })
    }

    /// Trains a batch to its end; the rows stand as the runs do.
    ///
    /// # Errors
    /// The device failed, or its driver stopped early.
    ///
    /// # Panics
    /// The runs differ in more than their seeds.
    pub async fn rows(&mut self, batch: &[Settings]) -> Result<Vec<Row>, EngineError> {
        let Some(first) = batch.first() else { return Ok(Vec::new()) };
        let alike = batch.iter().all(|settings| of_any_seed(settings) == of_any_seed(first));
        assert!(alike, "runs that differ in their seeds only");

        let architecture = Architecture::new(first, self.corpus);
        let kept = self.engine.take().filter(|(settings, models, _)| {
            (of_any_seed(settings), *models) == (of_any_seed(first), batch.len())
        });
        let (.., engine) = self.engine.insert(match kept {
            Some(kept) => kept,
            None => {
                let (corpus, adam) = (self.corpus, Adam::of(first));
                let engine =
                    GpuEngine::for_models(batch.len(), &self.device, architecture, corpus, adam).await?;
                (*first, batch.len(), engine)
            }
        });

        let start = |settings| State::new(starting_parameters(&architecture, settings));
        let mut states: Vec<_> = batch.iter().map(start).collect();
        let mut left = first.steps(self.corpus.sentences().len());
        while left > 0 {
            let steps = left.min(STEPS_AT_ONCE);
            engine.train_all(&mut states, steps).await?;
            left -= steps;
        }

        let mut rows = Vec::new();
        for (settings, state) in batch.iter().zip(&states) {
            let mut sentences = Vec::new();
            for cases in self.cases.chunks(TRACES_AT_ONCE) {
                let traces = engine.traces(&state.parameters, cases).await?;
                for ((index, _), trace) in cases.iter().zip(&traces) {
                    let sentence = &self.corpus.sentences()[*index];
                    sentences.push(Outcome::new(sentence, self.place.of(sentence), trace));
                }
            }
            rows.push(Row { settings: *settings, sentences });
        }
        Ok(rows)
    }
}

/// Everything but the seed.
fn of_any_seed(settings: &Settings) -> Settings {
    Settings { seed: 0, ..*settings }
}
