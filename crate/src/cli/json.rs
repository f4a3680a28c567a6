//! What another program reads: one JSON object with everything that the run was and has become.
//!
//! Matrices are lists of rows. The score of a masked place is `null`. JSON has no numbers that are not
//! finite: those of a run that has diverged are the texts `"NaN"`, `"Infinity"` and `"-Infinity"`, which
//! Python's `float` and JavaScript's `Number` read.

use attention_lab::PROGRAM;
use attention_lab::engine::Adapter;
use attention_lab::matrix::Matrix;
use attention_lab::model::activations::Activation;
use attention_lab::model::trace::Trace;
use attention_lab::train::trainer::Trainer;
use serde::{Serialize, Serializer};

use super::outcome::{Outcome, Start};
use super::settings_json::WrittenSettings;

/// The whole object; its fields stand in this order.
#[derive(Serialize)]
pub struct Report<'a> {
    // The first field tells files of this program from others: see `overwrite`.
    program: &'static str,
    adapter: Adapter,
    /// The shader parts that are edited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edited: Vec<&'static str>,
    settings: WrittenSettings,
    /// For `--run` and the page; none if it starts from weights, or shaders are edited.
    run: Option<String>,
    weights: Option<Weights>,
    vocabulary: &'a [String],
    sentences: Vec<&'a [u32]>,
    diverged: Option<Diverged>,
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
    loss: Number,
    #[serde(flatten, serialize_with = "matrices")]
    trace: &'a Trace<f32>,
}

impl<'a> Report<'a> {
    /// What the run has done, with the traces of its present weights.
    pub fn new(outcome: &Outcome<'a>, traces: &'a [Trace<f32>]) -> Self {
        let trainer = outcome.trainer;
        let corpus = trainer.corpus();
        let sentences: Vec<_> = corpus.sentences().iter().map(|sentence| &sentence.tokens[..]).collect();
        let logged = trainer.history().logged(outcome.log_every);
        let logged = logged.map(|(epoch, losses)| Logged { epoch, sentences: Numbers(losses) });
        let traces = sentences.iter().zip(traces);
        let diverged = outcome.divergence.as_ref().map(|divergence| Diverged {
            step: divergence.step,
            sentence: divergence.sentence,
            first: divergence.first.name(),
        });
        Self {
            program: PROGRAM,
            adapter: adapter(trainer.adapter()),
            edited: trainer.run().sources.edited().map(|(part, _)| part).collect(),
            settings: WrittenSettings::new(trainer.settings(), outcome.start.is_none()),
            run: outcome.run_text(),
            weights: outcome.start.map(Weights::new),
            vocabulary: corpus.vocabulary(),
            diverged,
            losses: logged.collect(),
            traces: traces.map(|(tokens, trace)| Final { tokens, loss: Number(trace.loss), trace }).collect(),
            sentences,
            parameters: Parameters(trainer),
        }
    }
}

impl Weights {
    fn new(start: Start) -> Self {
        Self {
            file: start.file.display().to_string(),
            settings: start.origin.map(|origin| origin.settings.to_string()),
            step: start.origin.map(|origin| origin.step),
        }
    }
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

/// A number, or the word for one that is not finite.
struct Number(f32);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            number if number.is_nan() => serializer.serialize_str("NaN"),
            f32::INFINITY => serializer.serialize_str("Infinity"),
            f32::NEG_INFINITY => serializer.serialize_str("-Infinity"),
            number => serializer.serialize_f32(number),
        }
    }
}

/// The tensors by their names, each a list of rows.
struct Parameters<'a>(&'a Trainer);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = &self.0.state().parameters;
        serializer.collect_map(self.0.architecture().tensors().into_iter().map(|tensor| {
            let rows = parameters[tensor.range()].chunks(tensor.columns);
            (tensor.name(), rows.map(Numbers).collect::<Vec<_>>())
        }))
    }
}
