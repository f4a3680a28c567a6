//! The settings of a run in JSON.

use attention_lab::settings::Settings;
use serde::Serialize;

/// Above this, readers that keep numbers as f64, JavaScript's among them, take one whole number for another.
const EXACT: u64 = 1 << 53;

/// The settings, and a seed that readers might round as text too.
#[derive(Serialize)]
pub struct WrittenSettings<'a> {
    #[serde(flatten)]
    settings: &'a Settings,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed_text: Option<String>,
}

impl<'a> From<&'a Settings> for WrittenSettings<'a> {
    fn from(settings: &'a Settings) -> Self {
        let seed_text = (settings.seed > EXACT).then(|| settings.seed.to_string());
        Self { settings, seed_text }
    }
}
