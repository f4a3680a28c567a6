//! The first thing that went wrong with a device, and whoever waits for the device meanwhile.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use futures_channel::oneshot;

use crate::engine::EngineError;

/// What wgpu reports by callback. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    first: Option<EngineError>,
    /// Whoever waits is woken when its sender is dropped.
    waiting: Vec<oneshot::Sender<()>>,
}

impl Failure {
    /// Keeps the first failure, and sends away everybody who waits.
    pub fn report(&self, error: EngineError) {
        let mut known = self.known();
        known.first.get_or_insert(error);
        known.waiting.clear();
    }

    /// The first failure.
    pub fn first(&self) -> Option<EngineError> {
        self.known().first.clone()
    }

    /// What `answer` brings, or `None` if the device fails before: what was asked of a lost device
    /// may stay unanswered for ever.
    pub async fn or<T>(&self, mut answer: oneshot::Receiver<T>) -> Option<T> {
        let mut failure = self.next();
        poll_fn(|context| match Pin::new(&mut answer).poll(context) {
            Poll::Ready(answer) => Poll::Ready(answer.ok()),
            Poll::Pending => Pin::new(&mut failure).poll(context).map(|_| None),
        })
        .await
    }

    /// Is over when there is a failure.
    fn next(&self) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let mut known = self.known();
        if known.first.is_none() {
            known.waiting.retain(|sender| !sender.is_canceled());
            known.waiting.push(sender);
        }
        receiver
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_device_that_failed() {
        let failure = Failure::default();
        for report in [true, false] {
            let (_open, never) = oneshot::channel::<()>();
            let reporter = failure.clone();
            let reports = std::thread::spawn(move || {
                if report {
                    reporter.report(EngineError::Lost("gone".into()));
                }
            });
            assert_eq!(pollster::block_on(failure.or(never)), None);
            reports.join().expect("reporting does not panic");
        }
        assert_eq!(failure.first(), Some(EngineError::Lost("gone".into())));
    }

    #[test]
    fn an_answer_that_came_counts() {
        let failure = Failure::default();
        let (sender, answer) = oneshot::channel();
        sender.send(7).expect("somebody waits");
        failure.report(EngineError::Lost("gone".into()));
        assert_eq!(pollster::block_on(failure.or(answer)), Some(7));
    }
}
