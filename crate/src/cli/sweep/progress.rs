//! How far a sweep is: a bar on a terminal that can redraw a line, and elsewhere now and then a line.

use std::fmt::Write;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::cli::screen::{Screen, time_left};

/// So long the first runs are measured before it is told how long all will take.
const MEASURED: Duration = Duration::from_secs(1);
/// Who waits less than this needs no words.
const SHORT: Duration = Duration::from_secs(10);
/// From one line to the next it takes twice as long, up to this.
const SELDOM: Duration = Duration::from_secs(600);

/// Tells how far a sweep is, on standard error.
pub struct Progress {
    bar: ProgressBar,
    pace: Pace,
    /// When the next line is due, after the start.
    next: Duration,
    announced: bool,
}

/// How fast runs come, measured on those of this sweep.
#[derive(Clone, Copy)]
struct Pace {
    begun: Instant,
    runs: u64,
    /// Were there already: they say nothing of the time that is left.
    kept: u64,
}

impl Pace {
    /// What is left when so many runs are there; `None` before the first of this sweep is.
    fn left(&self, there: u64) -> Option<Duration> {
        let computed = there.checked_sub(self.kept).filter(|&runs| runs > 0)?;
        let seconds = self.begun.elapsed().as_secs_f64() / computed as f64 * (self.runs - there) as f64;
        Duration::try_from_secs_f64(seconds).ok()
    }

    fn words(&self, there: u64) -> String {
        time_left(self.left(there))
    }
}

impl Progress {
    /// A sweep of so many runs, of which some are there.
    pub fn begin(runs: u64, kept: u64) -> Self {
        let pace = Pace { begun: Instant::now(), runs, kept };
        let bar = ProgressBar::new(runs).with_position(kept);
        let style = ProgressStyle::with_template("sweeping {bar:30} run {pos} of {len}, {left}");
        let left = move |state: &ProgressState, line: &mut dyn Write| {
            _ = line.write_str(&pace.words(state.pos()));
        };
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("left", left));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, pace, next: SHORT, announced: false }
    }

    /// One more run is there.
    pub fn step(&mut self) {
        self.bar.inc(1);
        let elapsed = self.pace.begun.elapsed();
        if !self.announced && elapsed >= MEASURED {
            self.announced = true;
            self.announce();
        }
        // What is no terminal, or one that redraws nothing, has no bar.
        if self.bar.is_hidden() && elapsed >= self.next {
            self.next = elapsed + elapsed.min(SELDOM);
            let there = self.bar.position();
            self.say(&format!("run {there} of {}, {}", self.pace.runs, self.pace.words(there)));
        }
    }

    /// The bar is taken away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// For who has to take the bar away in the middle.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    /// Says once how long all will take, if that is worth a word.
    fn announce(&self) {
        let (Pace { runs, kept, .. }, there) = (self.pace, self.bar.position());
        let Some(left) = self.pace.left(there).filter(|&left| left >= SHORT) else { return };
        let these =
            if kept == 0 { format!("{runs} runs") } else { format!("the other {} runs", runs - kept) };
        let left = HumanDuration(left);
        let measured = there - kept;
        self.say(&format!(
            "{these} will take about {left} at the pace of the first {measured}; stop with Ctrl-C and go on later"
        ));
    }

    fn say(&self, text: &str) {
        self.bar.suspend(|| Screen::new(true).say(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_measured_on_the_runs_of_this_sweep() {
        let begun = Instant::now().checked_sub(Duration::from_secs(60)).unwrap();
        let pace = Pace { begun, runs: 1_000_000_000, kept: 100 };
        assert_eq!(pace.left(100), None);
        assert_eq!(pace.words(100), "time not known yet");
        let left = pace.left(160).unwrap().as_secs();
        assert!((1_000_000_000 - 160..1_010_000_000).contains(&left), "{left}");
        assert_eq!(pace.words(160), "about 32 years left");
        assert_eq!(pace.left(1_000_000_000), Some(Duration::ZERO));
    }
}
