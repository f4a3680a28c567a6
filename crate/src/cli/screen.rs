//! What a person sees while it happens: words on standard output, and a bar that moves.

use std::fmt;
use std::io::{self, Write};
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

/// Says things to the person. Nobody listening is no failure: the run goes on.
pub struct Screen {
    /// Standard output belongs to another program.
    aside: bool,
    bar: ProgressBar,
}

impl Screen {
    /// Speaks on standard output, or `aside` on standard error.
    pub fn new(aside: bool) -> Self {
        Self { aside, bar: ProgressBar::hidden() }
    }

    /// Says a few lines.
    pub fn say(&self, text: &str) {
        let text = harmless(text);
        self.bar.suspend(|| {
            _ = if self.aside {
                writeln!(io::stderr().lock(), "{text}")
            } else {
                writeln!(io::stdout().lock(), "{text}")
            };
        });
    }

    /// Shows a bar on standard error, if that is a terminal.
    pub fn begin(&mut self, epochs: u32) {
        self.bar = ProgressBar::new(epochs.into());
        let style = ProgressStyle::with_template("training {bar:30} epoch {pos} of {len}, {left}");
        let left = |state: &ProgressState, line: &mut dyn fmt::Write| {
            // Before the first epochs are there, indicatif would say that none is left to wait for.
            _ = line.write_str(&time_left((state.pos() > 0).then(|| state.eta())));
        };
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("left", left));
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// Moves the bar.
    pub fn move_to(&self, epoch: usize) {
        self.bar.set_position(epoch as u64);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// How long it still takes, as far as it is known.
pub fn time_left(left: Option<Duration>) -> String {
    match left {
        Some(left) => format!("about {} left", HumanDuration(left)),
        None => "time not known yet".into(),
    }
}

/// A line for the person alone, whatever standard output is for.
pub fn aside(sentence: &str) {
    _ = writeln!(io::stderr().lock(), "{}", harmless(sentence));
}

/// The last words of a run that failed: one line.
pub fn complain(sentence: &str) {
    let sentence = harmless(&sentence.replace(['\n', '\r'], " "));
    _ = writeln!(io::stderr().lock(), "attention-lab: {sentence}");
}

/// Words of a file or its name must not steer the terminal, nor turn round what stands beside them.
fn harmless(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}');
    text.replace(|letter: char| letter.is_control() && letter != '\n' || turns(letter), "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_is_not_known_is_not_said_to_be_none() {
        assert_eq!(time_left(None), "time not known yet");
        assert_eq!(time_left(Some(Duration::from_secs(180))), "about 3 minutes left");
    }

    #[test]
    fn what_steers_is_replaced() {
        assert_eq!(harmless("a\x1b[31m\tb\u{202e}c\nd"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c\nd");
        assert_eq!(harmless("\u{2068}الرجل\u{2069}"), "\u{2068}الرجل\u{2069}");
    }
}
