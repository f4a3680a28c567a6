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

/// Up to so many times around there is no loop.
pub(super) const ROUNDS: usize = 4;

/// The functions that compute the passes forward.
pub(super) fn forward(architecture: &Architecture, lanes: usize) -> String {
    PASSES.iter().map(|pass| spread(&pass.forward, architecture, lanes)).collect()
}

/// The functions that compute the passes backward.
pub(super) fn backward(architecture: &Architecture, lanes: usize) -> String {
    let functions = PASSES.iter().rev().flat_map(|pass| pass.backward);
    functions.map(|function| spread(function, architecture, lanes)).collect()
}

fn spread(function: &Function, architecture: &Architecture, lanes: usize) -> String {
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
            let _ = writeln!(text, "    for (var i = lane; i < {count}; i += LANES) {{ {call} }}");
            continue;
        }
        for round in 0..rounds {
            let i = if round == 0 { "lane".to_owned() } else { format!("lane + {}u", round * lanes) };
            let _ = writeln!(text, "    if {i} < {count} {{ {} }}", call(&i, &format!("{round}u")));
        }
    }
    text + "}\n"
}
