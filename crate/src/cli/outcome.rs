//! What a run has come to, for everything that is written of it.

use std::fmt;
use std::path::Path;

use attention_lab::files::link::Link;
use attention_lab::files::weights::Origin;
use attention_lab::train::divergence::Divergence;
use attention_lab::train::trainer::Trainer;

/// A run at its end.
pub struct Outcome<'a> {
    pub trainer: &'a Trainer,
    /// Every how many epochs the losses are logged.
    pub log_every: usize,
    /// The weights file that it started from, and what that says of itself.
    pub start: Option<Start<'a>>,
    /// Where it overflowed, if it did.
    pub divergence: Option<Divergence>,
}

/// Starting weights that are not drawn.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// The file as it was named.
    pub file: &'a Path,
    /// The run that it is from, if it says so.
    pub origin: Option<&'a Origin>,
}

/// Which run it was, a line or two.
impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.trainer.settings(), self.trainer.run().sources.words())?;
        match self.start {
            Some(start) => {
                write!(f, "\nstarted from the weights in '{}', not from the seed", start.file.display())
            }
            None => Ok(()),
        }
    }
}

impl Outcome<'_> {
    /// The run as text. One that starts from a weights file or by edited shaders has none: they do not fit it.
    pub fn run_text(&self) -> Option<String> {
        let has_text = self.start.is_none() && !self.trainer.run().sources.are_edited();
        has_text.then(|| Link::from(self.trainer.run().clone()).to_string())
    }

    /// What its own weights file says of it.
    pub fn origin(&self) -> Origin {
        Origin {
            settings: *self.trainer.settings(),
            vocabulary: self.trainer.corpus().vocabulary().to_vec(),
            step: self.trainer.step(),
            started_from: self.start.map(|start| start.file.display().to_string()),
        }
    }
}
