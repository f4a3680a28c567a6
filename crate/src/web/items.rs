//! Plain records for the page.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::figure::HeatMap;
use crate::files::link::Link;
use crate::matrix::is_masked;
use crate::model::tensors::Tensor;
use crate::task::settings::{Kind, Knob, Preset, Settings};
use crate::train::trainer::Trainer;

/// What the address asks for.
#[wasm_bindgen(js_name = LinkItem, getter_with_clone)]
pub struct LinkItem {
    /// The settings in their text form.
    pub settings: String,
    /// `auto`, `gpu` or `cpu`.
    pub backend: String,
    /// The part of the page to go to.
    pub section: Option<String>,
    /// What was not understood, in a sentence; empty if all was.
    pub problem: String,
}

impl LinkItem {
    pub(super) fn new(link: &Link) -> Self {
        Self {
            settings: link.settings.to_string(),
            backend: link.backend.to_string(),
            section: link.section.clone(),
            problem: link.problem(),
        }
    }
}

/// The name, range and meaning of one knob.
#[wasm_bindgen(js_name = Knob, getter_with_clone)]
pub struct KnobItem {
    /// Its key in the text form of the settings.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// `integer`, `number` or `toggle`.
    pub kind: String,
    /// The smallest value.
    pub minimum: f64,
    /// The largest value.
    pub maximum: f64,
    /// The notebook's value, as text.
    pub initial: String,
    /// What it does, in a sentence.
    pub help: String,
}

impl KnobItem {
    pub(super) fn new(knob: &Knob) -> Self {
        let kind = match knob.kind {
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Toggle => "toggle",
        };
        Self {
            key: knob.key.into(),
            label: knob.label.into(),
            kind: kind.into(),
            minimum: knob.minimum,
            maximum: knob.maximum,
            initial: Settings::default().get(knob.key).unwrap_or_default(),
            help: knob.help.into(),
        }
    }
}

/// Settings that go by a name.
#[wasm_bindgen(js_name = Preset, getter_with_clone)]
pub struct PresetItem {
    /// The name.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The settings in their text form.
    pub settings: String,
}

impl PresetItem {
    pub(super) fn new(preset: &Preset) -> Self {
        Self { name: preset.name.into(), title: preset.title.into(), settings: preset.settings.to_string() }
    }
}

/// Who computes.
#[wasm_bindgen(js_name = Device, getter_with_clone)]
pub struct DeviceItem {
    /// `gpu` or `cpu`: which engine.
    pub engine: String,
    /// The device's name.
    pub name: String,
    /// Its interface.
    pub backend: String,
    /// What kind of device it is; see [`crate::engine::Adapter`].
    pub kind: String,
    /// Which device computes, and why it does, in a sentence.
    pub sentence: String,
}

impl DeviceItem {
    pub(super) fn new(trainer: &Trainer) -> Self {
        let adapter = trainer.adapter();
        Self {
            engine: if adapter.backend == "cpu" { "cpu" } else { "gpu" }.into(),
            name: adapter.name,
            backend: adapter.backend,
            kind: adapter.kind,
            sentence: trainer.device_sentence(),
        }
    }
}

/// One tensor of the model summary.
#[wasm_bindgen(js_name = Tensor, getter_with_clone)]
pub struct TensorItem {
    /// Its name in the notebook.
    pub name: String,
    /// Output features, or table rows.
    pub rows: u32,
    /// Input features, or the embedding size.
    pub columns: u32,
    /// The number of its values.
    pub parameters: u32,
    /// Whether the model uses it.
    pub in_use: bool,
}

impl TensorItem {
    pub(super) fn new(tensor: Tensor) -> Self {
        Self {
            name: tensor.name().into_owned(),
            rows: tensor.rows as u32,
            columns: tensor.columns as u32,
            parameters: tensor.len() as u32,
            in_use: tensor.in_use,
        }
    }
}

/// The words and numbers of one heat map.
#[wasm_bindgen(js_name = Table, getter_with_clone)]
pub struct TableItem {
    /// What it shows.
    pub title: String,
    /// What a row does.
    pub row_axis: String,
    /// What is done to a column.
    pub column_axis: String,
    /// Row labels.
    pub rows: Vec<String>,
    /// Column labels.
    pub columns: Vec<String>,
    /// Row-major values.
    pub values: Vec<f32>,
    /// 1 for each value that is masked and says nothing; any NaN besides is a number of a run gone wrong.
    pub masked: Vec<u8>,
    /// How many decimals the figure shows.
    pub decimals: u32,
    /// Why a row has but one number; may be empty.
    pub alone: String,
}

impl TableItem {
    pub(super) fn new(map: HeatMap) -> Self {
        Self {
            title: map.title,
            row_axis: map.row_axis,
            column_axis: map.column_axis,
            rows: map.rows,
            columns: map.columns,
            masked: map.values.values.iter().map(|&value| is_masked(value).into()).collect(),
            values: map.values.values,
            decimals: map.decimals as u32,
            alone: map.alone,
        }
    }
}
