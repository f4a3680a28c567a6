//! How far the numbers of a run can be trusted: the same run beside it in f64, its shadow.
//!
//! Every device rounds in its own way, and training takes what is rounded off into the next step. Where that dies away,
//! all devices show the same digits; where it grows, rounding decides what is learned, and another device would show
//! something else. One run alone does not tell which of the two it is. The difference from its shadow does: it is what
//! rounding has done to this run so far, and it does about as much, in another direction, to the run of another device.

use std::fmt;

use crate::engine::reference::Reference;
use crate::model::activations::Activation;
use crate::model::adam::{Adam, State};
use crate::model::causal_mask;
use crate::model::trace::Trace;
use crate::train::run::Run;

/// Two f32 runs lie within so many times the distance of one of them from its shadow.
const MARGIN: f64 = 4.0;
/// Losses are printed with so many decimals.
const PRINTED: usize = 4;
/// No number of an f32 has more decimals than these that mean anything.
const MOST: usize = 7;

/// A run in f64, from the same starting weights, by the passes as they are shipped.
#[derive(Debug)]
pub struct Shadow {
    run: Run,
    /// The first step of each learning rate, and the rate.
    rates: Vec<(u64, f64)>,
    reference: Reference<f64>,
    state: State<f64>,
    losses: Vec<f64>,
}

impl Shadow {
    /// The shadow of a run that had these learning rates, at its start.
    pub fn new(run: Run, rates: Vec<(u64, f64)>) -> Self {
        let start = run.starting_parameters().iter().map(|&weight| weight.into()).collect();
        let reference = Reference::new(run.architecture(), &run.corpus, Adam::of(&run.settings));
        Self { run, rates, reference, state: State::new(start), losses: Vec::new() }
    }

    /// The run that it is the shadow of.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The steps that it has taken.
    pub fn step(&self) -> u64 {
        self.state.step
    }

    /// Takes so many steps more.
    pub fn advance(&mut self, steps: u64) {
        let end = self.state.step + steps;
        while self.state.step < end {
            let after = self.rates.partition_point(|&(from, _)| from <= self.state.step);
            if let Some(&(_, rate)) = after.checked_sub(1).and_then(|last| self.rates.get(last)) {
                self.reference.set_learning_rate(rate);
            }
            let next = self.rates.get(after).map_or(end, |&(from, _)| from.min(end));
            let steps = next - self.state.step;
            self.losses.extend(self.reference.train(&mut self.state, steps));
        }
    }

    /// What is settled of a run that has come as far as this shadow: the losses of its steps, and its forward passes at the
    /// end.
    pub fn settled(&self, losses: &[f32], traces: &[Trace<f32>]) -> Settled {
        let sentences = self.run.corpus.sentences().len();
        let apart = losses.iter().zip(&self.losses).map(|(&loss, &exact)| decimals(loss, exact));
        let apart: Vec<_> = apart.collect();
        let epochs = apart.chunks_exact(sentences).map(|of| of.iter().copied().min().flatten());
        // Once rounding has decided, the two are different runs, and are near each other by chance alone.
        let mut is_decided = false;
        let epochs: Vec<_> = epochs
            .map(|decimals| {
                is_decided |= decimals < Some(1);
                decimals.filter(|_| !is_decided)
            })
            .collect();
        let mut matrices: Vec<(Activation, Option<usize>)> = Vec::new();
        for (sentence, trace) in traces.iter().enumerate() {
            let places = self.run.corpus.sentences()[sentence].len();
            let exact = self.reference.trace(&self.state.parameters, sentence, &causal_mask(places));
            for ((activation, _, found), (.., exact)) in trace.matrices().zip(exact.matrices()) {
                let pairs = found.values.iter().zip(&exact.values);
                // What is masked is minus infinity in both.
                let apart =
                    pairs.filter(|(_, exact)| exact.is_finite()).map(|(&x, &exact)| decimals(x, exact));
                let fewest = apart.min().unwrap_or(Some(MOST)).filter(|_| !is_decided);
                match matrices.iter_mut().find(|(other, _)| *other == activation) {
                    Some((_, known)) => *known = fewest.min(*known),
                    None => matrices.push((activation, fewest)),
                }
            }
        }
        Settled { epochs, matrices }
    }
}

/// How many decimals of a number are settled: on another device it differs by less than half a unit of the last of them. None
/// if not even the number before the point is.
fn decimals(found: f32, exact: f64) -> Option<usize> {
    if !found.is_finite() {
        return None;
    }
    // Equal by chance they still are no better known than an f32 can tell.
    let apart = (f64::from(found) - exact).abs().max(exact.abs() * f64::from(f32::EPSILON) / 2.0);
    (0..=MOST).rev().find(|&decimals| MARGIN * apart < 0.5 / 10f64.powi(decimals as i32))
}

/// How many decimals of a run's numbers every device shows, see the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Of the losses of each complete epoch. None where not even the number before the point is settled.
    pub epochs: Vec<Option<usize>>,
    /// Of each kind of matrix after the last step.
    pub matrices: Vec<(Activation, Option<usize>)>,
}

impl Settled {
    /// The first epoch whose losses have fewer decimals settled than these; none if all have as many.
    pub fn until(&self, decimals: usize) -> Option<usize> {
        self.epochs.iter().position(|&settled| settled < Some(decimals))
    }

    /// The first epoch from which on rounding decides: no decimal of its losses is settled.
    pub fn chaotic_from(&self) -> Option<usize> {
        self.until(1)
    }
}

/// As people are told of it.
impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let same = "On any device the losses are the same";
        let Some(fewest) = self.epochs.iter().min() else {
            return f.write_str("No epoch is complete: there is nothing to compare.");
        };
        let printed = self.until(PRINTED);
        match (printed, self.chaotic_from(), fewest) {
            (None, ..) => write!(f, "{same} to {PRINTED} decimals, all the way."),
            (Some(_), None, &Some(fewest)) => {
                let before = |epoch| format!("to {PRINTED} decimals up to epoch {epoch}, and ");
                let begin = printed.and_then(|epoch| epoch.checked_sub(1)).map(before).unwrap_or_default();
                write!(
                    f,
                    "{same} {begin}to {fewest} decimal{} all the way.",
                    if fewest == 1 { "" } else { "s" }
                )
            }
            (Some(0), ..) => {
                f.write_str("Rounding decides the losses from the start: another device shows others.")
            }
            (Some(printed), from, _) => write!(
                f,
                "{same} to {PRINTED} decimals up to epoch {}; from epoch {} on rounding decides, and another device shows \
                 others.",
                printed - 1,
                from.unwrap_or(printed)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(epochs: &[i32]) -> String {
        let epochs = epochs.iter().map(|&decimals| usize::try_from(decimals).ok()).collect();
        Settled { epochs, matrices: Vec::new() }.to_string()
    }

    #[test]
    fn a_decimal_is_settled_by_a_margin() {
        // A quarter of half a unit of the third decimal.
        assert_eq!(decimals(0.5, 0.5 + 0.0001249), Some(3));
        assert_eq!(decimals(0.5, 0.5 + 0.0001251), Some(2));
        assert_eq!([decimals(0.5, 0.7), decimals(f32::NAN, 0.5), decimals(f32::INFINITY, 0.5)], [None; 3]);
        // Equal, but an f32 has no more digits.
        assert_eq!([decimals(0.5, 0.5), decimals(1000.0, 1000.0)], [Some(6), Some(3)]);
    }

    #[test]
    fn people_are_told_how_far_to_believe_it() {
        assert_eq!(said(&[5, 4, 4, 5]), "On any device the losses are the same to 4 decimals, all the way.");
        assert_eq!(
            said(&[5, 4, 2, 3]),
            "On any device the losses are the same to 4 decimals up to epoch 1, and to 2 decimals all the way."
        );
        assert_eq!(said(&[3, 1]), "On any device the losses are the same to 1 decimal all the way.");
        assert_eq!(
            said(&[6, 5, 3, 1, -1, 2, 0]),
            "On any device the losses are the same to 4 decimals up to epoch 1; from epoch 4 on rounding decides, and \
             another device shows others."
        );
        assert!(said(&[-1, 0]).starts_with("Rounding decides the losses from the start"));
        assert!(said(&[]).starts_with("No epoch is complete"));
    }
}
