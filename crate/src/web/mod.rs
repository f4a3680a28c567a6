//! What the page calls: the only `#[wasm_bindgen]` code. It passes on and does no arithmetic.
//!
//! Every failure is a JavaScript `Error` whose message tells a person what to do.

mod answers;
mod canvas;
mod cells;
mod explain;
mod gpu;
mod intervene;
mod items;
mod lab;
mod lens;
mod stages;
mod study;
mod timeline;

pub use cells::{ColoursItem, Subject};
pub use explain::{ExplanationItem, ProductsItem};
pub use gpu::Gpu;
pub use intervene::{ChangedLookItem, Intervention, ReasonsItem};
pub use items::{DeviceItem, KnobItem, PresetItem, TableItem, TensorItem};
pub use lab::Lab;
pub use lens::{ArithmeticItem, LensItem};
pub use stages::{ForkItem, StageItem, shader_part, stages};
pub use study::{StudyHandle, StudyRun};

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::corpus;
use crate::settings::{self, KNOBS, Settings};

/// Every knob of a run.
#[wasm_bindgen]
pub fn knobs() -> Vec<KnobItem> {
    KNOBS.iter().map(KnobItem::new).collect()
}

/// Settings that go by a name, the default first.
#[wasm_bindgen]
pub fn presets() -> Vec<PresetItem> {
    settings::presets().iter().map(PresetItem::new).collect()
}

/// Reads settings in their text form and writes every one of them.
///
/// # Errors
/// The first setting that is wrong, with its range.
#[wasm_bindgen]
pub fn check_settings(text: &str) -> Result<String, JsError> {
    Ok(text.parse::<Settings>()?.to_string())
}

/// The notebook's two sentences in their text form.
#[wasm_bindgen]
pub fn notebook_corpus() -> String {
    corpus::NOTEBOOK.to_owned()
}
