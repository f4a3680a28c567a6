//! What lives on the device for one model: buffers, and what they are filled with.

use bytemuck::{Pod, Zeroable};

use super::device::Device;
use super::memory::{Memory, SLOTS};
use crate::model::adam;
use crate::task::corpus::Corpus;

/// Traces that are read back at once, at least.
const TRACES: usize = 8;

/// Mirrors `Run` in `shaders/bindings.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
pub(in crate::engine) struct Run {
    pub sentence: u32,
    pub sentences: u32,
    pub first_step: u32,
    pub first_slot: u32,
    pub steps: u32,
}

/// Mirrors `Coefficients` in `shaders/bindings.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub(in crate::engine) struct Coefficients {
    pub step_size: f32,
    pub second_correction: f32,
}

impl From<adam::Coefficients> for Coefficients {
    fn from(of_step: adam::Coefficients) -> Self {
        Self { step_size: of_step.step_size as f32, second_correction: of_step.second_correction as f32 }
    }
}

#[derive(Debug)]
pub(super) struct Buffers {
    pub run: wgpu::Buffer,
    pub corpus: wgpu::Buffer,
    pub mask: wgpu::Buffer,
    pub coefficients: wgpu::Buffer,
    pub parameters: wgpu::Buffer,
    pub moments: wgpu::Buffer,
    pub gradients: wgpu::Buffer,
    pub activations: wgpu::Buffer,
    pub losses: wgpu::Buffer,
    /// Where results are copied for the host to read.
    pub readback: wgpu::Buffer,
}

/// A binding's name, and which buffer is bound to it.
type Binding = (&'static str, fn(&Buffers) -> &wgpu::Buffer);

/// The bindings of `shaders/bindings.wgsl` in the order of their numbers.
pub(super) const BINDINGS: [Binding; 9] = [
    ("run", |buffers| &buffers.run),
    ("corpus", |buffers| &buffers.corpus),
    ("mask", |buffers| &buffers.mask),
    ("coefficients", |buffers| &buffers.coefficients),
    ("parameters", |buffers| &buffers.parameters),
    ("moments", |buffers| &buffers.moments),
    ("gradients", |buffers| &buffers.gradients),
    ("activations", |buffers| &buffers.activations),
    ("losses", |buffers| &buffers.losses),
];

impl Buffers {
    pub fn new(device: &Device, memory: &Memory) -> Self {
        use wgpu::BufferUsages as Usage;
        let buffer = |label, bytes: usize, usage| {
            device.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: bytes as u64,
                usage,
                mapped_at_creation: false,
            })
        };
        let storage = Usage::STORAGE | Usage::COPY_DST | Usage::COPY_SRC;
        let words = |count: usize| count * size_of::<f32>();
        // A batch of losses with the states, or some traces with their losses.
        let results = (memory.models * 3 * memory.parameters).max(TRACES * (memory.activations + words(1)));
        Self {
            run: buffer("run", size_of::<Run>(), Usage::UNIFORM | Usage::COPY_DST),
            corpus: buffer("corpus", memory.corpus, storage),
            mask: buffer("mask", memory.mask, storage),
            coefficients: buffer("coefficients", SLOTS * size_of::<Coefficients>(), storage),
            parameters: buffer("parameters", memory.models * memory.parameters, storage),
            moments: buffer("moments", memory.models * 2 * memory.parameters, storage),
            gradients: buffer("gradients", memory.parameters, storage),
            activations: buffer("activations", memory.activations, storage),
            losses: buffer("losses", memory.models * words(SLOTS), storage),
            readback: buffer(
                "readback",
                memory.models * words(SLOTS) + results,
                Usage::MAP_READ | Usage::COPY_DST,
            ),
        }
    }

    /// How much can be read back at once.
    pub fn readback_words(&self) -> usize {
        self.readback.size() as usize / size_of::<f32>()
    }
}

/// Each sentence as the shaders read it: its length, its tokens and its targets, both padded to
/// `positions` places.
pub(in crate::engine) fn corpus_words(corpus: &Corpus, positions: usize) -> Vec<u32> {
    let mut words = Vec::new();
    for sentence in corpus.sentences() {
        words.push(sentence.len() as u32);
        for ids in [&sentence.tokens, &sentence.targets] {
            words.extend(ids);
            words.resize(words.len() + positions - ids.len(), 0);
        }
    }
    words
}
