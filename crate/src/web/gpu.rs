//! The search for a GPU, beside the Lab: the page trains meanwhile.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::open_trainer;
use crate::engine::gpu::KeptDevice;

/// What a search for a GPU has found: a device, or why there is none.
#[wasm_bindgen]
pub struct Gpu {
    pub(super) slot: KeptDevice,
}

#[wasm_bindgen]
impl Gpu {
    /// Looks for a GPU, and does on it whatever takes long for this run: its shaders are compiled,
    /// and with `auto` it is measured. A Lab that takes it over waits for none of that. What stands
    /// in the way, the Lab is told then.
    pub async fn find(settings: &str, corpus: &str, backend: &str) -> Self {
        let mut slot = None;
        if let Ok(mut trainer) = open_trainer(settings, corpus, backend, &mut slot).await {
            // Compiles what the first traces and the first steps need.
            let _ = trainer.traces().await;
        }
        Self { slot }
    }

    /// Waits for it no longer: whoever does is told that it is lost.
    pub fn give_up(&self) {
        if let Some(Ok(device)) = &self.slot {
            device.give_up();
        }
    }
}
