//! The vertical axis of the losses: linear from 0 on, or logarithmic.

use super::loss_curve::Scale;
use super::ticks::{round_step, tick_text, ticks};
use crate::elementary::ln;
use crate::numbers::{decade, power_of_ten};

/// Ticks on a linear axis, besides that at 0.
const LINEAR_TICKS: usize = 4;
/// Ticks on a logarithmic axis.
const LOGARITHMIC_TICKS: usize = 9;

/// From the lowest to the highest loss that is shown, both of them ticks.
pub(super) struct LossAxis {
    scale: Scale,
    pub lowest: f64,
    pub highest: f64,
}

impl LossAxis {
    /// An axis on which all these losses have a place, where they can.
    pub fn new(scale: Scale, losses: impl Iterator<Item = f64> + Clone) -> Self {
        let largest = losses.clone().fold(0.0, f64::max);
        let largest = if largest > 0.0 { largest } else { 1.0 };
        match scale {
            Scale::Linear => {
                let step = round_step(largest, LINEAR_TICKS);
                let highest = (largest / step * (1.0 - 1e-9)).ceil().max(1.0) * step;
                Self { scale, lowest: 0.0, highest }
            }
            Scale::Logarithmic => {
                let smallest = losses.filter(|&loss| loss > 0.0).fold(largest, f64::min);
                let highest = round_up(largest);
                // At least from one round number to the next but one: an axis needs a length.
                let lowest = round_down(smallest).min(round_down(highest * 0.3));
                Self { scale, lowest, highest }
            }
        }
    }

    /// Whether a loss has a place.
    pub fn has(&self, loss: f64) -> bool {
        loss.is_finite() && (self.scale == Scale::Linear || loss > 0.0)
    }

    /// Where a loss is between the lower end, 0, and the upper end, 1.
    pub fn height(&self, loss: f64) -> f64 {
        match self.scale {
            Scale::Linear => loss / self.highest,
            Scale::Logarithmic => ln(loss / self.lowest) / ln(self.highest / self.lowest),
        }
    }

    /// The ticks, from the lower end on, with their texts.
    pub fn ticks(&self) -> Vec<(f64, String)> {
        match self.scale {
            Scale::Linear => {
                let step = round_step(self.highest, LINEAR_TICKS);
                let with_text = |loss| (loss, tick_text(loss, step));
                ticks(self.highest, step).into_iter().map(with_text).collect()
            }
            Scale::Logarithmic => self.logarithmic_ticks(),
        }
    }

    /// 1, 2 and 5 of every power of ten; where that would be too many, some powers of ten.
    fn logarithmic_ticks(&self) -> Vec<(f64, String)> {
        let inside = |loss: &f64| (self.lowest * 0.999..=self.highest * 1.001).contains(loss);
        let (first, last) = (power_of_ten(self.lowest), self.highest.log10().ceil() as i32);
        let all = (first..=last).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| (power, digit)));
        let every = ((last - first) as usize / (LOGARITHMIC_TICKS - 1) + 1) as i32;
        let mut kept: Vec<_> = all.filter(|&(power, digit)| inside(&(digit * 10f64.powi(power)))).collect();
        if kept.len() > LOGARITHMIC_TICKS {
            kept.retain(|&(power, digit)| digit == 1.0 && (power - first) % every == 0);
        }
        kept.into_iter().map(|(power, digit)| (digit * 10f64.powi(power), round_text(power, digit))).collect()
    }
}

fn round_text(power: i32, digit: f64) -> String {
    let value = digit * 10f64.powi(power);
    if power < -4 { format!("{digit:.0}e{power}") } else { tick_text(value, 10f64.powi(power.min(0))) }
}

/// The largest of 1, 2, 5 times a power of ten that is not above `value`.
fn round_down(value: f64) -> f64 {
    let power = decade(value);
    let fits = |digit: &f64| digit * power <= value * (1.0 + 1e-9);
    power * [5.0, 2.0, 1.0].into_iter().find(fits).unwrap_or(0.5)
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `value`.
fn round_up(value: f64) -> f64 {
    let power = decade(value);
    let fits = |digit: &f64| digit * power >= value * (1.0 - 1e-9);
    power * [1.0, 2.0, 5.0].into_iter().find(fits).unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(losses: &[f64]) -> Vec<String> {
        let axis = LossAxis::new(Scale::Logarithmic, losses.iter().copied());
        let ticks = axis.ticks();
        for pair in ticks.windows(2) {
            assert!(axis.height(pair[0].0) < axis.height(pair[1].0));
        }
        for &loss in losses.iter().filter(|&&loss| axis.has(loss)) {
            assert!((-1e-9..=1.0 + 1e-9).contains(&axis.height(loss)), "{loss} in {ticks:?}");
        }
        assert!((2..=LOGARITHMIC_TICKS).contains(&ticks.len()), "{ticks:?}");
        ticks.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_logarithmic_axis_has_round_ends_and_few_ticks() {
        assert_eq!(texts(&[3.1632, 0.1386]), ["0.1", "0.2", "0.5", "1", "2", "5"]);
        assert_eq!(texts(&[2.0]), ["0.5", "1", "2"]);
        assert_eq!(texts(&[]), ["0.2", "0.5", "1"]);
        assert_eq!(texts(&[4.0, 0.002, f64::NAN, 0.0, -1.0]), ["0.01", "0.1", "1"]);
        assert_eq!(texts(&[1.0, 1e-6]), ["1e-6", "1e-5", "0.0001", "0.001", "0.01", "0.1", "1"]);
        texts(&[1e30, 1e-30]);
        texts(&[3e4, 2e4]);
    }

    #[test]
    fn heights_are_by_factors() {
        let axis = LossAxis::new(Scale::Logarithmic, [10.0, 0.1].into_iter());
        assert_eq!([0.1, 1.0, 10.0].map(|loss| (axis.height(loss) * 1e9).round() / 1e9), [0.0, 0.5, 1.0]);
        assert!(!axis.has(0.0) && !axis.has(f64::NAN) && axis.has(1e-9));
    }
}
