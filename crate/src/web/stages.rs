//! The task and the stages of the head.

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Look};
use super::items::TableItem;
use super::lab::Lab;
use crate::engine::gpu::sources::Sources;
use crate::figure::HeatMap;
use crate::model::activations::{ACTIVATIONS, About, Activation};
use crate::model::passes::Pass;
use crate::task::corpus::Fork;

/// What a stage is called, what it means and how it is computed.
#[wasm_bindgen(js_name = Stage, getter_with_clone)]
pub struct StageItem {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The letter of its columns: T, V, E or H.
    pub columns: String,
    /// The part of `shaders/` that computes it.
    pub forward: String,
    /// The part that goes back through it.
    pub backward: String,
}

impl StageItem {
    fn new(about: &About) -> Self {
        let pass = Pass::of(about.activation);
        Self {
            name: about.name.into(),
            title: about.full_title(),
            columns: about.columns.letter().into(),
            forward: pass.forward_part(),
            backward: pass.backward_part(),
        }
    }
}

/// A beginning after which the sentences go on in more than one way.
#[wasm_bindgen(js_name = Fork, getter_with_clone)]
pub struct ForkItem {
    /// The words read so far, the start token first.
    pub beginning: Vec<String>,
    /// The words that follow.
    pub next: Vec<String>,
    /// The best probability that each of them can be given.
    pub shares: Vec<f64>,
    /// The mean of -ln p(target) here with these probabilities, in nats.
    pub entropy: f64,
    /// What this adds to the floor of the mean loss, in nats.
    pub cost: f64,
}

/// All stages, in the order of computation.
#[wasm_bindgen]
pub fn stages() -> Vec<StageItem> {
    ACTIVATIONS.iter().map(StageItem::new).collect()
}

/// The text of one file of `shaders/`, as it runs.
///
/// # Errors
/// There is no such part.
#[wasm_bindgen]
pub fn shader_part(name: &str) -> Result<String, JsError> {
    Ok(Sources::default().text(name)?.to_owned())
}

#[wasm_bindgen]
impl Lab {
    /// Where the sentences go on in more than one way.
    pub fn forks(&self) -> Vec<ForkItem> {
        let item = |Fork { beginning, next, entropy, cost }: Fork| {
            let (tokens, shares): (Vec<u32>, Vec<f64>) = next.into_iter().unzip();
            ForkItem { beginning: self.spell(&beginning), next: self.spell(&tokens), shares, entropy, cost }
        };
        self.trainer.corpus().forks().into_iter().map(item).collect()
    }

    /// The best probability that each target of a sentence can be given.
    ///
    /// # Errors
    /// There is no such sentence.
    pub fn best_chances(&self, sentence: usize) -> Result<Vec<f64>, JsError> {
        Ok(self.trainer.corpus().best_chances(self.sentence(sentence)?))
    }

    /// The tokens of a sentence by their ids, which count from 0.
    ///
    /// # Errors
    /// There is no such sentence.
    pub fn tokens(&self, sentence: usize) -> Result<Vec<u32>, JsError> {
        Ok(self.sentence(sentence)?.tokens.clone())
    }

    /// The present sizes of the letters T (of a sentence), V, E and H.
    ///
    /// # Errors
    /// There is no such sentence.
    pub fn sizes(&self, sentence: usize) -> Result<Vec<u32>, JsError> {
        let architecture = self.trainer.architecture();
        let (v, h) = (architecture.vocabulary, architecture.head_size);
        Ok([self.sentence(sentence)?.len(), v, v, h].map(|size| size as u32).to_vec())
    }

    /// The words and numbers of a stage.
    ///
    /// # Errors
    /// There is no such sentence or stage.
    pub fn stage_table(&self, sentence: usize, name: &str) -> Result<TableItem, JsError> {
        Ok(TableItem::new(self.stage_map(sentence, name)?))
    }

    /// Draws a stage with its words and numbers, `width` CSS pixels wide; returns the height.
    ///
    /// # Errors
    /// There is no such sentence or stage, or the canvas cannot be drawn on.
    pub fn draw_stage(
        &self,
        canvas: HtmlCanvasElement,
        sentence: usize,
        name: &str,
        width: f64,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<f64, JsError> {
        canvas::draw_heat_map(canvas, &self.stage_map(sentence, name)?, width, Look { pixel_ratio, dark })
    }

    /// Draws the cells of a stage alone, as large as the canvas is shown.
    ///
    /// # Errors
    /// There is no such sentence or stage, or the canvas cannot be drawn on.
    pub fn draw_stage_cells(
        &self,
        canvas: HtmlCanvasElement,
        sentence: usize,
        name: &str,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<(), JsError> {
        self.sentence(sentence)?;
        let cells = stage(name)?.cells(&self.traces[sentence]);
        canvas::draw_cells(canvas, &cells, Look { pixel_ratio, dark })
    }
}

impl Lab {
    fn stage_map(&self, index: usize, name: &str) -> Result<HeatMap, JsError> {
        let sentence = self.sentence(index)?;
        let (stage, trace) = (stage(name)?, &self.traces[index]);
        let range = stage.range_among_others(trace);
        Ok(HeatMap { title: String::new(), range, ..stage.heat_map(self.trainer.corpus(), sentence, trace) })
    }
}

fn stage(name: &str) -> Result<Activation, JsError> {
    Activation::from_name(name).ok_or_else(|| JsError::new(&format!("there is no stage '{name}'")))
}
