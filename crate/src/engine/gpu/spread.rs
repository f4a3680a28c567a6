//! Spreads the outputs of a pass over the lanes of a workgroup.
//!
//! The files in `shaders/` say how one output of a pass comes about, `fn output_at(i: u32)`, or one
//! row of outputs, `fn attention_row(t: u32)`. The function that computes them all,
//! `fn output_forward()`, is generated: output i belongs to lane i modulo [`LANES`], in this pass and
//! in every other of as many outputs.
//!
//! Most passes have few outputs. A loop over them would end by a condition of each lane's own, and a
//! device that computes lanes in step goes through its body once more to find that none is left. So
//! the first [`ROUNDS`] times that the lanes go around are written one after another.

use std::fmt::Write;

use super::shader::LANES;
use crate::parameters::Architecture;

/// Up to so many times around there is no loop.
const ROUNDS: usize = 4;

/// Outputs of one kind, or rows of them.
struct Outputs {
    /// The function in `shaders/` that computes one of them.
    function: &'static str,
    /// What the number of the first is called, if it is not 0.
    start: &'static str,
    /// How many there are, in WGSL.
    count: &'static str,
    /// How many there are at most: for a sentence of T places.
    most: usize,
}

/// The functions that compute the passes forward.
pub(super) fn forward(architecture: &Architecture) -> String {
    let Counts { t, t_t, t_h, t_v, .. } = Counts::new(architecture);
    [
        pass("embed_forward", &[outputs("input_at", "length * E", t_v)]),
        pass(
            "project_forward",
            &[outputs("query_and_key_at", "length * H", t_h), outputs("value_at", "length * V", t_v)],
        ),
        pass("scores_forward", &[outputs("score_at", "length * length", t_t)]),
        pass("attention_forward", &[outputs("attention_row", "length", t)]),
        pass("output_forward", &[outputs("output_at", "length * V", t_v)]),
        pass("logits_forward", &[outputs("logit_at", "length * V", t_v)]),
        pass("probabilities_forward", &[outputs("probability_row", "length", t)]),
    ]
    .concat()
}

/// The functions that compute the passes backward.
pub(super) fn backward(architecture: &Architecture) -> String {
    let Counts { t, t_t, t_h, t_v, h_v, v_v } = Counts::new(architecture);
    [
        pass("probabilities_backward", &[outputs("d_logit_at", "length * V", t_v)]),
        pass("logits_backward", &[outputs("skip_at", "length * V", t_v)]),
        pass(
            "output_backward",
            &[outputs("d_attention_at", "length * length", t_t), outputs("d_value_at", "length * V", t_v)],
        ),
        pass("attention_backward", &[outputs("d_score_row", "length", t)]),
        pass("scores_backward", &[outputs("d_query_and_key_at", "length * H", t_h)]),
        pass(
            "project_backward",
            &[
                outputs("d_query_and_key_weight_at", "H * E", h_v),
                outputs("d_value_weight_at", "V * E", v_v),
                outputs("d_input_at", "length * E", t_v),
            ],
        ),
        pass(
            "embed_backward",
            &[
                outputs("d_token_embedding_at", "V * E", v_v),
                outputs("d_position_embedding_at", "T * E", t_v),
            ],
        ),
    ]
    .concat()
}

/// The function that moves all parameters, tensor by tensor as the gradients were written.
pub(super) fn adam(architecture: &Architecture) -> String {
    let Counts { t_v, h_v, v_v, .. } = Counts::new(architecture);
    let tensor = |start, count, most| Outputs { function: "adam_at", start, count, most };
    pass(
        "adam",
        &[
            tensor("TOKEN_EMBEDDING", "V * E", v_v),
            tensor("POSITION_EMBEDDING", "T * E", t_v),
            tensor("QUERY", "H * E", h_v),
            tensor("KEY", "H * E", h_v),
            tensor("VALUE", "V * E", v_v),
        ],
    )
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
    Outputs { function, start: "", count, most }
}

fn pass(name: &str, kinds: &[Outputs]) -> String {
    let mut text = format!("\nfn {name}() {{\n");
    for Outputs { function, start, count, most } in kinds {
        let plus = if start.is_empty() { "" } else { " + " };
        let rounds = most.div_ceil(LANES);
        // Writing into a String cannot fail.
        if rounds > ROUNDS {
            let _ = writeln!(
                text,
                "    for (var i = lane; i < {count}; i += LANES) {{ {function}({start}{plus}i); }}"
            );
            continue;
        }
        for first in (0..rounds).map(|round| round * LANES) {
            let i = if first == 0 { "lane".to_owned() } else { format!("lane + {first}u") };
            let _ = writeln!(text, "    if {i} < {count} {{ {function}({start}{plus}{i}); }}");
        }
    }
    text + "}\n"
}
