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
pub use items::{DeviceItem, KnobItem, LinkItem, PresetItem, TableItem, TensorItem};
pub use lab::Lab;
pub use lens::{ArithmeticItem, LensItem};
pub use stages::{ForkItem, StageItem, shader_part, stages};
pub use study::{StudyHandle, StudyRun};

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::files::link::Link;
use crate::task::corpus;
use crate::task::settings::{self, KNOBS, Settings, SettingsError};
use crate::task::typed;

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

/// Reads the value of one knob as a person types it, and writes it as it stands in the settings' text form.
///
/// # Errors
/// What is wrong with it, in the person's own characters.
#[wasm_bindgen]
pub fn check_setting(key: &str, value: &str) -> Result<String, JsError> {
    let mut settings = Settings::default();
    settings.set(key, value).map_err(SettingsError::labelled)?;
    Ok(settings.get(key).unwrap_or_default())
}

/// A whole number as a person types it; undefined if it is none.
#[wasm_bindgen]
pub fn read_whole(text: &str) -> Option<f64> {
    typed::whole(text).map(|number| number as f64)
}

/// Reads what stands behind the `#` of the page's address, its percent codes resolved. `sections` are the parts of the
/// page that it may lead to.
#[wasm_bindgen]
pub fn read_link(text: &str, sections: Vec<String>) -> LinkItem {
    let sections: Vec<_> = sections.iter().map(String::as_str).collect();
    LinkItem::new(&Link::read(text, &sections))
}

/// The notebook's two sentences in their text form.
#[wasm_bindgen]
pub fn notebook_corpus() -> String {
    corpus::NOTEBOOK.to_owned()
}
