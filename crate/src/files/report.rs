//! What another program reads: one JSON object with everything that the run was and has become.
//!
//! Matrices are lists of rows. The score of a masked place is `null`. JSON has no numbers that are not
//! finite: those of a run that has diverged are the texts `"NaN"`, `"Infinity"` and `"-Infinity"`, which
//! Python's `float` and JavaScript's `Number` read.

use std::collections::BTreeMap;

use num_traits::Float;
use serde::{Serialize, Serializer};

use super::saved::{Saved, StartedFrom};
use super::settings_json::WrittenSettings;
use crate::PROGRAM;
use crate::engine::Adapter;
use crate::matrix::Matrix;
use crate::model::activations::Activation;
use crate::model::trace::Trace;

/// The whole object; its fields stand in this order.
#[derive(Serialize)]
pub struct Report<'a> {
    // The first field tells files of this program from others.
    program: &'static str,
    adapter: Adapter,
    /// The shader parts that are edited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edited: Vec<&'static str>,
    settings: WrittenSettings,
    /// For `--run` and the page; none if it starts from weights.
    run: Option<String>,
    weights: Option<Weights>,
    vocabulary: &'a [String],
    sentences: Vec<&'a [u32]>,
    diverged: Option<Diverged>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<SettledDecimals>,
    losses: Vec<Logged<'a>>,
    #[serde(rename = "final")]
    traces: Vec<Final<'a>>,
    parameters: Parameters<'a>,
}

/// Where starting weights came from that were not drawn.
#[derive(Serialize)]
struct Weights {
    file: String,
    /// Of the run that they are from, as its file says them.
    settings: Option<String>,
    step: Option<u64>,
}

/// Where the run overflowed.
#[derive(Serialize)]
struct Diverged {
    step: u64,
    sentence: usize,
    first: String,
}

/// How many decimals every device shows; none where rounding decides.
#[derive(Serialize)]
struct SettledDecimals {
    /// Of the losses of each logged epoch.
    losses: Vec<Option<usize>>,
    /// Of each kind of matrix at the end, by its name.
    matrices: BTreeMap<&'static str, Option<usize>>,
}

/// The loss of each sentence in one epoch.
#[derive(Serialize)]
struct Logged<'a> {
    epoch: usize,
    sentences: Numbers<'a>,
}

/// The forward pass of one sentence after the last step.
#[derive(Serialize)]
struct Final<'a> {
    tokens: &'a [u32],
    loss: Number<f32>,
    #[serde(flatten, serialize_with = "matrices")]
    trace: &'a Trace<f32>,
}

impl<'a> Report<'a> {
    /// What the run has done.
    pub fn new(saved: &'a Saved) -> Self {
        let corpus = &saved.run.corpus;
        let sentences: Vec<_> = corpus.sentences().iter().map(|sentence| &sentence.tokens[..]).collect();
        let logged = saved.history.logged(saved.log_every);
        let logged = logged.map(|(epoch, losses)| Logged { epoch, sentences: Numbers(losses) });
        let traces = sentences.iter().zip(&saved.traces);
        let diverged = saved.divergence.as_ref().map(|divergence| Diverged {
            step: divergence.step,
            sentence: divergence.sentence,
            first: divergence.first.name(),
        });
        let settled = saved.settled.as_ref().map(|settled| SettledDecimals {
            losses: settled.epochs.iter().copied().step_by(saved.log_every).collect(),
            matrices: settled.matrices.iter().map(|&(of, decimals)| (of.about().array, decimals)).collect(),
        });
        let is_drawn = saved.started_from.is_none();
        Self {
            program: PROGRAM,
            adapter: adapter(saved.adapter.clone()),
            edited: saved.run.sources.edited().map(|(part, _)| part).collect(),
            settings: WrittenSettings::new(&saved.run.settings, is_drawn),
            run: saved.whole_text(),
            weights: saved.started_from.as_ref().map(Weights::new),
            vocabulary: corpus.vocabulary(),
            diverged,
            settled,
            losses: logged.collect(),
            traces: traces.map(|(tokens, trace)| Final { tokens, loss: Number(trace.loss), trace }).collect(),
            sentences,
            parameters: Parameters(saved),
        }
    }
}

impl Report<'_> {
    /// The object as a line of JSON.
    pub fn to_json(&self) -> Vec<u8> {
        // Keys are texts and every number is finite or a text: nothing can fail.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Weights {
    fn new(start: &StartedFrom) -> Self {
        Self {
            file: start.file.clone(),
            settings: start.origin.as_ref().map(|origin| origin.settings.to_string()),
            step: start.origin.as_ref().map(|origin| origin.step),
        }
    }
}

/// Whether a file begins as this JSON does, of whatever version.
pub fn is_ours(beginning: &[u8]) -> bool {
    let name = PROGRAM.split(' ').next().unwrap_or_default();
    beginning.starts_with(format!("{{\"program\":\"{name} ").as_bytes())
}

/// The kinds of device that readers know; a device that tells no kind has none.
fn adapter(adapter: Adapter) -> Adapter {
    match adapter.kind.as_str() {
        "cpu" | "integrated" | "discrete" => adapter,
        _ => Adapter { kind: "none".into(), ..adapter },
    }
}

fn matrices<S: Serializer>(trace: &Trace<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(trace.matrices().map(|(activation, layer, matrix)| {
        (activation.array(layer), Rows { matrix, masked: activation == Activation::Score })
    }))
}

/// A matrix as a list of rows. Where it is `masked`, a place has numbers up to itself only.
struct Rows<'a> {
    matrix: &'a Matrix<f32>,
    masked: bool,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.matrix.rows_iter().enumerate().map(|(place, row)| {
            let number = move |(at, &number): (usize, &f32)| {
                let is_masked = self.masked && at > place;
                (!is_masked).then_some(Number(number))
            };
            row.iter().enumerate().map(number).collect::<Vec<_>>()
        }))
    }
}

/// A list of numbers.
struct Numbers<'a>(&'a [f32]);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().copied().map(Number))
    }
}

/// A number, or the word for one that is not finite, which JSON does not have.
pub struct Number<F>(pub F);

impl<F: Float + Serialize> Serialize for Number<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            number if number.is_nan() => serializer.serialize_str("NaN"),
            number if number == F::infinity() => serializer.serialize_str("Infinity"),
            number if number == F::neg_infinity() => serializer.serialize_str("-Infinity"),
            number => number.serialize(serializer),
        }
    }
}

/// The tensors by their names, each a list of rows.
struct Parameters<'a>(&'a Saved);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = &self.0.parameters;
        serializer.collect_map(self.0.architecture().tensors().into_iter().map(|tensor| {
            let rows = parameters[tensor.range()].chunks(tensor.columns);
            (tensor.name(), rows.map(Numbers).collect::<Vec<_>>())
        }))
    }
}
