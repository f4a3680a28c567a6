//! Spreads the outputs of a pass over the lanes of a workgroup.
//!
//! The files in `shaders/` say how one output of a pass comes about, `fn output_at(i: u32)`, or one
//! row of outputs, `fn attention_row(t: u32)`. The function that computes them all,
//! `fn output_forward()`, is generated: output i belongs to lane i modulo `LANES`, in this pass and
//! in every other of as many outputs. It is one of those that the lane computes in round i / `LANES`.
//!
//! Most passes have few outputs. A loop over them would end by a condition of each lane's own, and a
//! device that computes lanes in step goes through its body once more to find that none is left. So
//! the first [`ROUNDS`] times that the lanes go around are written one after another.

use std::fmt::Write;

use crate::model::architecture::Architecture;
use crate::model::passes::{Function, PASSES};

/// In which order a lane computes its outputs. No bit may depend on it, and a check computes in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// From the first to the last.
    #[default]
    Ascending,
    /// From the last to the first.
    Descending,
    /// From the last to the first in the function of this name alone.
    DescendingIn(&'static str),
}

impl Order {
    fn is_descending(self, function: &str) -> bool {
        match self {
            Self::Ascending => false,
            Self::Descending => true,
            Self::DescendingIn(name) => name == function,
        }
    }
}

/// Up to so many times around there is no loop.
pub(super) const ROUNDS: usize = 4;

/// The functions that compute the passes forward.
pub(super) fn forward(architecture: &Architecture, lanes: usize, order: Order) -> String {
    PASSES.iter().map(|pass| spread(&pass.forward, architecture, lanes, order)).collect()
}

/// The functions that compute the passes backward.
pub(super) fn backward(architecture: &Architecture, lanes: usize, order: Order) -> String {
    let functions = PASSES.iter().rev().flat_map(|pass| pass.backward);
    functions.map(|function| spread(function, architecture, lanes, order)).collect()
}

fn spread(function: &Function, architecture: &Architecture, lanes: usize, order: Order) -> String {
    let is_descending = order.is_descending(function.name);
    let mut text = format!("\nfn {}() {{\n", function.name);
    for outputs in function.outputs {
        let name = outputs.function;
        // A parameter that waits for its gradient is also told the round.
        let call = |i: &str, round: &str| {
            if outputs.are_gradients { format!("{name}({i}, {round});") } else { format!("{name}({i});") }
        };
        let count = outputs.count.iter().map(|size| size.wgsl()).collect::<Vec<_>>().join(" * ");
        let rounds = outputs.most(architecture).div_ceil(lanes);
        // Writing into a String cannot fail.
        if rounds > ROUNDS {
            let call = call("i", "i / LANES");
            let _ = if is_descending {
                writeln!(
                    text,
                    "    for (var n = ({count} + LANES - 1u - lane) / LANES; n > 0u; n--) {{ \
                     let i = lane + (n - 1u) * LANES; {call} }}"
                )
            } else {
                writeln!(text, "    for (var i = lane; i < {count}; i += LANES) {{ {call} }}")
            };
            continue;
        }
        for round in 0..rounds {
            let round = if is_descending { rounds - 1 - round } else { round };
            let i = if round == 0 { "lane".to_owned() } else { format!("lane + {}u", round * lanes) };
            let _ = writeln!(text, "    if {i} < {count} {{ {} }}", call(&i, &format!("{round}u")));
        }
    }
    text + "}\n"
}
