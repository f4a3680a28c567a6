//! The pipelines that a device has compiled: a shape that is opened again is not compiled again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A page that is dragged through all head sizes comes by a few hundred.
const MOST: usize = 512;

/// Pipelines by the whole source of their shaders, the oldest first. Clones share them. So few are found as fast without a
/// hash, which in the page is more to download.
#[derive(Clone, Debug, Default)]
pub(super) struct Pipelines(Arc<Mutex<Vec<(String, wgpu::ComputePipeline)>>>);

impl Pipelines {
    pub fn get(&self, source: &str) -> Option<wgpu::ComputePipeline> {
        let known = self.known();
        known.iter().find(|(known, _)| known == source).map(|(_, pipeline)| pipeline.clone())
    }

    /// Keeps one that is known to be good.
    pub fn keep(&self, source: String, pipeline: &wgpu::ComputePipeline) {
        let mut known = self.known();
        if known.len() == MOST {
            known.remove(0);
        }
        known.push((source, pipeline.clone()));
    }

    fn known(&self) -> MutexGuard<'_, Vec<(String, wgpu::ComputePipeline)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
