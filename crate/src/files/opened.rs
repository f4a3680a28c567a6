//! A saved run, read from its safetensors file: its words and settings from the text in the file's metadata, its weights
//! from the tensors.

use super::link::Link;
use super::weights::{self, Loaded, WeightsError};
use crate::train::run::{Run, Start};

/// A run as a file holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Words and settings; its start is drawn, whatever it started from.
    pub run: Run,
    /// The steps that it had taken.
    pub step: u64,
    /// The weights that these have led to, one flat vector.
    pub parameters: Vec<f32>,
    /// The weights file that it started from; `None` where the seed gave the start.
    pub started_from: Option<String>,
}

impl Opened {
    /// Reads a file of this name.
    ///
    /// # Errors
    /// A sentence: what the file is, and what to do about it.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let failed = |error: WeightsError| match error {
            WeightsError::Foreign(foreign) => {
                format!("'{name}' cannot be opened: {}.", foreign.sentence(name))
            }
            error => format!("'{name}' cannot be opened: {error}."),
        };
        let link = Link::read(&weights::run_text(bytes).map_err(failed)?, |_| false).with_edited_shaders();
        let problem = link.problem();
        if !problem.is_empty() {
            return Err(format!(
                "'{name}' cannot be opened: what it says of its run was not understood. {problem}"
            ));
        }
        let run = Run { start: Start::Drawn, ..link.run };
        let loaded = weights::from_safetensors(&run.settings, &run.corpus, bytes).map_err(failed)?;
        let Loaded { parameters, origin, .. } = loaded;
        let (step, started_from) = origin.map_or((0, None), |origin| (origin.step, origin.started_from));
        Ok(Self { step: step.min(run.steps()), run, parameters, started_from })
    }
}
