//! Many small runs, beside the one of the page.

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Surface};
use super::lab::chosen_pair;
use super::records::{StudyRun, plain};
use crate::explain::spectrum::rank;
use crate::figure::stretch::{TICKS, stretched};
use crate::model::activations::Activation;
use crate::numbers::top;
use crate::sweep::Plan;
use crate::sweep::study::{Finished, Study, compared, compared_over_seeds, tally, train};
use crate::task::corpus::{Corpus, Pair};
use crate::task::settings::Settings;

/// Runs that are trained a few steps at a time, on the CPU engine.
#[wasm_bindgen(js_name = Study)]
pub struct StudyHandle {
    study: Study,
    pair: Pair,
}

#[wasm_bindgen(js_class = Study)]
impl StudyHandle {
    /// The twelve nets of the notebook's questions, all else as in `settings`.
    ///
    /// # Errors
    /// Settings or corpus are wrong, or the runs too long.
    pub fn compared(settings: &str, corpus: &str, pair: Vec<usize>) -> Result<Self, JsError> {
        Self::open(compared(&settings.parse()?), corpus, &pair)
    }

    /// The same twelve, each from the seeds 1 to `seeds`: it counts, see `solved`, and has no pictures.
    ///
    /// # Errors
    /// Settings or corpus are wrong, or the runs too long.
    pub fn compared_over_seeds(
        settings: &str,
        corpus: &str,
        pair: Vec<usize>,
        seeds: u32,
    ) -> Result<Self, JsError> {
        let Self { study, pair } =
            Self::open(compared_over_seeds(&settings.parse()?, seeds.into()), corpus, &pair)?;
        Ok(Self { study: study.without_traces(), pair })
    }

    /// `settings` under each seed from `first` to `last`; `pair` are the sentences that are spoken of.
    ///
    /// # Errors
    /// Settings or corpus are wrong, or the runs too long.
    pub fn of_seeds(
        settings: &str,
        corpus: &str,
        pair: Vec<usize>,
        first: u32,
        last: u32,
    ) -> Result<Self, JsError> {
        let settings: Settings = settings.parse()?;
        Self::open(Plan::of_seeds(first.into()..=last.into(), settings), corpus, &pair)
    }

    fn open(plan: Plan, corpus: &str, pair: &[usize]) -> Result<Self, JsError> {
        let corpus = Corpus::parse(corpus)?;
        let pair = chosen_pair(&corpus, Some(pair));
        let mut places = corpus.asking_places();
        for (sentence, place) in pair.sentences.into_iter().zip(pair.asking_places) {
            places[sentence] = place;
        }
        Ok(Self { study: Study::open(plan, corpus, places)?, pair })
    }

    /// Trains up to `steps` steps.
    pub fn advance(&mut self, steps: u32) {
        self.study.advance(steps.into());
    }

    /// The settings of a run in their text form; empty if there is no such run.
    pub fn settings(&self, index: usize) -> String {
        self.study.plan().run(index as u64).map_or_else(String::new, |settings| settings.to_string())
    }

    /// Takes in the next run as another core has trained it, with `train_run`.
    ///
    /// # Errors
    /// There is no next run, or these are not its parameters.
    pub fn take_in(&mut self, parameters: Vec<f32>) -> Result<(), JsError> {
        Ok(self.study.take_in(parameters)?)
    }

    /// How many runs there are.
    pub fn runs(&self) -> f64 {
        self.study.plan().len() as f64
    }

    /// How many runs are over: those of the first indices.
    pub fn finished(&self) -> usize {
        self.study.finished().len()
    }

    /// Whether every run is over.
    pub fn is_over(&self) -> bool {
        self.study.is_over()
    }

    /// The steps taken, of all runs.
    pub fn step(&self) -> f64 {
        self.study.step() as f64
    }

    /// The steps of all runs.
    pub fn total_steps(&self) -> f64 {
        self.study.total_steps() as f64
    }

    /// How many of the runs that are over have so many looks at the word that tells the pair apart (row, from 0 to
    /// the number of its sentences) and so many right answers (column, likewise); row major.
    pub fn tally(&self) -> Vec<u32> {
        tally(self.study.finished(), &self.pair.different(), self.pair.telling_place).values
    }

    /// Of each net of the plan one after another: how many of its runs are over, and how many of these have every answer
    /// right.
    pub fn solved(&self) -> Vec<u32> {
        self.study.solved().into_iter().flat_map(|(over, right)| [over as u32, right as u32]).collect()
    }

    /// A run that is over, or undefined.
    pub fn run(&self, index: usize) -> Result<Option<Ts<StudyRun>>, JsError> {
        let run = self.study.finished().get(index);
        run.map(|run| plain(StudyRun::new(run, self.study.corpus(), &self.pair))).transpose()
    }

    /// Draws the attention weights of a run that is over, in the size in which the page shows the canvas.
    ///
    /// # Errors
    /// There is no such run or sentence, or the canvas cannot be drawn on.
    pub fn draw(
        &self,
        canvas: HtmlCanvasElement,
        index: usize,
        sentence: usize,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<(), JsError> {
        let run = self.study.finished().get(index);
        let trace = run.and_then(|run| run.traces.get(sentence)).ok_or_else(|| {
            JsError::new(&format!("run {index} has no sentence {sentence}, or is not over"))
        })?;
        canvas::draw_cells(canvas, &Activation::Attention.cells(trace), Surface { pixel_ratio, dark })
    }
}

/// Trains one run of a study to its end, on this core; the parameters are for `Study.take_in`.
///
/// # Errors
/// Settings or corpus are wrong.
#[wasm_bindgen]
pub fn train_run(settings: &str, corpus: &str) -> Result<Vec<f32>, JsError> {
    Ok(train(&settings.parse()?, &Corpus::parse(corpus)?))
}

impl StudyRun {
    fn new(run: &Finished, corpus: &Corpus, pair: &Pair) -> Self {
        let (outcomes, shown) = (&run.row.sentences, pair.different());
        let word = |token: Option<usize>| {
            token.and_then(|token| corpus.vocabulary().get(token)).cloned().unwrap_or_default()
        };
        let guess = |&sentence: &usize| {
            let trace = run.traces.get(sentence)?;
            top(trace.probabilities.row(outcomes[sentence].place))
        };
        let looked = |&sentence: &usize| {
            let tokens = &corpus.sentences()[sentence].tokens;
            outcomes[sentence].looks_at.map(|place| tokens[place] as usize)
        };
        let on = |place| shown.iter().map(move |&sentence| run.weight_on(sentence, place));
        let weights: Vec<f32> = pair.telling_place.map(|place| on(place).collect()).unwrap_or_default();
        Self {
            settings: run.row.settings.to_string(),
            guesses: shown.iter().map(|sentence| word(guess(sentence))).collect(),
            right: shown.iter().map(|&sentence| outcomes[sentence].is_right()).collect(),
            looks_at: shown.iter().map(|sentence| word(looked(sentence))).collect(),
            stretched: weights.iter().map(|&weight| stretched(weight.into())).collect(),
            weights,
            all_right: run.row.right_answers(),
            asked: outcomes.len(),
            mean_loss: run.mean_loss(),
            rank: rank(&run.singular_values),
            singular_values: run.singular_values.clone(),
        }
    }
}

/// The ticks of the axis that stretches attention weights.
#[wasm_bindgen]
pub fn weight_ticks() -> Vec<f64> {
    TICKS.to_vec()
}

/// How far along that axis each tick stands.
#[wasm_bindgen]
pub fn stretched_ticks() -> Vec<f64> {
    TICKS.map(stretched).to_vec()
}
