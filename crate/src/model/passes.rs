//! The passes of the head, each once: which matrices it leaves, which functions of `shaders/` compute it, how many
//! numbers they compute and how long each takes. Shader sources, the loop budget of a dispatch and the page read it here.
//!
//! A pass has a file forward and a file backward, `shaders/3_scores_forward.wgsl` and `shaders/3_scores_backward.wgsl`,
//! and a twin of the same name in [`forward`](mod@super::forward) and [`backward`](mod@super::backward). Its files say how one
//! number or one row comes about; who computes which is generated (`engine/gpu/spread.rs`).

use super::activations::Activation;
use super::architecture::Architecture;
use super::size::Size::{self, Embedding as E, HeadSize as H, Places as T, Positions as P, Vocabulary as V};

/// One pass of the head.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// Its number, which its files begin with.
    pub number: usize,
    /// Its name.
    pub name: &'static str,
    /// What it computes that is kept, and how: forward.
    pub leaves: &'static [Activation],
    /// What is computed forward.
    pub forward: Function,
    /// What is computed backward, in this order.
    pub backward: &'static [Function],
}

/// What the lanes of a workgroup compute together before they wait for each other.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name in the shaders.
    pub name: &'static str,
    /// What it computes.
    pub outputs: &'static [Outputs],
}

/// Numbers of one kind, or rows of them, that are computed one by one in any order.
#[derive(Clone, Copy, Debug)]
pub struct Outputs {
    /// The function of `shaders/` that computes one of them.
    pub function: &'static str,
    /// How many there are: the product of these sizes.
    pub count: &'static [Size],
    /// How often the loops inside it go around: so many times each size, all together.
    pub inner: &'static [(usize, Size)],
    /// Whether they are gradients of parameters.
    pub are_gradients: bool,
}

/// All passes in their order.
pub const PASSES: [Pass; 7] = [
    Pass {
        number: 1,
        name: "embed",
        leaves: &[Activation::Input],
        forward: Function { name: "embed_forward", outputs: &[outputs("input_at", &[T, E], &[])] },
        backward: &[Function {
            name: "embed_backward",
            outputs: &[
                gradients("d_token_embedding_at", &[V, E], &[(1, T)]),
                gradients("d_position_embedding_at", &[P, E], &[]),
            ],
        }],
    },
    Pass {
        number: 2,
        name: "project",
        leaves: &[Activation::Query, Activation::Key, Activation::Value],
        forward: Function {
            name: "project_forward",
            outputs: &[
                outputs("query_and_key_at", &[T, H], &[(1, E)]),
                outputs("value_at", &[T, V], &[(1, E)]),
            ],
        },
        backward: &[
            Function {
                name: "project_backward",
                outputs: &[outputs("d_input_at", &[T, E], &[(1, H), (1, V)])],
            },
            Function {
                name: "weights_backward",
                outputs: &[
                    gradients("d_query_and_key_weight_at", &[H, E], &[(1, T)]),
                    gradients("d_value_weight_at", &[V, E], &[(1, T)]),
                ],
            },
        ],
    },
    Pass {
        number: 3,
        name: "scores",
        leaves: &[Activation::Score],
        forward: Function { name: "scores_forward", outputs: &[outputs("score_at", &[T, T], &[(1, H)])] },
        backward: &[Function {
            name: "scores_backward",
            outputs: &[outputs("d_query_and_key_at", &[T, H], &[(1, T)])],
        }],
    },
    Pass {
        number: 4,
        name: "attention",
        leaves: &[Activation::Attention],
        forward: Function {
            name: "attention_forward",
            outputs: &[outputs("attention_row", &[T], &[(3, T)])],
        },
        backward: &[Function {
            name: "attention_backward",
            outputs: &[outputs("d_score_row", &[T], &[(2, T)])],
        }],
    },
    Pass {
        number: 5,
        name: "output",
        leaves: &[Activation::Output],
        forward: Function { name: "output_forward", outputs: &[outputs("output_at", &[T, V], &[(1, T)])] },
        backward: &[Function {
            name: "output_backward",
            outputs: &[
                outputs("d_attention_at", &[T, T], &[(1, V)]),
                outputs("d_value_at", &[T, V], &[(1, T)]),
            ],
        }],
    },
    Pass {
        number: 6,
        name: "logits",
        leaves: &[Activation::Logit],
        forward: Function { name: "logits_forward", outputs: &[outputs("logit_at", &[T, V], &[])] },
        backward: &[Function { name: "logits_backward", outputs: &[outputs("skip_at", &[T, V], &[])] }],
    },
    Pass {
        number: 7,
        name: "probabilities",
        leaves: &[Activation::Probability],
        forward: Function {
            name: "probabilities_forward",
            outputs: &[outputs("probability_row", &[T], &[(3, V)])],
        },
        backward: &[Function {
            name: "probabilities_backward",
            outputs: &[outputs("d_logit_at", &[T, V], &[])],
        }],
    },
];

const fn outputs(function: &'static str, count: &'static [Size], inner: &'static [(usize, Size)]) -> Outputs {
    Outputs { function, count, inner, are_gradients: false }
}

const fn gradients(
    function: &'static str,
    count: &'static [Size],
    inner: &'static [(usize, Size)],
) -> Outputs {
    Outputs { function, count, inner, are_gradients: true }
}

impl Outputs {
    /// How many there are at most: in the longest sentence.
    pub fn most(&self, architecture: &Architecture) -> usize {
        self.count.iter().map(|size| size.most(architecture)).product()
    }

    /// How often the loops inside it go around at most.
    pub fn most_inner(&self, architecture: &Architecture) -> usize {
        self.inner.iter().map(|(times, size)| times * size.most(architecture)).sum()
    }
}

impl Pass {
    /// The pass that computes a matrix; the mask and the skip connection are read by the pass that is named.
    pub fn of(activation: Activation) -> &'static Self {
        let computed = match activation {
            Activation::Mask => Activation::Score,
            Activation::Skip => Activation::Logit,
            other => other,
        };
        let pass = PASSES.iter().find(|pass| pass.leaves.contains(&computed));
        pass.unwrap_or(&PASSES[0])
    }

    /// Its file in `shaders/` forward, without `.wgsl`.
    pub fn forward_part(&self) -> String {
        format!("{}_{}_forward", self.number, self.name)
    }

    /// Its file in `shaders/` backward, without `.wgsl`.
    pub fn backward_part(&self) -> String {
        format!("{}_{}_backward", self.number, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::activations::{ACTIVATIONS, Kept};

    #[test]
    fn the_passes_leave_every_matrix_that_is_kept_in_its_order() {
        let left: Vec<_> = PASSES.iter().flat_map(|pass| pass.leaves).copied().collect();
        assert_eq!(left, Activation::of_a_trace().collect::<Vec<_>>());
        for (index, pass) in PASSES.iter().enumerate() {
            assert_eq!(pass.number, index + 1);
        }
        for about in ACTIVATIONS.iter().filter(|about| about.kept == Kept::Nowhere) {
            assert!(Pass::of(about.activation).number > 1, "{}", about.name);
        }
    }
}
