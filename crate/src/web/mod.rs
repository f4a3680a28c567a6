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
pub mod records;
mod stages;
mod study;
mod timeline;

pub use cells::{ColoursItem, Subject};
pub use gpu::Gpu;
pub use intervene::Intervention;
pub use lab::Lab;
pub use stages::{activations, shader_part};
pub use study::StudyHandle;

use records::{plain, plain_list};
use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::files::link::Link;
use crate::task::corpus;
use crate::task::settings::{self, KNOBS, Settings, SettingsError};
use crate::task::typed;

/// Every knob of a run.
#[wasm_bindgen]
pub fn knobs() -> Result<Vec<Ts<records::Knob>>, JsError> {
    plain_list(&KNOBS)
}

/// Settings that go by a name, the default first.
#[wasm_bindgen]
pub fn presets() -> Result<Vec<Ts<records::Preset>>, JsError> {
    plain_list(settings::presets())
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
pub fn read_link(text: &str, sections: Vec<String>) -> Result<Ts<records::Link>, JsError> {
    let sections: Vec<_> = sections.iter().map(String::as_str).collect();
    plain(Link::read(text, &sections))
}

/// The notebook's two sentences in their text form.
#[wasm_bindgen]
pub fn notebook_corpus() -> String {
    corpus::NOTEBOOK.to_owned()
}
