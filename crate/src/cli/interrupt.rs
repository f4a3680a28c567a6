//! Ctrl-C: the program says what is kept, and ends.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::screen::complain;

/// What a shell calls a program that Ctrl-C has ended.
pub const EXIT_CODE: u8 = 130;

/// Lets Ctrl-C end the program with what `words` has to say, however long the training would still take. To be
/// called once.
pub fn last_words(words: impl Fn() -> String + Send + 'static) {
    listen(move || {
        complain(&words());
        process::exit(EXIT_CODE.into());
    });
}

/// Whether the person has asked the run to stop: it then ends between two chunks of its training.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens from now on. Whoever asks twice does not want to wait: the program then ends at once. To be called
    /// once.
    pub fn listen() -> Self {
        let stop = Self::default();
        let asked = stop.clone();
        listen(move || {
            if asked.0.swap(true, Ordering::Relaxed) {
                process::exit(EXIT_CODE.into());
            }
        });
        stop
    }

    /// Whether to stop.
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn listen(act: impl FnMut() + Send + 'static) {
    // Where this cannot be listened to, Ctrl-C ends the program without a word, as it always does.
    _ = ctrlc::set_handler(act);
}
