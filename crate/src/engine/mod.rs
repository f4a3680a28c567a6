//! Whoever computes: the GPU through WGSL compute shaders, the CPU in plain Rust, or cells, which are the same shaders as
//! WebAssembly.
//!
//! They keep nothing between calls but their working memory: parameters and moments come in and go
//! out with every call, so a run can move from one to the other at any step, and nothing is lost
//! with a device.

pub mod cells;
pub mod choice;
pub mod cpu;
pub mod gpu;
pub mod reference;

use thiserror::Error;

use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;
use crate::task::corpus::Corpus;
#[cfg(not(target_arch = "wasm32"))]
use cells::{CellsEngine, Native};
use choice::Figures;
use cpu::CpuEngine;
use gpu::sources::Sources;
use gpu::{Device, GpuEngine, KeptDevice, SourceError};

/// Who shall compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// A hardware GPU where there is one that fits and is quick enough, see [`Figures`], else the CPU.
    #[default]
    Auto,
    /// A GPU device, software ones included, or an error.
    Gpu,
    /// The CPU engine.
    Cpu,
    /// The shaders as WebAssembly, shipped or edited.
    #[cfg(not(target_arch = "wasm32"))]
    Cells,
}

#[cfg(not(target_arch = "wasm32"))]
const BACKENDS: &str = "auto, gpu, cpu or cells";
#[cfg(target_arch = "wasm32")]
const BACKENDS: &str = "auto, gpu or cpu";

impl std::str::FromStr for Backend {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "auto" => Ok(Self::Auto),
            "gpu" => Ok(Self::Gpu),
            "cpu" => Ok(Self::Cpu),
            #[cfg(not(target_arch = "wasm32"))]
            "cells" => Ok(Self::Cells),
            _ => Err(format!("there is no backend '{name}': choose {BACKENDS}")),
        }
    }
}

impl std::fmt::Display for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Gpu => "gpu",
            Self::Cpu => "cpu",
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells => "cells",
        })
    }
}

/// Who computes, as a person or a file is told.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Adapter {
    /// The interface: `vulkan`, `metal`, `webgpu`, `cpu` for the CPU engine, `cells` for the shaders as WebAssembly.
    pub backend: String,
    /// The device's name.
    pub name: String,
    /// `cpu` for a software GPU device, `integrated`, `discrete`, `other` where the interface does
    /// not tell, `none` for the CPU engine.
    pub kind: String,
}

impl Adapter {
    /// The CPU engine.
    pub fn cpu() -> Self {
        Self { backend: "cpu".into(), name: "one core, f32".into(), kind: "none".into() }
    }

    /// The shaders as WebAssembly.
    pub fn cells() -> Self {
        Self {
            backend: "cells".into(),
            name: "the shaders as WebAssembly, one core, f32".into(),
            kind: "none".into(),
        }
    }

    /// Who computes, in a sentence; `reason` is why, where that needs to be said.
    pub fn sentence(&self, reason: Option<&str>) -> String {
        self.sentence_with(&Sources::default(), reason)
    }

    /// The same where shaders may be edited.
    pub fn sentence_with(&self, sources: &Sources, reason: Option<&str>) -> String {
        let Self { backend, name, .. } = self;
        let who = match backend.as_str() {
            "cpu" => format!("the CPU engine ({name})"),
            "cells" => format!("cells ({name})"),
            _ => format!("{name} ({backend})"),
        };
        let software = if self.is_software() { ", a software device" } else { "" };
        let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("Computed by {who}{software}{}{reason}.", sources.words())
    }

    /// Whether this is a GPU interface emulated in software.
    pub fn is_software(&self) -> bool {
        self.kind == "cpu"
    }
}

#[cfg(not(target_arch = "wasm32"))]
const NO_GPU: &str = "no GPU was found";
#[cfg(not(target_arch = "wasm32"))]
const GET_GPU: &str = "install a Vulkan driver";
#[cfg(not(target_arch = "wasm32"))]
const TAKE_CPU: &str = "compute on the CPU (--backend cpu)";
#[cfg(target_arch = "wasm32")]
const NO_GPU: &str = "this browser offers no WebGPU device";
#[cfg(target_arch = "wasm32")]
const GET_GPU: &str = "open the page in a browser with WebGPU";
#[cfg(target_arch = "wasm32")]
const TAKE_CPU: &str = "choose the CPU as the device";
#[cfg(not(target_arch = "wasm32"))]
const TAKE_EDITS: &str = "compute by cells (--backend cells) or on a GPU";
#[cfg(target_arch = "wasm32")]
const TAKE_EDITS: &str = "compute on a GPU";
const ONLY_SHIPPED: &str = "the CPU engine knows only the shaders as they are shipped";
const NOT_SECURE: &str =
    "browsers offer WebGPU only over https or on localhost, and this page came over http";

/// Why an engine cannot compute, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum EngineError {
    #[error("{NO_GPU}: {GET_GPU}, or {TAKE_CPU}")]
    NoAdapter,
    #[error("{NOT_SECURE}: open it over https, or {TAKE_CPU}")]
    NotSecure,
    #[error("a GPU is still being looked for")]
    Searching,
    #[error("the only GPU is {0}, a software device, which is slower")]
    Software(String),
    #[error("{0}")]
    TooSlow(Figures),
    #[error("the GPU '{name}' cannot be opened ({why}): {TAKE_CPU}")]
    Refused { name: String, why: String },
    #[error(
        "this model does not fit the GPU: {limit} must be {needed} and is {available}: \
         choose a smaller head size or corpus, or {TAKE_CPU}"
    )]
    DoesNotFit { limit: &'static str, needed: u64, available: u64 },
    #[error("the GPU was lost ({0}): train again, or {TAKE_CPU}")]
    Lost(String),
    #[error("{ONLY_SHIPPED}: {TAKE_EDITS}, or take the edits back")]
    Edited,
    #[error("{0}")]
    Elsewhere(String),
    #[error("a shader stopped: {0}")]
    Stopped(Box<SourceError>),
    #[error("a shader is refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Source(Vec<SourceError>),
    #[error("the GPU driver refused a shader or a command ({0}): {TAKE_CPU}")]
    Invalid(String),
    #[error("the GPU driver stopped before step {step} without an error: update it, or {TAKE_CPU}")]
    StoppedEarly { step: u64 },
}

impl EngineError {
    /// No GPU was found. Over plain http that is no fault of the browser.
    pub(crate) fn no_adapter() -> Self {
        #[cfg(target_arch = "wasm32")]
        if web_sys::window().is_some_and(|window| !window.is_secure_context()) {
            return Self::NotSecure;
        }
        Self::NoAdapter
    }

    /// Why the CPU computes in place of the GPU, as the end of a sentence.
    pub fn reason(&self) -> String {
        match self {
            Self::NoAdapter => NO_GPU.into(),
            Self::NotSecure => NOT_SECURE.into(),
            Self::Edited => ONLY_SHIPPED.into(),
            other => other.to_string(),
        }
    }
}

/// What is to be computed: a model, its sentences, and a run.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The model.
    pub architecture: Architecture,
    /// The sentences.
    pub corpus: &'a Corpus,
    /// How the weights move.
    pub adam: Adam,
    /// The starting weights of the run.
    pub start: &'a [f32],
    /// Its steps.
    pub steps: u64,
    /// The shaders.
    pub sources: &'a Sources,
}

/// An engine for one architecture and one corpus.
#[derive(Debug)]
pub enum Engine {
    /// One core, in f32.
    Cpu(Box<CpuEngine>),
    /// WGSL compute shaders.
    Gpu(Box<GpuEngine>),
    /// The same as WebAssembly.
    #[cfg(not(target_arch = "wasm32"))]
    Cells(Box<CellsEngine>),
    /// The same where it may not run here.
    #[cfg(target_arch = "wasm32")]
    Elsewhere(Box<cells::Elsewhere>),
}

/// An engine, and why it was chosen.
#[derive(Debug)]
pub struct Choice {
    /// The engine.
    pub engine: Engine,
    /// Why this one computes, as the end of a sentence; `None` where nothing needs to be said.
    pub reason: Option<String>,
}

impl Engine {
    /// The CPU engine.
    pub fn cpu(architecture: Architecture, corpus: &Corpus, adam: Adam) -> Self {
        Self::Cpu(Box::new(CpuEngine::new(architecture, corpus, adam)))
    }

    /// Cells.
    ///
    /// # Errors
    /// An edited part is refused, or did what cannot be done in its first steps.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn cells(task: &Task<'_>) -> Result<Self, EngineError> {
        Ok(Self::Cells(Box::new(CellsEngine::rehearsed(&Native::default(), task)?)))
    }

    /// Cells, in the worker that the edited shaders come with.
    ///
    /// # Errors
    /// They come with none.
    #[cfg(target_arch = "wasm32")]
    pub fn cells(task: &Task<'_>) -> Result<Self, EngineError> {
        let worker = task.sources.worker.clone().ok_or(EngineError::Edited)?;
        Ok(Self::Elsewhere(Box::new(cells::Elsewhere::new(worker, task))))
    }

    /// Opens what `backend` asks for. `slot` is what an earlier call has found, or is filled for the
    /// next.
    ///
    /// # Errors
    /// With [`Backend::Gpu`], whatever stands in the way of the GPU. Where a shader is edited, what is wrong with it, and
    /// with [`Backend::Cpu`], that the CPU engine does not know it. Otherwise it succeeds.
    pub async fn open(
        backend: Backend,
        slot: &mut KeptDevice,
        task: &Task<'_>,
    ) -> Result<Choice, EngineError> {
        let cpu = |reason: String| Choice {
            engine: Self::cpu(task.architecture, task.corpus, task.adam),
            reason: Some(reason),
        };
        let is_edited = task.sources.are_edited();
        let cells = |reason: String| Ok(Choice { engine: Self::cells(task)?, reason: Some(reason) });
        if backend == Backend::Cpu {
            return match is_edited {
                false => Ok(cpu("it was asked for".into())),
                // In the page the device is chosen before the shaders, and cells are the CPU's way to run them.
                true if cfg!(target_arch = "wasm32") => cells(EngineError::Edited.reason()),
                true => Err(EngineError::Edited),
            };
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            if backend == Backend::Cells {
                return cells("it was asked for".into());
            }
            if is_edited {
                CellsEngine::rehearsed(&Native::default(), task)?;
            }
        }
        match Self::open_gpu(backend, slot, task).await {
            Ok(choice) => Ok(choice),
            Err(error)
                if backend == Backend::Auto && is_edited && !matches!(error, EngineError::Source(_)) =>
            {
                cells(error.reason())
            }
            Err(error) if backend == Backend::Gpu || is_edited => Err(error),
            Err(error) => Ok(cpu(error.reason())),
        }
    }

    async fn open_gpu(
        backend: Backend,
        slot: &mut KeptDevice,
        task: &Task<'_>,
    ) -> Result<Choice, EngineError> {
        let found = match slot.take() {
            Some(Ok(device)) if device.failure().is_none() => Ok(device),
            // A search takes time. Who asks for a GPU by name may have a reason to search again.
            Some(Err(error)) if backend == Backend::Auto => Err(error),
            _ => Device::open().await,
        };
        let device = slot.insert(found).as_ref().map_err(Clone::clone)?;
        device.suits(backend)?;
        let mut engine =
            GpuEngine::with_sources(task.sources, 1, device, task.architecture, task.corpus, task.adam)
                .await?;
        let mut reason = None;
        // Who asks for a GPU by name does not ask how quick it is.
        if backend == Backend::Auto && task.steps > 0 {
            let figures = device.measured.figures(&mut engine, task).await?;
            if !figures.favour_the_gpu() {
                return Err(EngineError::TooSlow(figures));
            }
            reason = Some(figures.to_string());
        }
        Ok(Choice { engine: Self::Gpu(Box::new(engine)), reason })
    }

    /// Who computes.
    pub fn adapter(&self) -> Adapter {
        match self {
            Self::Cpu(_) => Adapter::cpu(),
            Self::Gpu(engine) => engine.adapter().clone(),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells(_) => Adapter::cells(),
            #[cfg(target_arch = "wasm32")]
            Self::Elsewhere(_) => Adapter::cells(),
        }
    }

    /// Takes `steps` Adam steps from `state` on. Step n trains sentence n modulo the number of
    /// sentences. Returns the loss of each step, measured before it.
    ///
    /// # Errors
    /// The device failed; `state` is then as it was before the steps that failed.
    pub async fn train(&mut self, state: &mut State<f32>, steps: u64) -> Result<Vec<f32>, EngineError> {
        match self {
            Self::Cpu(engine) => Ok(engine.train(state, steps)),
            Self::Gpu(engine) => engine.train(state, steps).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells(engine) => engine.train(state, steps),
            #[cfg(target_arch = "wasm32")]
            Self::Elsewhere(engine) => engine.train(state, steps).await,
        }
    }

    /// The size of Adam's steps from now on.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        match self {
            Self::Cpu(engine) => engine.set_learning_rate(learning_rate),
            Self::Gpu(engine) => engine.set_learning_rate(learning_rate),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells(engine) => engine.set_learning_rate(learning_rate),
            #[cfg(target_arch = "wasm32")]
            Self::Elsewhere(engine) => engine.set_learning_rate(learning_rate),
        }
    }

    /// The loss of one sentence and its derivatives by the parameters, one flat vector.
    ///
    /// # Errors
    /// The device failed.
    pub async fn gradients(
        &mut self,
        parameters: &[f32],
        sentence: usize,
    ) -> Result<(f32, Vec<f32>), EngineError> {
        match self {
            Self::Cpu(engine) => Ok(engine.gradients(parameters, sentence)),
            Self::Gpu(engine) => engine.gradients(parameters, sentence).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells(engine) => engine.gradients(parameters, sentence),
            #[cfg(target_arch = "wasm32")]
            Self::Elsewhere(engine) => engine.gradients(parameters, sentence).await,
        }
    }

    /// The forward passes of some sentences, each under a mask of T x T (see
    /// [`crate::model::causal_mask`]).
    ///
    /// # Errors
    /// The device failed.
    pub async fn traces(
        &mut self,
        parameters: &[f32],
        cases: &[(usize, Matrix<f32>)],
    ) -> Result<Vec<Trace<f32>>, EngineError> {
        match self {
            Self::Cpu(engine) => Ok(engine.traces(parameters, cases)),
            Self::Gpu(engine) => engine.traces(parameters, cases).await,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Cells(engine) => engine.traces(parameters, cases),
            #[cfg(target_arch = "wasm32")]
            Self::Elsewhere(engine) => engine.traces(parameters, cases).await,
        }
    }
}
