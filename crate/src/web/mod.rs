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
mod taken;
mod timeline;

pub use cells::{ColoursItem, Subject};
pub use gpu::Gpu;
pub use intervene::Intervention;
pub use lab::{KeptLosses, Lab};
pub use stages::{activations, shader_part};
pub use study::StudyHandle;

use records::{plain, plain_list};
use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::files::link::{Changes, Link};
use crate::task::corpus::Corpus;
use crate::task::settings::{self, KNOBS, Settings, SettingsError};
use crate::task::shelf::{self, SETS};
use crate::task::typed;
use crate::train::history;
use crate::train::run::Run;

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

/// Reads what stands behind the `#` of the page's address. `sections` are the parts of the page that it may lead to.
#[wasm_bindgen]
pub fn read_link(text: &str, sections: Vec<String>) -> Result<Ts<records::Link>, JsError> {
    plain(Link::read(text, |part| sections.iter().any(|section| section == part)))
}

/// Writes what shall stand behind the `#` of the page's address; `pair` is empty for the pair that is compared unless
/// another is chosen, `edits` are edited shaders as differences from the shipped ones, and `sentences` are those that
/// `changes` are of.
///
/// # Errors
/// Settings, words or backend are none.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "all that a link says")]
pub fn write_link(
    settings: &str,
    words: &str,
    edits: Vec<String>,
    step: f64,
    pair: &[usize],
    backend: &str,
    sentences: &[usize],
    changes: Vec<Intervention>,
) -> Result<Ts<records::WrittenLink>, JsError> {
    let run = Run::new(settings.parse()?, Corpus::parse(words)?);
    let mut changed = Changes::default();
    for (&sentence, Intervention(change)) in sentences.iter().zip(changes) {
        changed.set(sentence, change);
    }
    plain(&Link {
        edits,
        changes: changed,
        step: Some(step as u64),
        pair: <[usize; 2]>::try_from(pair).ok(),
        backend: backend.parse().map_err(|error: String| JsError::new(&error))?,
        ..Link::shipped(run)
    })
}

/// Every how many epochs the losses of so many are logged.
#[wasm_bindgen]
pub fn log_every(epochs: u32) -> usize {
    history::log_every(epochs)
}

/// Reads sentences as a person types them.
#[wasm_bindgen]
pub fn check_words(text: &str) -> Result<Ts<records::Typed>, JsError> {
    plain(Corpus::parse(text))
}

/// The sets of the shelf, the notebook's first.
#[wasm_bindgen]
pub fn shelf() -> Result<Vec<Ts<records::Set>>, JsError> {
    plain_list(&SETS)
}

/// The name of the set that has these sentences; undefined if none has.
///
/// # Errors
/// The words are no corpus.
#[wasm_bindgen]
pub fn set_name(words: &str) -> Result<Option<String>, JsError> {
    Ok(shelf::named(&Corpus::parse(words)?).map(|set| set.name.to_owned()))
}
