//! Training in chunks, and going on after a lost device.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use attention_lab::engine::gpu::KeptDevice;
use attention_lab::engine::{Backend, EngineError};
use attention_lab::model::trace::Trace;
use attention_lab::train::divergence::Divergence;
use attention_lab::train::trainer::{Trainer, TrainerError};

use super::failure::Failure;

/// About how long a chunk may take: the bar moves between chunks.
const CHUNK: Duration = Duration::from_millis(100);
/// The largest chunk, in steps.
const LARGEST_CHUNK: u64 = 1 << 16;
/// How many lost devices are replaced before the CPU takes over for good.
const PATIENCE: usize = 3;

/// Drives a trainer to its end.
pub struct Driver<'a> {
    pub trainer: Trainer,
    backend: Backend,
    slot: KeptDevice,
    losses: usize,
    /// Told what happened to the device.
    say: &'a dyn Fn(&str),
}

impl<'a> Driver<'a> {
    /// A run on what `backend` asks for; `slot` is where `trainer` has its device, if any.
    pub fn new(trainer: Trainer, backend: Backend, slot: KeptDevice, say: &'a dyn Fn(&str)) -> Self {
        Self { trainer, backend, slot, losses: 0, say }
    }

    /// Trains up to the step `end`, unless `progress`, which is told how far it is after every chunk,
    /// breaks it off. How long the chunks are changes nothing in the numbers.
    pub async fn train(
        &mut self,
        end: u64,
        mut progress: impl FnMut(&Trainer) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let mut chunk = 64;
        while self.trainer.step() < end {
            let start = Instant::now();
            match self.trainer.advance(chunk.min(end - self.trainer.step())).await {
                Ok(()) => {
                    if progress(&self.trainer).is_break() {
                        break;
                    }
                }
                Err(error) => self.replace_device(error).await?,
            }
            let took = start.elapsed();
            if took < CHUNK / 2 {
                chunk = (chunk * 2).min(LARGEST_CHUNK);
            } else if took > CHUNK * 2 {
                chunk = (chunk / 2).max(1);
            }
        }
        Ok(())
    }

    /// The forward pass of every sentence at the present weights.
    pub async fn traces(&mut self) -> Result<Vec<Trace<f32>>, Failure> {
        loop {
            match self.trainer.traces().await {
                Ok(traces) => return Ok(traces),
                Err(error) => self.replace_device(error).await?,
            }
        }
    }

    /// Where the run overflowed, if it did.
    pub async fn divergence(&mut self) -> Result<Option<Divergence>, Failure> {
        loop {
            match Divergence::find(&mut self.trainer).await {
                Ok(divergence) => return Ok(divergence),
                Err(error) => self.replace_device(error).await?,
            }
        }
    }

    /// Lets another device go on where this one failed, if the person left the choice to us.
    async fn replace_device(&mut self, error: TrainerError) -> Result<(), Failure> {
        let TrainerError::Engine(failed) = &error else { return Err(error.into()) };
        if self.backend != Backend::Auto {
            return Err(error.into());
        }
        self.losses += 1;
        match failed {
            EngineError::Lost(_) if self.losses <= PATIENCE => self.trainer.recover(&mut self.slot).await?,
            // A driver that computes wrongly would do so again.
            _ => self.trainer.fall_back(failed.to_string())?,
        }
        let step = self.trainer.step();
        let device = self.trainer.device_sentence();
        (self.say)(&format!("The device failed after step {step} and nothing is lost. {device}"));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use attention_lab::task::corpus::Corpus;
    use attention_lab::task::settings::Settings;
    use attention_lab::train::run::Run;

    use super::*;

    /// Trains on a GPU that is taken away after the first chunk.
    fn lose_the_device(policy: Backend) -> (Result<(), Failure>, Trainer, Vec<String>) {
        let settings = Settings { epochs: 200, ..Settings::default() };
        let said = RefCell::new(Vec::new());
        let say = |text: &str| said.borrow_mut().push(text.to_owned());
        let (done, trainer) = pollster::block_on(async {
            let mut slot = None;
            let opened = Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Gpu, &mut slot).await;
            let lost = slot
                .clone()
                .and_then(Result::ok)
                .expect("these tests need a GPU device, software ones included");
            let mut run = Driver::new(opened.expect("the notebook fits"), policy, slot, &say);
            let destroy = |_: &Trainer| {
                lost.destroy();
                ControlFlow::Continue(())
            };
            let done = run.train(400, destroy).await;
            (done, run.trainer)
        });
        (done, trainer, said.into_inner())
    }

    #[test]
    fn a_run_that_may_choose_goes_on_without_its_device() {
        let (done, trainer, said) = lose_the_device(Backend::Auto);
        assert_eq!(done, Ok(()));
        assert_eq!(trainer.step(), 400);
        assert_eq!(trainer.history().epochs(), 200);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("The device failed after step 64 and nothing is lost. Computed by"));

        let untouched = pollster::block_on(async {
            let settings = *trainer.settings();
            let mut cpu =
                Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Cpu, &mut None).await?;
            cpu.advance(400).await?;
            Ok::<_, TrainerError>(cpu)
        });
        let untouched = untouched.expect("the CPU engine trains");
        for (found, expected) in trainer.history().losses().iter().zip(untouched.history().losses()) {
            assert!((found - expected).abs() <= 1e-4, "{found} against {expected}");
        }
    }

    #[test]
    fn a_run_that_must_use_the_gpu_fails_with_it() {
        let (done, trainer, said) = lose_the_device(Backend::Gpu);
        assert!(matches!(done, Err(Failure::Device(_))), "{done:?}");
        assert_eq!(trainer.step(), 64);
        assert!(said.is_empty());
    }
}
