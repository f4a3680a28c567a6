//! The losses of a run.

/// The loss of every step taken so far, each measured before its step, in nats.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    sentences: usize,
    losses: Vec<f32>,
}

impl History {
    /// No step yet. An epoch is a step for each of `sentences`.
    pub fn new(sentences: usize) -> Self {
        Self { sentences, losses: Vec::new() }
    }

    /// Adds the losses of the steps that follow.
    pub fn extend(&mut self, losses: impl IntoIterator<Item = f32>) {
        self.losses.extend(losses);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.losses.clear();
    }

    /// The losses in the order of the steps.
    pub fn losses(&self) -> &[f32] {
        &self.losses
    }

    /// Epochs that are complete.
    pub fn epochs(&self) -> usize {
        self.losses.len() / self.sentences
    }

    /// The loss of each sentence in one complete epoch.
    ///
    /// # Panics
    /// The epoch is not complete.
    pub fn epoch(&self, epoch: usize) -> &[f32] {
        &self.losses[epoch * self.sentences..][..self.sentences]
    }

    /// Every `every`-th complete epoch with its losses, the first included.
    pub fn logged(&self, every: usize) -> impl Iterator<Item = (usize, &[f32])> {
        (0..self.epochs()).step_by(every).map(|epoch| (epoch, self.epoch(epoch)))
    }
}

/// How often a run of so many epochs is logged if nobody says otherwise: fifty times, as the
/// notebook does.
pub fn log_every(epochs: u32) -> usize {
    (epochs / 50).max(1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_complete_epochs_are_logged() {
        let mut history = History::new(2);
        history.extend([0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(history.epochs(), 2);
        assert_eq!(history.logged(1).collect::<Vec<_>>(), [(0, &[0.0, 1.0][..]), (1, &[2.0, 3.0])]);
        assert_eq!(history.logged(7).count(), 1);
    }

    #[test]
    fn a_run_is_logged_fifty_times() {
        assert_eq!(log_every(5000), 100);
        assert_eq!(log_every(7), 1);
        assert_eq!(log_every(0), 1);
    }
}
