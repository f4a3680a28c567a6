//! Finds a GPU device and keeps what goes wrong with it.

use std::sync::Arc;

use super::failure::Failure;
use super::pipelines::Pipelines;
use super::shader::lanes;
use crate::engine::choice::Measured;
use crate::engine::{Adapter, Backend, EngineError};
use crate::model::architecture::Architecture;

/// An open GPU device. Clones share it.
#[derive(Clone, Debug)]
pub struct Device {
    adapter: Adapter,
    lanes_of_software: bool,
    pub(super) failure: Failure,
    pub(super) pipelines: Pipelines,
    /// What was measured on it.
    pub(in crate::engine) measured: Measured,
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
}

/// What the search for a GPU has found: nothing before the first search, then a device, or why there
/// is none.
pub type KeptDevice = Option<Result<Device, EngineError>>;

impl Device {
    /// Opens the fastest GPU that wgpu offers: WebGPU in the browser, Vulkan or Metal natively.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub async fn open() -> Result<Self, EngineError> {
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance().request_adapter(&options).await.map_err(|_| EngineError::no_adapter())?;
        Self::of(&adapter).await
    }

    /// Opens every GPU of this machine, software ones included.
    ///
    /// # Errors
    /// One of them cannot be opened.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn all() -> Result<Vec<Self>, EngineError> {
        let mut devices = Vec::new();
        for adapter in instance().enumerate_adapters(wgpu::Backends::all()).await {
            devices.push(Self::of(&adapter).await?);
        }
        Ok(devices)
    }

    async fn of(adapter: &wgpu::Adapter) -> Result<Self, EngineError> {
        let info = describe(&adapter.get_info());
        // WebGPU's default limits: what runs here runs on every WebGPU device.
        let descriptor = wgpu::DeviceDescriptor { label: Some("attention lab"), ..Default::default() };
        let (device, queue) = adapter.request_device(&descriptor).await.map_err(|error| {
            EngineError::Refused { name: info.name.clone(), why: one_line(&error.to_string()) }
        })?;

        let failure = Failure::default();
        let lost = failure.clone();
        device.set_device_lost_callback(move |reason, message| {
            lost.report(EngineError::Lost(one_line(&format!("{reason:?}: {message}"))));
        });
        let invalid = failure.clone();
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            invalid.report(EngineError::Invalid(one_line(&error.to_string())));
        }));
        let lanes_of_software = info.is_software();
        let pipelines = Pipelines::default();
        let measured = Measured::default();
        Ok(Self { adapter: info, lanes_of_software, failure, pipelines, measured, device, queue })
    }

    /// Which device this is.
    pub fn adapter(&self) -> &Adapter {
        &self.adapter
    }

    /// The same device, on which a workgroup has as many lanes as on hardware.
    pub fn with_lanes_of_hardware(self) -> Self {
        Self { lanes_of_software: false, ..self }
    }

    /// The same device, which `auto` treats as it treats hardware.
    pub fn as_hardware(self) -> Self {
        Self { adapter: Adapter { kind: "other".into(), ..self.adapter }, ..self }
    }

    pub(super) fn lanes(&self, architecture: &Architecture) -> usize {
        lanes(architecture, self.lanes_of_software)
    }

    /// What it holds at most.
    pub fn limits(&self) -> wgpu::Limits {
        self.device.limits()
    }

    /// Whether `backend` may choose this device.
    ///
    /// # Errors
    /// [`Backend::Auto`] takes no software device.
    pub fn suits(&self, backend: Backend) -> Result<(), EngineError> {
        match backend {
            Backend::Auto if self.adapter.is_software() => {
                Err(EngineError::Software(self.adapter.name.clone()))
            }
            _ => Ok(()),
        }
    }

    /// The first failure since it was opened. A device that has failed is of no more use.
    pub fn failure(&self) -> Option<EngineError> {
        self.failure.first()
    }

    /// Waits for it no longer: whoever does is told that it is lost. A page that comes back from the
    /// browser's memory may have asked something that nobody will answer.
    pub fn give_up(&self) {
        self.failure.report(EngineError::Lost("it does not answer".into()));
    }

    /// Gives the device back to the system, as if it were lost.
    pub fn destroy(&self) {
        self.device.destroy();
    }
}

fn instance() -> wgpu::Instance {
    wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle())
}

fn describe(info: &wgpu::AdapterInfo) -> Adapter {
    let kind = match info.device_type {
        wgpu::DeviceType::Cpu => "cpu",
        wgpu::DeviceType::IntegratedGpu => "integrated",
        wgpu::DeviceType::DiscreteGpu => "discrete",
        wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => "other",
    };
    let (backend, unnamed) = match info.backend {
        wgpu::Backend::BrowserWebGpu => ("webgpu".to_owned(), "this browser's GPU"),
        other => (other.to_str().to_owned(), "a GPU without a name"),
    };
    let name = if info.name.is_empty() { unnamed } else { &info.name };
    Adapter { backend, name: name.to_owned(), kind: kind.to_owned() }
}

/// wgpu's messages fill many lines; a person is shown one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
