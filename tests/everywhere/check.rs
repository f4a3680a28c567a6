//! The check of edited shaders: what is shipped is right, twenty mistakes are told apart, and what is only written
//! otherwise stays right.

use attention_lab::check::Check;
use attention_lab::engine::cells::Native;
use attention_lab::engine::gpu::sources::Sources;
use attention_lab::engine::{EngineError, Task};
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

use crate::cells::variants;
use crate::common::{adam, architecture, ragged_corpus};

/// An edit: the part, what stands there, and what shall.
type Edit = (&'static str, &'static str, &'static str);

fn sources(edits: &[Edit]) -> Sources {
    let mut sources = Sources::default();
    for (part, from, to) in edits {
        let text = sources.text(part).unwrap().to_owned();
        assert!(text.contains(from), "{part} has no {from}");
        sources.edit(part, text.replace(from, to)).unwrap();
    }
    sources
}

fn check(settings: &Settings, corpus: &Corpus, sources: &Sources) -> Result<Check, EngineError> {
    let architecture = architecture(settings, corpus);
    let start = starting_parameters(&architecture, settings);
    let adam = adam(settings);
    Check::run(&Native::default(), &Task { architecture, corpus, adam, start: &start, steps: 0, sources })
}

/// Three sentences of different lengths, one with a word that comes twice.
fn checked(edits: &[Edit]) -> Check {
    let settings = Settings { head_size: 3, ..Settings::default() };
    check(&settings, &ragged_corpus(), &sources(edits)).unwrap_or_else(|error| panic!("{edits:?}: {error}"))
}

/// The tensors that are off, a letter each.
fn off(check: &Check) -> String {
    let letters = check.slopes.iter().zip("TPQKV".chars());
    letters.filter(|(slope, _)| !slope.is_ok()).map(|(_, letter)| letter).collect()
}

#[test]
fn the_shipped_backward_is_the_slope_of_the_shipped_forward() {
    for (settings, corpus) in variants() {
        let found = check(&settings, &corpus, &Sources::default()).unwrap();
        assert!(found.is_good() && found.changes.is_empty(), "{found:?}");
        for slope in &found.slopes {
            assert!(slope.difference < 1e-9, "{settings}: {slope:?}");
        }
        let largest = found.slopes.iter().map(|slope| slope.largest).fold(0.0, f64::max);
        assert!(largest > 1e-2, "{settings}: the slopes are not all but zero");
    }
}

/// T is the token embedding, P the position embedding, Q, K and V are the weights.
#[test]
fn twenty_mistakes_are_found_where_they_are() {
    const LOSS: &str = "log(sum) - (logits[t * V + target_token(t)] - largest)";
    let mistakes: [(Edit, &str); 24] = [
        (("7_probabilities_backward", " / f32(length)", ""), "TPQKV"),
        (("7_probabilities_backward", "select(0.0, 1.0,", "select(0.0, 0.5,"), "TPQKV"),
        (("7_probabilities_backward", "target_token(i / V)", "token(i / V)"), "TPQKV"),
        (("6_logits_backward", "d_logits[i], SKIP", "0.5 * d_logits[i], SKIP"), "TP"),
        (
            ("5_output_backward", "d_logits[t * V + o] * v[u * V + o]", "d_logits[t * V + o] * v[t * V + o]"),
            "TPQK",
        ),
        (("5_output_backward", "attention[t * T + u] * d_logits", "attention[u * T + t] * d_logits"), "TPV"),
        (("4_attention_backward", "- mean", ""), "TPQK"),
        (
            (
                "4_attention_backward",
                "mean += attention[t * T + u] *",
                "mean += 0.5 * attention[t * T + u] *",
            ),
            "TPQK",
        ),
        (
            ("4_attention_backward", "d_scores[t * T + u] = attention[t * T + u] *", "d_scores[t * T + u] ="),
            "TPQK",
        ),
        (("3_scores_backward", "d_q[i] = q_sum * SCALE", "d_q[i] = q_sum"), "TPQ"),
        (("3_scores_backward", "d_scores[u * T + t]", "d_scores[t * T + u]"), "TPK"),
        (("3_scores_backward", "d_k[i] = k_sum", "d_k[i] = -k_sum"), "TPK"),
        (("2_project_backward", "        sum += d_k[t * H + h] * parameter(KEY + h * E + e);\n", ""), "TP"),
        (("2_project_backward", "parameter(VALUE + o * E + e)", "parameter(VALUE + e * V + o)"), "TP"),
        (("2_project_backward", "query_sum += d_q", "query_sum += d_k"), "Q"),
        (
            (
                "2_project_backward",
                "key_sum += d_k[t * H + h] * x[t * E + e]",
                "key_sum += d_k[t * H + h] * x[e]",
            ),
            "K",
        ),
        (
            (
                "2_project_backward",
                "sum += d_v[t * V + o] * x[t * E + e]",
                "sum += d_v[t * V + o] * x[t * E + o]",
            ),
            "V",
        ),
        (
            (
                "2_project_backward",
                "take_gradient(QUERY + i, QUERY_MOMENTS + round, query_sum)",
                "take_gradient(QUERY + i, QUERY_MOMENTS + round, key_sum)",
            ),
            "Q",
        ),
        (("1_embed_backward", "sum += d_x", "sum = d_x"), "T"),
        (("1_embed_backward", "if token(t) == w", "if target_token(t) == w"), "T"),
        (("1_embed_backward", "select(0.0, d_x[i], POSITION", "select(0.0, 2.0 * d_x[i], POSITION"), "P"),
        // The forward alone.
        (("3_scores_forward", "sum * SCALE", "sum"), "TPQK"),
        (("6_logits_forward", "output[i] +", "2.0 * output[i] +"), "TPQKV"),
        (("7_probabilities_forward", LOSS, "exp(-logits[t * V + target_token(t)])"), "TPQKV"),
    ];
    for (edit, expected) in mistakes {
        let found = checked(&[edit]);
        assert_eq!(off(&found), expected, "{edit:?}: {found:?}");
        assert_eq!(found.order, [""; 0], "{edit:?}");
    }
}

#[test]
fn what_is_only_written_otherwise_stays_right() {
    let same: [&[Edit]; 12] = [
        &[("4_attention_forward", "- largest", "")],
        &[(
            "4_attention_forward",
            "exp(scores[t * T + u] - largest)",
            "exp(scores[t * T + u] - largest) * mask[t * T + u]",
        )],
        &[(
            "5_output_forward",
            "for (var u = 0u; u < length; u++) {\n        sum += attention[t * T + u] * v[u * V + o];",
            "for (var n = length; n > 0u; n--) {\n        let u = n - 1u;\n        sum += attention[t * T + u] * v[u * V + o];",
        )],
        &[(
            "2_project_forward",
            "sum += x[t * E + e] * parameter(VALUE + o * E + e)",
            "sum = fma(x[t * E + e], parameter(VALUE + o * E + e), sum)",
        )],
        &[("3_scores_forward", "sum * SCALE", "sum / sqrt(f32(H))")],
        &[(
            "7_probabilities_forward",
            "log(sum) - (logits[t * V + target_token(t)] - largest)",
            "-log(probabilities[t * V + target_token(t)])",
        )],
        &[(
            "4_attention_backward",
            "attention[t * T + u] * (d_attention[t * T + u] - mean)",
            "attention[t * T + u] * d_attention[t * T + u] - attention[t * T + u] * mean",
        )],
        &[("3_scores_backward", "d_q[i] = q_sum * SCALE", "d_q[i] = q_sum * sqrt(SCALE) * sqrt(SCALE)")],
        &[(
            "7_probabilities_backward",
            "let hit = select(0.0, 1.0, i % V == target_token(i / V));",
            "var hit = 0.0;\n    if i % V == target_token(i / V) { hit = 1.0; }",
        )],
        &[(
            "1_embed_backward",
            "        if token(t) == w {\n            sum += d_x[t * E + e];\n        }",
            "        sum += select(0.0, d_x[t * E + e], token(t) == w);",
        )],
        &[(
            "6_logits_forward",
            "logits[i] = output[i] + select(0.0, x[i], SKIP);",
            "var sum = output[i];\n    if SKIP {\n        add(&sum, x[i]);\n    }\n    logits[i] = sum;\n}\nfn add(to: ptr<function, f32>, what: f32) {\n    *to += what;",
        )],
        // Another forward, and its own backward.
        &[
            (
                "4_attention_forward",
                "exp(scores[t * T + u] - largest)",
                "exp(0.5 * (scores[t * T + u] - largest))",
            ),
            (
                "4_attention_backward",
                "d_scores[t * T + u] = attention[t * T + u] *",
                "d_scores[t * T + u] = 0.5 * attention[t * T + u] *",
            ),
        ],
    ];
    for edits in same {
        let found = checked(edits);
        assert!(found.is_good(), "{edits:?}: {found:?}");
    }
}

#[test]
fn what_has_changed_in_the_forward_is_named() {
    let found = checked(&[("3_scores_forward", "sum * SCALE", "sum")]);
    let changed: Vec<_> =
        found.changes.iter().filter(|change| change.difference > 0.0).map(|change| change.name()).collect();
    assert_eq!(changed, ["scores", "attention", "output", "logits", "probabilities", "loss"]);
}

/// An output that reads another one of its pass is right in one order of the lanes alone.
#[test]
fn lanes_that_race_are_named() {
    let found = checked(&[(
        "2_project_backward",
        "var sum = d_x[i];",
        "var sum = d_x[i] + 0.1 * d_x[(i + 1u) % (T * E)];",
    )]);
    assert_eq!(found.order, ["2_project_backward"]);
    let found = checked(&[(
        "6_logits_forward",
        "logits[i] = output[i]",
        "logits[i] = output[i] + logits[(i + 1u) % (T * V)]",
    )]);
    assert_eq!(found.order, ["6_logits_forward"]);
}
