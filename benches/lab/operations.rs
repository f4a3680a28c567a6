//! How many floating-point operations a step has, from its sizes.
//!
//! Counted is what the mathematics asks for: every addition, multiplication, division, square root
//! and exponential as one, causal attention over the T (T + 1) / 2 pairs that it may look at, and
//! no padding. Engines may do more, and then pay for it in cost per operation.
//!
//! With T places, E = V features, head size H, N = T (T + 1) / 2 pairs and P parameters:
//!
//! | pass | forward | backward |
//! |---|---|---|
//! | 1 embed | T E | 2 T E |
//! | 2 project to q, k, v | 2 T E (2 H + E) | twice that, and T E for the skip connection |
//! | 3 scores | N (2 H + 1) | 4 N H + N |
//! | 4 softmax of a row | 4 N | 4 N |
//! | 5 weights times v | 2 N E | 4 N E |
//! | 6 skip connection | T E | |
//! | 7 probabilities and loss | 4 T E + 3 T | 2 T E |
//! | Adam | | 13 P |
//!
//! At the notebook's sizes that makes 18,219.

use attention_lab::model::architecture::Architecture;

/// The operations of one step on a sentence of `places` places, forward, backward and Adam.
pub fn per_step(architecture: &Architecture, places: usize) -> f64 {
    let count = |number: usize| number as f64;
    let (t, e, h) = (count(places), count(architecture.vocabulary), count(architecture.head_size));
    let pairs = t * (t + 1.0) / 2.0;
    let (position, skip) = (f64::from(architecture.position), f64::from(architecture.skip));
    let project = 2.0 * t * e * (2.0 * h + e);

    let forward = position * t * e
        + project
        + pairs * (2.0 * h + 1.0)
        + 4.0 * pairs
        + 2.0 * pairs * e
        + skip * t * e
        + 4.0 * t * e
        + 3.0 * t;
    let backward = 2.0 * t * e
        + 4.0 * pairs * e
        + 4.0 * pairs
        + pairs * (4.0 * h + 1.0)
        + 2.0 * project
        + skip * t * e
        + (1.0 + position) * t * e;
    forward + backward + 13.0 * count(architecture.parameter_count())
}
