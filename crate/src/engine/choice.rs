//! Whether a hardware GPU is worth its while: measured on this very machine, for the very run.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use web_time::Instant;

use super::cpu::CpuEngine;
use super::gpu::{Costs, GpuEngine, memory::SLOTS};
use super::{EngineError, Task};
use crate::model::adam::State;
use crate::model::architecture::Architecture;
use crate::numbers::power_of_ten;

/// Nobody minds to wait for so long, and the GPU is what the shaders are about.
const SHORT: Duration = Duration::from_secs(2);

/// What a whole run takes on the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The GPU's time.
    pub gpu: Duration,
    /// The CPU engine's.
    pub cpu: Duration,
}

impl Figures {
    /// Whether the GPU shall compute: where it takes less than two seconds, or less than the CPU.
    pub fn favour_the_gpu(&self) -> bool {
        self.gpu < SHORT || self.gpu < self.cpu
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gpu, cpu } = *self;
        write!(formatter, "this GPU takes {} a run, the CPU {}", rough(gpu), rough(cpu))
    }
}

/// A time with as many digits as such a measurement is good for.
fn rough(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        120.0.. => format!("{:.0} min", seconds / 60.0),
        10.0.. => format!("{seconds:.0} s"),
        1.0.. => format!("{seconds:.1} s"),
        // One digit that is not 0.
        _ if seconds > 0.0 => format!("{seconds:.*} s", -power_of_ten(seconds) as usize),
        _ => "0 s".into(),
    }
}

/// What was measured on a device. Clones share it: a shape is measured once.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured(Arc<Mutex<Vec<(Shape, Speeds)>>>);

/// What the time of a step depends on: the sizes, and the places of each sentence.
type Shape = (Architecture, Vec<usize>);

#[derive(Clone, Copy, Debug)]
struct Speeds {
    gpu: Costs,
    /// Seconds a step.
    cpu: f64,
}

impl Measured {
    /// What the run takes on `gpu`, and on the CPU engine.
    ///
    /// # Errors
    /// The device failed.
    pub async fn figures(&self, gpu: &mut GpuEngine, task: &Task<'_>) -> Result<Figures, EngineError> {
        let places = task.corpus.sentences().iter().map(|sentence| sentence.len()).collect();
        let shape = (task.architecture, places);
        let known = self.known().iter().find(|(known, _)| *known == shape).map(|&(_, speeds)| speeds);
        let speeds = match known {
            Some(speeds) => speeds,
            None => {
                let start = State::new(task.start.to_vec());
                let speeds = Speeds { gpu: measure_gpu(gpu, &start).await?, cpu: measure_cpu(task, &start) };
                self.known().push((shape, speeds));
                speeds
            }
        };
        let cpu = Duration::try_from_secs_f64(task.steps as f64 * speeds.cpu);
        Ok(Figures { gpu: speeds.gpu.of(task.steps, SLOTS as u64), cpu: cpu.unwrap_or(Duration::MAX) })
    }

    fn known(&self) -> MutexGuard<'_, Vec<(Shape, Speeds)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Trains here and there, longer each time, until it is seen what the steps take.
async fn measure_gpu(gpu: &mut GpuEngine, start: &State<f32>) -> Result<Costs, EngineError> {
    let mut steps = 4;
    while !gpu.costs().are_known() && steps <= SLOTS as u64 {
        gpu.train(&mut start.clone(), steps).await?;
        steps *= 4;
    }
    Ok(gpu.costs())
}

fn measure_cpu(task: &Task<'_>, start: &State<f32>) -> f64 {
    /// Well above what a browser's clock can tell.
    const ENOUGH: Duration = Duration::from_millis(5);
    let mut engine = CpuEngine::new(task.architecture, task.corpus, task.adam);
    let mut steps = 16;
    loop {
        let begin = Instant::now();
        engine.train(&mut start.clone(), steps);
        let time = begin.elapsed();
        if time >= ENOUGH {
            return time.as_secs_f64() / steps as f64;
        }
        steps *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(gpu: f64, cpu: f64) -> Figures {
        Figures { gpu: Duration::from_secs_f64(gpu), cpu: Duration::from_secs_f64(cpu) }
    }

    #[test]
    fn a_gpu_computes_what_takes_it_less_than_two_seconds_or_less_than_the_cpu() {
        for (gpu, cpu, is_taken) in [
            (0.9, 0.02, true),
            (1.999, 0.02, true),
            (2.0, 0.02, false),
            (2040.0, 0.3, false),
            (5.0, 60.0, true),
            (60.0, 60.0, false),
        ] {
            assert_eq!(figures(gpu, cpu).favour_the_gpu(), is_taken, "{gpu} s against {cpu} s");
        }
    }

    #[test]
    fn figures_are_said_as_roughly_as_they_are_known() {
        for (gpu, cpu, said) in [
            (0.9, 0.02, "this GPU takes 0.9 s a run, the CPU 0.02 s"),
            (0.349, 0.000234, "this GPU takes 0.3 s a run, the CPU 0.0002 s"),
            (1.44, 12.3, "this GPU takes 1.4 s a run, the CPU 12 s"),
            (2040.0, 0.0, "this GPU takes 34 min a run, the CPU 0 s"),
        ] {
            assert_eq!(figures(gpu, cpu).to_string(), said);
        }
    }
}
