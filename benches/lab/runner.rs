//! Whoever does the run: an engine in this process, or another program.

use std::error::Error;
use std::time::Instant;

use attention_lab::engine::cpu::CpuEngine;
use attention_lab::engine::gpu::{Device, GpuEngine};
use attention_lab::engine::reference::Reference;
use attention_lab::model::adam::State;

use crate::work::Work;

/// What came of one run.
pub struct Run {
    pub seconds: f64,
    /// See [`Work::loss`].
    pub loss: f64,
}

pub trait Runner {
    fn run(&mut self, work: &Work) -> Result<Run, Box<dyn Error>>;
}

/// Takes so many steps.
type Train = Box<dyn FnMut(&mut State<f32>, u64) -> Result<(), Box<dyn Error>>>;

/// An engine of the crate.
pub struct Own(Train);

impl Own {
    pub fn plain(work: &Work) -> Self {
        let mut engine = Reference::<f32>::new(work.architecture, &work.corpus, work.adam);
        Self(Box::new(move |state, steps| {
            engine.train(state, steps);
            Ok(())
        }))
    }

    pub fn cpu(work: &Work) -> Self {
        Self::of_cpu(CpuEngine::new(work.architecture, &work.corpus, work.adam))
    }

    /// The CPU engine with no instructions but those that every processor of this kind has.
    pub fn cpu_baseline(work: &Work) -> Self {
        let mut engine = CpuEngine::new(work.architecture, &work.corpus, work.adam);
        engine.set_baseline();
        Self::of_cpu(engine)
    }

    fn of_cpu(mut engine: CpuEngine) -> Self {
        Self(Box::new(move |state, steps| {
            engine.train(state, steps);
            Ok(())
        }))
    }

    /// # Errors
    /// The model does not fit the device.
    pub fn gpu(work: &Work, device: &Device) -> Result<Self, Box<dyn Error>> {
        let engine = GpuEngine::new(device, work.architecture, &work.corpus, work.adam);
        let mut engine = pollster::block_on(engine)?;
        Ok(Self(Box::new(move |state, steps| {
            pollster::block_on(engine.train(state, steps))?;
            Ok(())
        })))
    }

    /// How long so many steps take from the start of `work`, and where they lead.
    pub fn time(&mut self, work: &Work, steps: u64) -> Result<(f64, State<f32>), Box<dyn Error>> {
        let mut state = work.start.clone();
        let begin = Instant::now();
        (self.0)(&mut state, steps)?;
        Ok((begin.elapsed().as_secs_f64(), state))
    }
}

impl Runner for Own {
    fn run(&mut self, work: &Work) -> Result<Run, Box<dyn Error>> {
        let (seconds, state) = self.time(work, work.steps())?;
        Ok(Run { seconds, loss: work.loss(&state.parameters) })
    }
}

/// Every GPU of this machine, software ones included; none where they cannot be opened.
pub fn devices() -> Vec<Device> {
    pollster::block_on(Device::all()).unwrap_or_else(|error| {
        eprintln!("No GPU is measured: {error}");
        Vec::new()
    })
}

/// The device's name, short enough for a table.
pub fn device_name(device: &Device) -> String {
    let adapter = device.adapter();
    let name = adapter.name.split(" (").next().unwrap_or_default();
    let kind = if adapter.is_software() { "software GPU" } else { "GPU" };
    format!("{kind}, {name}")
}
