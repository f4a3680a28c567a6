//! Uploads, dispatches and reads back.

use std::cell::OnceCell;
use std::time::Duration;

use bytemuck::{Pod, cast_slice};
use futures_channel::oneshot;
use web_time::Instant;

use super::compiled::Pipeline;
use super::costs::Costs;
use super::device::{Device, one_line};
use super::memory::{Memory, SLOTS, steps_per_dispatch};
use super::resources::{Buffers, Coefficients, Run, corpus_words};
use super::shader::{Entry, Shape, Source, trace_arrays};
use super::slices::Slices;
use super::sources::Sources;
use super::spread::Order;
use super::transfer::{decode_trace, padded_mask};
use crate::engine::{Adapter, EngineError};
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::trace::Trace;
use crate::task::corpus::Corpus;

/// How long a device may take to answer before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an unwritten loss looks like: a NaN that no arithmetic produces, so that a driver that
/// stopped early is told from a run that diverged.
const UNWRITTEN: u32 = 0x7fc0_1abe;

/// Trains and traces on a GPU device.
#[derive(Debug)]
pub struct GpuEngine {
    device: Device,
    architecture: Architecture,
    adam: Adam,
    /// Models that are trained together.
    models: usize,
    /// Places of each sentence.
    lengths: Vec<usize>,
    slices: Slices,
    sources: Sources,
    shape: Shape,
    buffers: Buffers,
    forward: Pipeline,
    /// Made when it is first used, or after the first traces: they do not wait for it.
    backward: OnceCell<Pipeline>,
    train: OnceCell<Pipeline>,
}

impl GpuEngine {
    /// An engine for one model and the sentences of `corpus`, by the shaders as they are shipped.
    ///
    /// # Errors
    /// The model does not fit the device, or the driver refuses a shader.
    pub async fn new(
        device: &Device,
        architecture: Architecture,
        corpus: &Corpus,
        adam: Adam,
    ) -> Result<Self, EngineError> {
        Self::with_sources(&Sources::default(), 1, device, architecture, corpus, adam).await
    }

    /// An engine for many models of one architecture, to be trained together: buffers, and
    /// the pipeline of the traces.
    ///
    /// # Errors
    /// The models do not fit the device, or the driver refuses a shader.
    pub async fn for_models(
        models: usize,
        device: &Device,
        architecture: Architecture,
        corpus: &Corpus,
        adam: Adam,
    ) -> Result<Self, EngineError> {
        Self::with_sources(&Sources::default(), models, device, architecture, corpus, adam).await
    }

    /// The same by other shaders.
    ///
    /// # Errors
    /// The models do not fit the device, or the forward pass is refused: the device goes on.
    pub async fn with_sources(
        sources: &Sources,
        models: usize,
        device: &Device,
        architecture: Architecture,
        corpus: &Corpus,
        adam: Adam,
    ) -> Result<Self, EngineError> {
        let memory = Memory::new(&architecture, corpus, models);
        let limits = device.device.limits();
        memory.check(&limits)?;

        let buffers = Buffers::new(device, &memory);
        let lengths: Vec<usize> = corpus.sentences().iter().map(|sentence| sentence.len()).collect();
        let ragged = lengths.iter().any(|&length| length != architecture.positions);
        let lanes = device.lanes(&architecture);
        let on_chip = memory.parameters_fit_on_chip(&limits);
        let shape = Shape { lanes, architecture, ragged, on_chip, order: Order::Ascending };
        let source = Source::new(Entry::Forward, &shape, &adam, sources);
        let forward = Pipeline::begin(device, Entry::Forward, source, &buffers);
        forward.checked(device).await?;

        let sentences = corpus_words(corpus, architecture.positions);
        device.queue.write_buffer(&buffers.corpus, 0, cast_slice(&sentences));
        Ok(Self {
            device: device.clone(),
            architecture,
            adam,
            models,
            lengths,
            slices: Slices::new(steps_per_dispatch(&architecture, lanes)),
            sources: sources.clone(),
            shape,
            buffers,
            forward,
            backward: OnceCell::new(),
            train: OnceCell::new(),
        })
    }

    /// Which device computes.
    pub fn adapter(&self) -> &Adapter {
        self.device.adapter()
    }

    /// See [`crate::engine::Engine::set_learning_rate`]. The shaders know nothing of it: it goes
    /// into the coefficients that are sent with the steps.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.adam.learning_rate = learning_rate;
    }

    /// Fixes the number of steps that one dispatch takes, 1 to [`SLOTS`]. By default it is learned:
    /// as many as fit in 10 ms, and every known driver's limits.
    pub fn set_steps_per_dispatch(&mut self, steps: usize) {
        self.slices = Slices::fixed(steps.clamp(1, SLOTS));
    }

    /// Compiles now what is otherwise compiled when it is first used.
    ///
    /// # Errors
    /// The driver refuses a shader.
    pub async fn compile(&self) -> Result<(), EngineError> {
        for pipeline in [self.backward_pipeline(), self.train_pipeline()] {
            pipeline.checked(&self.device).await?;
        }
        Ok(())
    }

    pub(in crate::engine) fn costs(&self) -> Costs {
        self.slices.costs
    }

    fn backward_pipeline(&self) -> &Pipeline {
        self.backward.get_or_init(|| self.begin(Entry::Backward))
    }

    fn train_pipeline(&self) -> &Pipeline {
        self.train.get_or_init(|| self.begin(Entry::Train))
    }

    fn begin(&self, entry: Entry) -> Pipeline {
        let source = Source::new(entry, &self.shape, &self.adam, &self.sources);
        Pipeline::begin(&self.device, entry, source, &self.buffers)
    }

    /// See [`crate::engine::Engine::train`].
    ///
    /// # Errors
    /// The device failed, or its driver stopped early; `state` is then unchanged.
    pub async fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        self.train_all(std::slice::from_mut(state), steps).await
    }

    /// Trains all models of the engine together, a workgroup each, from states at the same step.
    /// Returns the losses of the first model, then those of the second, and so on.
    ///
    /// # Errors
    /// The device failed, or its driver stopped early; `states` are then unchanged.
    ///
    /// # Panics
    /// There are not as many states as the engine has models, or they are not at the same step.
    pub async fn train_all(
        &mut self,
        states: &mut [State<f32>],
        steps: u64,
    ) -> Result<Vec<f32>, EngineError> {
        assert_eq!(states.len(), self.models, "a state for each model");
        let first_step = states[0].step;
        assert!(states.iter().all(|state| state.step == first_step), "all models at the same step");

        self.write_mask(&causal_mask(self.architecture.positions));
        let parameters = states.iter().flat_map(|state| &state.parameters).copied();
        self.write(&self.buffers.parameters, &parameters.collect::<Vec<f32>>());
        let moments = states.iter().flat_map(|state| state.first_moment.iter().zip(&state.second_moment));
        self.write(&self.buffers.moments, &moments.map(|(&m, &v)| [m, v]).collect::<Vec<_>>());

        let size = self.architecture.len();
        let mut end = (Vec::new(), Vec::new());
        let mut losses = vec![Vec::new(); self.models];
        let mut taken = 0;
        // Before the clock runs.
        self.train_pipeline().checked(&self.device).await?;
        while taken < steps {
            let batch = (steps - taken).min(SLOTS as u64) as usize;
            let begin = Instant::now();
            self.dispatch_batch(first_step + taken, batch);
            // All in one, since a browser may take 100 ms to answer.
            let [found, parameters, moments] = self
                .read([
                    (&self.buffers.losses, self.models * SLOTS),
                    (&self.buffers.parameters, self.models * size),
                    (&self.buffers.moments, self.models * 2 * size),
                ])
                .await?;
            for (losses, found) in losses.iter_mut().zip(found.chunks_exact(SLOTS)) {
                if let Some(slot) = found[..batch].iter().position(|loss| loss.to_bits() == UNWRITTEN) {
                    return Err(EngineError::StoppedEarly { step: first_step + taken + slot as u64 });
                }
                losses.extend(&found[..batch]);
            }
            self.slices.took(batch, begin.elapsed());
            end = (parameters, moments);
            taken += batch as u64;
        }

        let moments = end.1.as_chunks().0.chunks_exact(size);
        for (state, (parameters, moments)) in states.iter_mut().zip(end.0.chunks_exact(size).zip(moments)) {
            state.step += steps;
            state.parameters.copy_from_slice(parameters);
            (state.first_moment, state.second_moment) = moments.iter().map(|&[m, v]| (m, v)).unzip();
        }
        Ok(losses.concat())
    }

    /// Sends the coefficients of `batch` steps and dispatches them, some at a time.
    fn dispatch_batch(&self, first_step: u64, batch: usize) {
        let coefficients: Vec<Coefficients> =
            (1..=batch as u64).map(|step| self.adam.coefficients(first_step + step).into()).collect();
        self.write(&self.buffers.coefficients, &coefficients);
        self.write(&self.buffers.losses, &vec![UNWRITTEN; self.models * SLOTS]);
        for first_slot in (0..batch).step_by(self.slices.steps()) {
            let run = Run {
                sentences: self.lengths.len() as u32,
                first_step: (first_step + first_slot as u64) as u32,
                first_slot: first_slot as u32,
                steps: self.slices.steps().min(batch - first_slot) as u32,
                ..Run::default()
            };
            self.dispatch(self.train_pipeline(), run, self.models);
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
        let backward = self.backward_pipeline().checked(&self.device).await?;
        self.write_mask(&causal_mask(self.architecture.positions));
        self.dispatch_forward(parameters, sentence);
        self.dispatch(backward, Run { sentence: sentence as u32, ..Run::default() }, 1);
        let [loss, gradients] = self
            .read([(&self.buffers.losses, 1), (&self.buffers.gradients, self.architecture.len())])
            .await?;
        Ok((loss[0], gradients))
    }

    /// See [`crate::engine::Engine::traces`]. Many traces are read back at once.
    ///
    /// # Errors
    /// The device failed.
    pub async fn traces(
        &mut self,
        parameters: &[f32],
        cases: &[(usize, Matrix<f32>)],
    ) -> Result<Vec<Trace<f32>>, EngineError> {
        let words: usize = trace_arrays(&self.architecture).iter().map(|(_, length)| length).sum();
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
                let length = self.lengths[*sentence];
                traces.push(decode_trace(&self.architecture, length, mask, values[0], &values[1..]));
            }
        }
        // Whoever looks at traces is about to train; a browser compiles meanwhile.
        self.train_pipeline();
        Ok(traces)
    }

    fn dispatch_forward(&self, parameters: &[f32], sentence: usize) {
        self.write(&self.buffers.parameters, parameters);
        self.write(&self.buffers.losses, &[UNWRITTEN]);
        self.dispatch(&self.forward, Run { sentence: sentence as u32, ..Run::default() }, 1);
    }

    /// Uploads a mask of T x T into the device's mask, whose rows are as long as the longest
    /// sentence.
    fn write_mask(&self, mask: &Matrix<f32>) {
        self.write(&self.buffers.mask, &padded_mask(mask, self.architecture.positions).values);
    }

    fn write<T: Pod>(&self, buffer: &wgpu::Buffer, values: &[T]) {
        self.device.queue.write_buffer(buffer, 0, cast_slice(values));
    }

    fn dispatch(&self, pipeline: &Pipeline, run: Run, workgroups: usize) {
        self.write(&self.buffers.run, &[run]);
        let mut encoder = self.device.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&pipeline.pipeline);
            pass.set_bind_group(0, &pipeline.bind_group, &[]);
            pass.dispatch_workgroups(workgroups as u32, 1, 1);
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
        let answer = self.device.failure.or(receiver).await;
        answer.ok_or_else(|| lost("it did not answer".into()))?.map_err(|error| lost(error.to_string()))?;

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

/// The size of so many f32 or u32.
fn bytes(words: usize) -> u64 {
    (words * size_of::<f32>()) as u64
}
