//! The CPU engine on all cores; rows come out in the order of the plan.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use attention_lab::sweep::{self, Place, Plan, Row};
use attention_lab::task::corpus::Corpus;
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::cli::failure::Failure;

/// Runs some of a plan and hands over each row as soon as all before it are handed over. Stops at
/// the first that is not taken.
pub fn in_order(
    plan: &Plan,
    corpus: &Corpus,
    place: Place,
    indices: Range<u64>,
    mut take: impl FnMut(Row) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut next = indices.start;
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            // A bridge deals out the runs one by one from the first on; a range would be halved, and
            // an interruption would cost the half that cannot be written yet.
            let dealt = indices.map_while(|index| Some((index, plan.run(index)?))).par_bridge();
            // Nobody receives any more when a row was not taken: that ends it.
            _ = dealt.try_for_each_with(sender, |sender, (index, settings)| {
                sender.send((index, sweep::run(&settings, corpus, place)))
            });
        });
        let mut waiting = BTreeMap::new();
        for (index, row) in receiver {
            waiting.insert(index, row);
            while let Some(row) = waiting.remove(&next) {
                take(row)?;
                next += 1;
            }
        }
        Ok(())
    })
}
