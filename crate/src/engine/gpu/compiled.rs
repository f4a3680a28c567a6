//! Shaders on their way to the device: compiled at once, and checked before they are used.
//!
//! Each has an error scope of its own, so that a source that is refused says what is wrong with it, and where, and the
//! device goes on with the others.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::device::{Device, one_line};
use super::resources::{BINDINGS, Buffers};
use super::shader::{Entry, Source};
use crate::engine::EngineError;

/// What a compiler finds wrong with a part of a shader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// The part, see [`Sources`](super::sources::Sources); [`HEAD`](super::shader::HEAD) for what is generated.
    pub part: String,
    /// The line in the part, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, line, column, message } = self;
        write!(f, "{part}, line {line}, column {column}: {message}")
    }
}

/// A compiled shader with its buffers.
pub(super) struct Pipeline {
    pub pipeline: wgpu::ComputePipeline,
    pub bind_group: wgpu::BindGroup,
    /// What the device still has to say of it.
    check: Cell<Option<Check>>,
    verdict: OnceCell<Result<(), EngineError>>,
}

/// A question to the device that has been sent and not yet been answered.
struct Check {
    source: Source,
    /// Where it was compiled just now; a pipeline that is used again has none.
    module: Option<wgpu::ShaderModule>,
    error: Pin<Box<dyn Future<Output = Option<wgpu::Error>>>>,
}

impl Pipeline {
    /// Begins to compile a source, unless the device has it already.
    pub fn begin(device: &Device, entry: Entry, source: Source, buffers: &Buffers) -> Self {
        let scope = device.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let (pipeline, module) = match device.pipelines.get(&source.text) {
            Some(pipeline) => (pipeline, None),
            None => compile(&device.device, entry.name(), &source.text),
        };
        let entries: Vec<_> = entry
            .bindings()
            .iter()
            .map(|&binding| wgpu::BindGroupEntry {
                binding,
                resource: BINDINGS[binding as usize].1(buffers).as_entire_binding(),
            })
            .collect();
        let bind_group = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(entry.name()),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let check = Check { source, module, error: Box::pin(scope.pop()) };
        Self { pipeline, bind_group, check: Cell::new(Some(check)), verdict: OnceCell::new() }
    }

    /// Waits for what the device says of it: nothing invalid may be dispatched.
    ///
    /// # Errors
    /// [`EngineError::Source`] with all that is wrong, or [`EngineError::Invalid`] where the device does not say where.
    pub async fn checked(&self, device: &Device) -> Result<&Self, EngineError> {
        if let Some(check) = self.check.take() {
            let verdict = match check.error.await {
                Some(error) => Err(explain(&check.source, check.module, &error).await),
                None => {
                    device.pipelines.keep(check.source.text, &self.pipeline);
                    Ok(())
                }
            };
            // It has been asked for once.
            let _ = self.verdict.set(verdict);
        }
        self.verdict.get().cloned().unwrap_or(Ok(())).map(|()| self)
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("pipeline", &self.pipeline).finish_non_exhaustive()
    }
}

fn compile(
    device: &wgpu::Device,
    name: &str,
    source: &str,
) -> (wgpu::ComputePipeline, Option<wgpu::ShaderModule>) {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(name),
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(name),
        layout: None, // Read off the shader: the bindings that it uses.
        module: &module,
        entry_point: Some("main"),
        compilation_options: Default::default(),
        cache: None,
    });
    (pipeline, Some(module))
}

/// Where a compiler found which errors.
async fn explain(source: &Source, module: Option<wgpu::ShaderModule>, error: &wgpu::Error) -> EngineError {
    let mut errors = Vec::new();
    if let Some(module) = module {
        for found in module.get_compilation_info().await.messages {
            let (wgpu::CompilationMessageType::Error, Some(at)) = (found.message_type, found.location) else {
                continue;
            };
            let (part, line) = source.place(at.line_number as usize);
            let column = at.line_position as usize;
            errors.push(SourceError {
                part: part.to_owned(),
                line,
                column,
                message: one_line(&found.message),
            });
        }
    }
    if errors.is_empty() {
        EngineError::Invalid(one_line(&error.to_string()))
    } else {
        EngineError::Source(errors)
    }
}
