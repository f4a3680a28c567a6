//! The task and the stages of the head.

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Surface};
use super::lab::Lab;
use super::records::{self, Table, plain, plain_list};
use crate::engine::gpu::sources::Sources;
use crate::figure::HeatMap;
use crate::model::activations::{ACTIVATIONS, Activation};

/// All matrices of the head, in the order of computation.
#[wasm_bindgen]
pub fn activations() -> Result<Vec<Ts<records::Activation>>, JsError> {
    plain_list(&ACTIVATIONS)
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
    pub fn stage_table(&self, sentence: usize, name: &str) -> Result<Ts<Table>, JsError> {
        plain(self.stage_map(sentence, name)?)
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
        canvas::draw_heat_map(canvas, &self.stage_map(sentence, name)?, width, Surface { pixel_ratio, dark })
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
        canvas::draw_cells(canvas, &cells, Surface { pixel_ratio, dark })
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
