//! What the notebook prints.

use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// The losses that the notebook prints, to four decimals: of its second sentence, every hundred
/// epochs from epoch 0 on, each measured before that sentence's step.
pub const LOSSES: [f64; 50] = [
    3.1632, 3.0198, 2.8617, 2.6861, 2.5046, 2.3337, 2.1789, 2.0397, 1.9144, 1.8008, //
    1.6969, 1.6009, 1.5115, 1.4276, 1.3493, 1.2769, 1.2101, 1.1482, 1.0905, 1.0364, //
    0.9856, 0.9374, 0.8917, 0.8482, 0.8067, 0.7672, 0.7296, 0.6938, 0.6597, 0.6274, //
    0.5966, 0.5674, 0.5397, 0.5133, 0.4883, 0.4646, 0.4421, 0.4209, 0.4010, 0.3824, //
    0.3651, 0.3491, 0.3342, 0.3205, 0.3080, 0.2964, 0.2857, 0.2759, 0.2669, 0.2586,
];

/// The sentence whose loss is printed, counted from 0.
pub const SENTENCE: usize = 1;

/// Epochs between two printed losses.
pub const EVERY: usize = 100;

/// The printed losses with their epochs if this is the run that the notebook printed, else nothing.
pub fn points(settings: &Settings, corpus: &Corpus) -> Vec<(f64, f64)> {
    let is_printed = Settings::preset("printed") == Ok(*settings) && *corpus == Corpus::notebook();
    let points = LOSSES.iter().enumerate().map(|(row, &loss)| ((row * EVERY) as f64, loss));
    points.filter(|_| is_printed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_printed_run_has_printed_losses() -> Result<(), Box<dyn std::error::Error>> {
        let printed = Settings::preset("printed")?;
        let found = points(&printed, &Corpus::notebook());
        assert_eq!((found.len(), found[0], found[49]), (50, (0.0, 3.1632), (4900.0, 0.2586)));
        assert!(points(&Settings { seed: 78, ..printed }, &Corpus::notebook()).is_empty());
        assert!(points(&printed, &Corpus::parse("man ordrd the chkn")?).is_empty());
        Ok(())
    }
}
