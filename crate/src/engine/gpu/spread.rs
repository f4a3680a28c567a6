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

use crate::parameters::Architecture;

/// Up to so many times around there is no loop.
pub(super) const ROUNDS: usize = 4;

/// Outputs of one kind, or rows of them.
struct Outputs {
    /// The function in `shaders/` that computes one of them.
    function: &'static str,
    /// Whether it is also told the round: those are gradients, which a parameter waits for.
    told_round: bool,
    /// How many there are, in WGSL.
    count: &'static str,
    /// How many there are at most: for a sentence of T places.
    most: usize,
}

/// The functions that compute the passes forward.
pub(super) fn forward(architecture: &Architecture, lanes: usize) -> String {
    let Counts { t, t_t, t_h, t_v, .. } = Counts::new(architecture);
    [
        pass(lanes, "embed_forward", &[outputs("input_at", "length * E", t_v)]),
        pass(
            lanes,
            "project_forward",
            &[outputs("query_and_key_at", "length * H", t_h), outputs("value_at", "length * V", t_v)],
        ),
        pass(lanes, "scores_forward", &[outputs("score_at", "length * length", t_t)]),
        pass(lanes, "attention_forward", &[outputs("attention_row", "length", t)]),
        pass(lanes, "output_forward", &[outputs("output_at", "length * V", t_v)]),
        pass(lanes, "logits_forward", &[outputs("logit_at", "length * V", t_v)]),
        pass(lanes, "probabilities_forward", &[outputs("probability_row", "length", t)]),
    ]
    .concat()
}

/// The functions that compute the passes backward.
pub(super) fn backward(architecture: &Architecture, lanes: usize) -> String {
    let Counts { t, t_t, t_h, t_v, h_v, v_v } = Counts::new(architecture);
    [
        pass(lanes, "probabilities_backward", &[outputs("d_logit_at", "length * V", t_v)]),
        pass(lanes, "logits_backward", &[outputs("skip_at", "length * V", t_v)]),
        pass(
            lanes,
            "output_backward",
            &[outputs("d_attention_at", "length * length", t_t), outputs("d_value_at", "length * V", t_v)],
        ),
        pass(lanes, "attention_backward", &[outputs("d_score_row", "length", t)]),
        pass(lanes, "scores_backward", &[outputs("d_query_and_key_at", "length * H", t_h)]),
        pass(lanes, "project_backward", &[outputs("d_input_at", "length * E", t_v)]),
        pass(
            lanes,
            "weights_backward",
            &[
                gradients("d_query_and_key_weight_at", "H * E", h_v),
                gradients("d_value_weight_at", "V * E", v_v),
            ],
        ),
        pass(
            lanes,
            "embed_backward",
            &[
                gradients("d_token_embedding_at", "V * E", v_v),
                gradients("d_position_embedding_at", "T * E", t_v),
            ],
        ),
    ]
    .concat()
}

/// Sizes and their products; E is V.
struct Counts {
    t: usize,
    t_t: usize,
    t_h: usize,
    t_v: usize,
    h_v: usize,
    v_v: usize,
}

impl Counts {
    fn new(architecture: &Architecture) -> Self {
        let (t, v, h) = (architecture.positions, architecture.vocabulary, architecture.head_size);
        Self { t, t_t: t * t, t_h: t * h, t_v: t * v, h_v: h * v, v_v: v * v }
    }
}

fn outputs(function: &'static str, count: &'static str, most: usize) -> Outputs {
    Outputs { function, told_round: false, count, most }
}

fn gradients(function: &'static str, count: &'static str, most: usize) -> Outputs {
    Outputs { told_round: true, ..outputs(function, count, most) }
}

fn pass(lanes: usize, name: &str, kinds: &[Outputs]) -> String {
    let mut text = format!("\nfn {name}() {{\n");
    for Outputs { function, told_round, count, most } in kinds {
        let call = |i: &str, round: &str| {
            if *told_round { format!("{function}({i}, {round});") } else { format!("{function}({i});") }
        };
        let rounds = most.div_ceil(lanes);
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
