//! Timing in rounds: everything once, then everything again, and the median of each.

/// The times of one thing, in seconds.
pub struct Times(Vec<f64>);

impl Times {
    /// # Panics
    /// There is no time.
    pub fn new(mut seconds: Vec<f64>) -> Self {
        assert!(!seconds.is_empty(), "a time");
        seconds.sort_by(f64::total_cmp);
        Self(seconds)
    }

    pub fn fastest(&self) -> f64 {
        self.0[0]
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len() % 2 == 1 { self.0[middle] } else { (self.0[middle - 1] + self.0[middle]) / 2.0 }
    }

    pub fn slowest(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    /// All times by a factor: of one step instead of many, say.
    pub fn scaled(&self, factor: f64) -> Self {
        Self(self.0.iter().map(|time| time * factor).collect())
    }
}

/// Times all of `things` in turn, `rounds` times, and says on the screen what it is about. A first round warms caches and does not count.
///
/// # Errors
/// The first error of `time`, which gives the seconds that one thing took.
pub fn in_turn<T, E>(
    what: &str,
    things: &mut [T],
    rounds: usize,
    mut time: impl FnMut(&mut T) -> Result<f64, E>,
) -> Result<Vec<Times>, E> {
    eprintln!("{what}: {} to time, {rounds} rounds ...", things.len());
    let mut times = vec![Vec::new(); things.len()];
    for round in 0..=rounds {
        for (thing, times) in things.iter_mut().zip(&mut times) {
            let seconds = time(thing)?;
            if round > 0 {
                times.push(seconds);
            }
        }
    }
    Ok(times.into_iter().map(Times::new).collect())
}
