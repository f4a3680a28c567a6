//! Who computes a sweep: the CPU engine on all cores, or a GPU with many runs in each dispatch.

use std::ops::Range;

use attention_lab::engine::gpu::Device;
use attention_lab::engine::{Adapter, Backend, EngineError};
use attention_lab::sweep::{GpuSweep, Place, Plan, Row};
use attention_lab::task::corpus::Corpus;
use attention_lab::train::trainer::TrainerError;

use super::cores;
use crate::cli::failure::Failure;

/// A sweep, and who computes it.
pub struct Computer<'a> {
    plan: &'a Plan,
    corpus: &'a Corpus,
    place: Place,
    who: Who<'a>,
}

enum Who<'a> {
    Gpu(Box<GpuSweep<'a>>),
    /// And why.
    Cores(String),
}

impl<'a> Computer<'a> {
    /// Opens what `backend` asks for. A GPU computes all of the plan or nothing of it.
    pub fn open(backend: Backend, plan: &'a Plan, corpus: &'a Corpus, place: Place) -> Result<Self, Failure> {
        let gpu = || {
            let device = pollster::block_on(Device::open())?;
            device.suits(backend)?;
            GpuSweep::new(device, plan, corpus, place)
        };
        let who = match backend {
            Backend::Cpu | Backend::Cells => Who::Cores("it was asked for".into()),
            Backend::Gpu => Who::Gpu(Box::new(gpu().map_err(failure)?)),
            Backend::Auto => match gpu() {
                Ok(gpu) => Who::Gpu(Box::new(gpu)),
                Err(error) => Who::Cores(error.reason()),
            },
        };
        Ok(Self { plan, corpus, place, who })
    }

    /// Who computes, and why.
    pub fn sentence(&self) -> String {
        match &self.who {
            Who::Gpu(gpu) => gpu.adapter().sentence(None),
            Who::Cores(reason) => {
                let cores = match rayon::current_num_threads() {
                    1 => "one core, f32".into(),
                    cores => format!("{cores} cores, f32"),
                };
                Adapter { name: cores, ..Adapter::cpu() }.sentence(Some(reason))
            }
        }
    }

    /// Runs some of the plan and hands over each row as soon as all before it are handed over. Stops
    /// at the first that is not taken.
    pub fn in_order(
        &mut self,
        indices: Range<u64>,
        mut take: impl FnMut(Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match &mut self.who {
            Who::Cores(_) => cores::in_order(self.plan, self.corpus, self.place, indices, take),
            Who::Gpu(gpu) => {
                for batch in gpu.batches(indices.map_while(|index| self.plan.run(index))) {
                    let rows = pollster::block_on(gpu.rows(&batch)).map_err(failure)?;
                    rows.into_iter().try_for_each(&mut take)?;
                }
                Ok(())
            }
        }
    }
}

fn failure(error: EngineError) -> Failure {
    TrainerError::from(error).into()
}

#[cfg(test)]
mod tests {
    use attention_lab::task::settings::Settings;

    use super::*;

    #[test]
    fn what_was_computed_before_the_device_was_lost_is_handed_over() {
        let others = Settings { head_size: 3, epochs: 2, ..Settings::default() };
        let plan = Plan { positions: vec![true, false], ..Plan::of_seeds(1..=3, others) };
        let (corpus, place) = (Corpus::notebook(), Place::default());
        let device = pollster::block_on(Device::open())
            .expect("these tests need a GPU device, software ones included");
        let gpu = GpuSweep::new(device.clone(), &plan, &corpus, place).expect("the notebook fits");
        let who = Who::Gpu(Box::new(gpu));
        let mut computer = Computer { plan: &plan, corpus: &corpus, place, who };
        let mut taken = Vec::new();
        let done = computer.in_order(1..6, |row| {
            taken.push(row.settings);
            device.destroy();
            Ok(())
        });
        assert!(matches!(done, Err(Failure::Device(_))), "{done:?}");
        // The first batch ends where the position embedding is left out.
        assert_eq!(taken, plan.runs().skip(1).take(2).collect::<Vec<_>>());
    }
}
