//! Uploads, dispatches and reads back.

use std::time::Duration;

use bytemuck::{Pod, Zeroable, cast_slice};
use futures_channel::oneshot;

use super::device::{Device, one_line};
use super::memory::{Memory, SLOTS, steps_per_dispatch};
use super::shader::{self, Entry, Shape};
use crate::adam::{Adam, State};
use crate::corpus::Corpus;
use crate::engine::{Adapter, EngineError};
use crate::matrix::Matrix;
use crate::model::causal_mask;
use crate::parameters::Architecture;
use crate::trace::{self, Trace};

/// How long a device may take to answer before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// Traces that are read back at once, at least.
const TRACES: usize = 8;

/// What an unwritten loss looks like: a NaN that no arithmetic produces, so that a driver that
/// stopped early is told from a run that diverged.
const UNWRITTEN: u32 = 0x7fc0_1abe;

/// Mirrors `Run` in `shaders/bindings.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
struct Run {
    sentence: u32,
    sentences: u32,
    first_step: u32,
    first_slot: u32,
    steps: u32,
}

/// Trains and traces on a GPU device.
#[derive(Debug)]
pub struct GpuEngine {
    device: Device,
    architecture: Architecture,
    adam: Adam,
    /// Places of each sentence.
    lengths: Vec<usize>,
    steps_per_dispatch: usize,
    buffers: Buffers,
    forward: Pipeline,
    backward: Pipeline,
    train: Pipeline,
}

#[derive(Debug)]
struct Buffers {
    run: wgpu::Buffer,
    corpus: wgpu::Buffer,
    mask: wgpu::Buffer,
    coefficients: wgpu::Buffer,
    parameters: wgpu::Buffer,
    moments: wgpu::Buffer,
    gradients: wgpu::Buffer,
    activations: wgpu::Buffer,
    losses: wgpu::Buffer,
    /// Where results are copied for the host to read.
    readback: wgpu::Buffer,
}

#[derive(Debug)]
struct Pipeline {
    pipeline: wgpu::ComputePipeline,
    bind_group: wgpu::BindGroup,
}

impl GpuEngine {
    /// An engine for the sentences of `corpus`: buffers and the three pipelines.
    ///
    /// # Errors
    /// The model does not fit the device, or the driver refuses a shader.
    pub async fn new(
        device: &Device,
        architecture: Architecture,
        corpus: &Corpus,
        adam: Adam,
    ) -> Result<Self, EngineError> {
        let memory = Memory::new(&architecture, corpus);
        memory.check(&device.device.limits())?;

        let scope = device.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let buffers = Buffers::new(device, &memory);
        let lengths: Vec<usize> = corpus.sentences().iter().map(|sentence| sentence.len()).collect();
        let ragged = lengths.iter().any(|&length| length != architecture.positions);
        let shape = Shape { architecture, ragged };
        let pipeline = |entry| Pipeline::new(device, entry, &shape, &adam, &buffers);
        let [forward, backward, train] = Entry::ALL.map(pipeline);
        if let Some(error) = scope.pop().await {
            return Err(EngineError::Invalid(one_line(&error.to_string())));
        }

        let sentences = corpus_words(corpus, architecture.positions);
        device.queue.write_buffer(&buffers.corpus, 0, cast_slice(&sentences));
        Ok(Self {
            device: device.clone(),
            architecture,
            adam,
            lengths,
            steps_per_dispatch: steps_per_dispatch(&architecture),
            buffers,
            forward,
            backward,
            train,
        })
    }

    /// Which device computes.
    pub fn adapter(&self) -> &Adapter {
        self.device.adapter()
    }

    /// Replaces the number of steps that one dispatch takes, 1 to [`SLOTS`]. The default keeps
    /// every known driver within its limits.
    pub fn set_steps_per_dispatch(&mut self, steps: usize) {
        self.steps_per_dispatch = steps.clamp(1, SLOTS);
    }

    /// See [`crate::engine::Engine::train`].
    ///
    /// # Errors
    /// The device failed, or its driver stopped early; `state` is then unchanged.
    pub async fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        let positions = self.architecture.positions;
        self.write_mask(&causal_mask(positions));
        self.write(&self.buffers.parameters, &state.parameters);
        self.write(&self.buffers.moments, &interleave(&state.first_moment, &state.second_moment));

        let mut next = state.clone();
        let mut losses = Vec::new();
        while losses.len() < steps as usize {
            let batch = (steps as usize - losses.len()).min(SLOTS);
            self.dispatch_batch(next.step, batch);
            let [batch_losses, parameters, moments] = self
                .read([
                    (&self.buffers.losses, batch),
                    (&self.buffers.parameters, self.architecture.len()),
                    (&self.buffers.moments, 2 * self.architecture.len()),
                ])
                .await?;
            if let Some(slot) = batch_losses.iter().position(|loss| loss.to_bits() == UNWRITTEN) {
                return Err(EngineError::StoppedEarly { step: next.step + slot as u64 });
            }
            losses.extend(batch_losses);
            next.parameters = parameters;
            (next.first_moment, next.second_moment) =
                moments.as_chunks().0.iter().map(|&[m, v]| (m, v)).unzip();
            next.step += batch as u64;
        }
        *state = next;
        Ok(losses)
    }

    /// Sends the coefficients of `batch` steps and dispatches them, some at a time.
    fn dispatch_batch(&self, first_step: u64, batch: usize) {
        let coefficients: Vec<[f32; 2]> = (1..=batch as u64)
            .map(|step| self.adam.coefficients(first_step + step))
            .map(|c| [c.step_size as f32, c.second_correction as f32])
            .collect();
        self.write(&self.buffers.coefficients, &coefficients);
        self.write(&self.buffers.losses, &vec![UNWRITTEN; batch]);
        for first_slot in (0..batch).step_by(self.steps_per_dispatch) {
            let run = Run {
                sentences: self.lengths.len() as u32,
                first_step: (first_step + first_slot as u64) as u32,
                first_slot: first_slot as u32,
                steps: self.steps_per_dispatch.min(batch - first_slot) as u32,
                ..Run::default()
            };
            self.dispatch(&self.train, run);
        }
    }

    /// See [`crate::engine::Engine::gradients`]: one dispatch forward, one backward.
    ///
    /// # Errors
    /// The device failed.
    pub async fn gradients(
        &mut self,
        parameters: &[f32],
        sentence: usize,
    ) -> Result<(f32, Vec<f32>), EngineError> {
        self.write_mask(&causal_mask(self.architecture.positions));
        self.dispatch_forward(parameters, sentence);
        self.dispatch(&self.backward, Run { sentence: sentence as u32, ..Run::default() });
        let [loss, gradients] = self
            .read([(&self.buffers.losses, 1), (&self.buffers.gradients, self.architecture.len())])
            .await?;
        Ok((loss[0], gradients))
    }

    /// See [`crate::engine::Engine::traces`]. Many traces are read back at once, since a browser
    /// may take 100 ms to answer.
    ///
    /// # Errors
    /// The device failed.
    pub async fn traces(
        &mut self,
        parameters: &[f32],
        cases: &[(usize, Matrix<f32>)],
    ) -> Result<Vec<Trace<f32>>, EngineError> {
        let positions = self.architecture.positions;
        let columns = trace::columns(&self.architecture, positions);
        let words: usize = columns.iter().map(|columns| positions * columns).sum();
        let sources = [(&self.buffers.losses, 1), (&self.buffers.activations, words)];

        let mut traces = Vec::new();
        for cases in cases.chunks(self.buffers.readback_words() / (1 + words)) {
            for (index, (sentence, mask)) in cases.iter().enumerate() {
                self.write_mask(mask);
                self.dispatch_forward(parameters, *sentence);
                self.copy_to_readback(&sources, index * (1 + words));
            }
            let values = self.map_readback(cases.len() * (1 + words)).await?;
            for ((sentence, mask), values) in cases.iter().zip(values.chunks_exact(1 + words)) {
                traces.push(self.decode_trace(*sentence, mask, values[0], &values[1..]));
            }
        }
        Ok(traces)
    }

    fn decode_trace(
        &self,
        sentence: usize,
        mask: &Matrix<f32>,
        loss: f32,
        activations: &[f32],
    ) -> Trace<f32> {
        let positions = self.architecture.positions;
        let columns = trace::columns(&self.architecture, positions);
        let mut trace = Trace::zeros(&self.architecture, self.lengths[sentence]);
        trace.loss = loss;
        let mut offset = 0;
        for (matrix, stride) in trace.matrices_mut().into_iter().zip(columns) {
            // On the device every matrix has the rows (and T x T ones the columns) of the longest
            // sentence.
            for row in 0..matrix.rows {
                let start = offset + row * stride;
                let width = matrix.columns;
                matrix.row_mut(row).copy_from_slice(&activations[start..start + width]);
            }
            offset += positions * stride;
        }
        for (score, &allowed) in trace.scores.values.iter_mut().zip(&mask.values) {
            if allowed == 0.0 {
                *score = f32::NEG_INFINITY; // MASKED in the shaders.
            }
        }
        trace
    }

    fn dispatch_forward(&self, parameters: &[f32], sentence: usize) {
        self.write(&self.buffers.parameters, parameters);
        self.write(&self.buffers.losses, &[UNWRITTEN]);
        self.dispatch(&self.forward, Run { sentence: sentence as u32, ..Run::default() });
    }

    /// Uploads a mask of T x T into the device's mask, whose rows are as long as the longest
    /// sentence.
    fn write_mask(&self, mask: &Matrix<f32>) {
        let positions = self.architecture.positions;
        let mut padded = Matrix::zeros(positions, positions);
        for row in 0..mask.rows {
            padded.row_mut(row)[..mask.columns].copy_from_slice(mask.row(row));
        }
        self.write(&self.buffers.mask, &padded.values);
    }

    fn write<T: Pod>(&self, buffer: &wgpu::Buffer, values: &[T]) {
        self.device.queue.write_buffer(buffer, 0, cast_slice(values));
    }

    fn dispatch(&self, pipeline: &Pipeline, run: Run) {
        self.write(&self.buffers.run, &[run]);
        let mut encoder = self.device.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&pipeline.pipeline);
            pass.set_bind_group(0, &pipeline.bind_group, &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
        self.device.queue.submit([encoder.finish()]);
    }

    /// Waits for all that was dispatched and reads the first words of some buffers.
    async fn read<const N: usize>(
        &self,
        sources: [(&wgpu::Buffer, usize); N],
    ) -> Result<[Vec<f32>; N], EngineError> {
        self.copy_to_readback(&sources, 0);
        let values = self.map_readback(sources.iter().map(|(_, words)| words).sum()).await?;
        let mut rest = values.into_iter();
        Ok(sources.map(|(_, words)| rest.by_ref().take(words).collect()))
    }

    /// Copies the first words of some buffers, one after another, to word `offset` of the readback.
    fn copy_to_readback(&self, sources: &[(&wgpu::Buffer, usize)], offset: usize) {
        let mut offset = bytes(offset);
        let mut encoder = self.device.device.create_command_encoder(&Default::default());
        for &(buffer, words) in sources {
            encoder.copy_buffer_to_buffer(buffer, 0, &self.buffers.readback, offset, bytes(words));
            offset += bytes(words);
        }
        self.device.queue.submit([encoder.finish()]);
    }

    /// Waits for all that was dispatched and copied, and reads the first words of the readback.
    async fn map_readback(&self, words: usize) -> Result<Vec<f32>, EngineError> {
        let range = 0..bytes(words);
        let lost = |why: String| self.device.failure().unwrap_or(EngineError::Lost(one_line(&why)));
        let (sender, receiver) = oneshot::channel();
        self.buffers.readback.map_async(wgpu::MapMode::Read, range.clone(), move |result| {
            // Nobody waits any more if the read was abandoned.
            let _ = sender.send(result);
        });
        let wait = wgpu::PollType::Wait { submission_index: None, timeout: Some(PATIENCE) };
        self.device.device.poll(wait).map_err(|error| lost(error.to_string()))?;
        receiver
            .await
            .map_err(|_| lost("it did not answer".into()))?
            .map_err(|error| lost(error.to_string()))?;

        let values: Vec<f32> = {
            let view =
                self.buffers.readback.get_mapped_range(range).map_err(|error| lost(error.to_string()))?;
            bytemuck::pod_collect_to_vec(&view)
        };
        self.buffers.readback.unmap();
        // A lost device may still answer, with zeros.
        if let Some(failure) = self.device.failure() {
            return Err(failure);
        }
        Ok(values)
    }
}

impl Buffers {
    fn new(device: &Device, memory: &Memory) -> Self {
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
        // A batch of losses with the state, or some traces with their losses.
        let results = (4 * memory.parameters).max(TRACES * (memory.activations + words(1)));
        Self {
            run: buffer("run", size_of::<Run>(), Usage::UNIFORM | Usage::COPY_DST),
            corpus: buffer("corpus", memory.corpus, storage),
            mask: buffer("mask", memory.mask, storage),
            coefficients: buffer("coefficients", words(2 * SLOTS), storage),
            parameters: buffer("parameters", memory.parameters, storage),
            moments: buffer("moments", 2 * memory.parameters, storage),
            gradients: buffer("gradients", memory.parameters, storage),
            activations: buffer("activations", memory.activations, storage),
            losses: buffer("losses", words(SLOTS), storage),
            readback: buffer("readback", words(SLOTS) + results, Usage::MAP_READ | Usage::COPY_DST),
        }
    }

    /// How much can be read back at once.
    fn readback_words(&self) -> usize {
        self.readback.size() as usize / size_of::<f32>()
    }

    /// The buffer of each binding in `shaders/bindings.wgsl`.
    fn of_binding(&self, binding: u32) -> &wgpu::Buffer {
        let buffers = [
            &self.run,
            &self.corpus,
            &self.mask,
            &self.coefficients,
            &self.parameters,
            &self.moments,
            &self.gradients,
            &self.activations,
            &self.losses,
        ];
        buffers[binding as usize]
    }
}

impl Pipeline {
    fn new(device: &Device, entry: Entry, shape: &Shape, adam: &Adam, buffers: &Buffers) -> Self {
        let source = shader::source(entry, shape, adam);
        let module = device.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(entry.name()),
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        let pipeline = device.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(entry.name()),
            layout: None, // Read off the shader: the bindings that it uses.
            module: &module,
            entry_point: Some("main"),
            compilation_options: Default::default(),
            cache: None,
        });
        let entries: Vec<_> = entry
            .bindings()
            .iter()
            .map(|&binding| wgpu::BindGroupEntry {
                binding,
                resource: buffers.of_binding(binding).as_entire_binding(),
            })
            .collect();
        let bind_group = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(entry.name()),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        Self { pipeline, bind_group }
    }
}

/// The size of so many f32 or u32.
fn bytes(words: usize) -> u64 {
    (words * size_of::<f32>()) as u64
}

/// Each sentence as the shaders read it: its length, its tokens and its targets, both padded to
/// `positions` places.
fn corpus_words(corpus: &Corpus, positions: usize) -> Vec<u32> {
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

fn interleave(first: &[f32], second: &[f32]) -> Vec<[f32; 2]> {
    first.iter().zip(second).map(|(&m, &v)| [m, v]).collect()
}
