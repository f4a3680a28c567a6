//! The pipelines that a device has compiled: a shape that is opened again is not compiled again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A page that is dragged through all head sizes comes by a few hundred.
const MOST: usize = 512;

/// Pipelines by the whole source of their shaders. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pipelines(Arc<Mutex<HashMap<String, wgpu::ComputePipeline>>>);

impl Pipelines {
    pub fn get(&self, source: &str) -> Option<wgpu::ComputePipeline> {
        self.known().get(source).cloned()
    }

    /// Keeps one that is known to be good.
    pub fn keep(&self, source: String, pipeline: &wgpu::ComputePipeline) {
        let mut known = self.known();
        if known.len() == MOST {
            known.clear();
        }
        known.insert(source, pipeline.clone());
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, wgpu::ComputePipeline>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
