//! How many runs are written, and what Ctrl-C says of them.

use std::mem;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;

use crate::cli::failure::Failure;
use crate::cli::interrupt;

/// The runs that are in the file. Ctrl-C waits until a run is whole.
pub struct Kept(Arc<Mutex<u64>>);

impl Kept {
    /// So many are there of all, before the next is written. From here on Ctrl-C takes the bar away and says what is
    /// kept, and where.
    pub fn begin(kept: u64, runs: u64, path: &Path, bar: ProgressBar) -> Self {
        let found = Self(Arc::new(Mutex::new(kept)));
        let (written, path) = (Self(Arc::clone(&found.0)), path.display().to_string());
        interrupt::last_words(move || {
            let kept = written.hold();
            bar.finish_and_clear();
            let words = format!(
                "interrupted: {kept} of {runs} runs are kept in {path}, and the same command goes on there"
            );
            // Never given back: no run is begun any more.
            mem::forget(kept);
            words
        });
        found
    }

    /// Writes one more.
    pub fn one_more(&self, write: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        let mut kept = self.hold();
        write()?;
        *kept += 1;
        Ok(())
    }

    /// Lets Ctrl-C wait.
    pub fn hold(&self) -> MutexGuard<'_, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
