//! What a model needs of a device, and what of it does not fit.

use super::shader::{MOST_LANES, trace_arrays, workgroup_arrays};
use crate::engine::EngineError;
use crate::model::architecture::Architecture;
use crate::model::passes::PASSES;
use crate::task::corpus::Corpus;

/// The most steps whose coefficients and losses the buffers hold.
pub const SLOTS: usize = 4096;

/// Bytes of an f32 or a u32.
const WORD: usize = 4;

/// Sizes of what lives on the device, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Models that are trained together, a workgroup each.
    pub models: usize,
    /// Shared by the lanes of a workgroup: the trace and its derivatives.
    pub workgroup: usize,
    /// The sentences.
    pub corpus: usize,
    /// The mask.
    pub mask: usize,
    /// The parameters of one model, and also its gradients; its moments take twice that.
    pub parameters: usize,
    /// One trace.
    pub activations: usize,
}

impl Memory {
    /// What `models` of this architecture need for this corpus.
    pub fn new(architecture: &Architecture, corpus: &Corpus, models: usize) -> Self {
        let t = architecture.positions;
        let workgroup: usize = workgroup_arrays(architecture).iter().map(|(_, length)| length).sum();
        let activations: usize = trace_arrays(architecture).iter().map(|(_, length)| length).sum();
        Self {
            models,
            workgroup: workgroup * WORD,
            corpus: corpus.sentences().len() * (1 + 2 * t) * WORD,
            mask: t * t * WORD,
            parameters: architecture.len() * WORD,
            activations: activations * WORD,
        }
    }

    /// Whether a workgroup also holds the parameters of its model.
    pub fn parameters_fit_on_chip(&self, limits: &wgpu::Limits) -> bool {
        self.workgroup + self.parameters <= limits.max_compute_workgroup_storage_size as usize
    }

    /// Refuses what these limits do not hold.
    ///
    /// # Errors
    /// [`EngineError::DoesNotFit`] with the first limit that is too small.
    pub fn check(&self, limits: &wgpu::Limits) -> Result<(), EngineError> {
        let binding = limits.max_storage_buffer_binding_size;
        let needs = [
            (
                "maxComputeWorkgroupStorageSize",
                self.workgroup,
                u64::from(limits.max_compute_workgroup_storage_size),
            ),
            (
                "maxComputeInvocationsPerWorkgroup",
                MOST_LANES,
                u64::from(limits.max_compute_invocations_per_workgroup),
            ),
            ("maxStorageBufferBindingSize", self.corpus, binding),
            ("maxStorageBufferBindingSize", 2 * self.parameters * self.models, binding),
            ("maxStorageBufferBindingSize", SLOTS * WORD * self.models, binding),
        ];
        for (limit, needed, available) in needs {
            let needed = needed as u64;
            if needed > available {
                return Err(EngineError::DoesNotFit { limit, needed, available });
            }
        }
        Ok(())
    }
}

/// The most steps that one dispatch of the fused kernel may take.
///
/// Mesa's software driver stops a shader silently after 65,535 loop passes of one invocation, all
/// loops together; and a short dispatch keeps a page smooth on any device. So the passes of one
/// step are counted here, generously, and a dispatch stays below the budget.
pub fn steps_per_dispatch(architecture: &Architecture, lanes: usize) -> usize {
    const BUDGET: usize = 60_000;
    (BUDGET / (loop_passes(architecture, lanes) + 1)).clamp(1, SLOTS)
}

/// The loop passes of one lane in one step, counted generously.
pub(in crate::engine) fn loop_passes(architecture: &Architecture, lanes: usize) -> usize {
    let functions = PASSES.iter().flat_map(|pass| pass.backward.iter().chain([&pass.forward]));
    let outputs = functions.flat_map(|function| function.outputs);
    // Outputs that are spread over the lanes, and the passes of the loops inside each. Adam has no loop of its own: the
    // lane that has computed a gradient moves its parameter.
    let loops = outputs.map(|outputs| (outputs.most(architecture), outputs.most_inner(architecture)));
    let mean_loss = (lanes, architecture.positions);
    // Each loop also counts the pass on which it ends; up to three follow one another inside.
    loops.chain([mean_loss]).map(|(outputs, inner)| outputs.div_ceil(lanes) * (inner + 4) + 1).sum()
}
