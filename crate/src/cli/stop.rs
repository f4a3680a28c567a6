//! Ctrl-C, asked for politely: the run ends between two chunks and says what is kept.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether the person has asked the run to stop.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// What a shell calls a program that Ctrl-C has ended.
    pub const EXIT_CODE: u8 = 130;

    /// Listens from now on. Whoever asks twice does not want to wait: the program then ends at once.
    pub fn listen() -> Self {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM] {
            // Where it cannot be listened for, the system ends the program as it always does.
            _ = stop.on(signal);
        }
        stop
    }

    fn on(&self, signal: i32) -> io::Result<()> {
        flag::register_conditional_shutdown(signal, Self::EXIT_CODE.into(), Arc::clone(&self.0))?;
        flag::register(signal, Arc::clone(&self.0)).map(drop)
    }

    /// Whether to stop.
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
