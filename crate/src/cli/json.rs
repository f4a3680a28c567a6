//! What another program reads: one JSON object with everything that the run was and has become.
//!
//! Matrices are lists of rows. What is not a finite number is `null`: the score of a masked place,
//! and the numbers of a run that has diverged.

use attention_lab::engine::Adapter;
use attention_lab::matrix::Matrix;
use attention_lab::trace::Trace;
use attention_lab::trainer::Trainer;
use serde::{Serialize, Serializer};

use super::settings_json::WrittenSettings;

/// The whole object; its fields stand in this order.
#[derive(Serialize)]
pub struct Report<'a> {
    adapter: Adapter,
    settings: WrittenSettings<'a>,
    vocabulary: &'a [String],
    sentences: Vec<&'a [u32]>,
    losses: Vec<Logged<'a>>,
    #[serde(rename = "final")]
    traces: Vec<Final<'a>>,
    parameters: Parameters<'a>,
}

/// The loss of each sentence in one epoch.
#[derive(Serialize)]
struct Logged<'a> {
    epoch: usize,
    sentences: &'a [f32],
}

/// The forward pass of one sentence after the last step.
#[derive(Serialize)]
struct Final<'a> {
    tokens: &'a [u32],
    loss: f32,
    #[serde(flatten, serialize_with = "matrices")]
    trace: &'a Trace<f32>,
}

impl<'a> Report<'a> {
    /// What `trainer` has done, with the traces of its present weights.
    pub fn new(trainer: &'a Trainer, traces: &'a [Trace<f32>], log_every: usize) -> Self {
        let corpus = trainer.corpus();
        let sentences: Vec<_> = corpus.sentences().iter().map(|sentence| &sentence.tokens[..]).collect();
        let logged = trainer.history().logged(log_every);
        let traces = sentences.iter().zip(traces);
        Self {
            adapter: adapter(trainer.adapter()),
            settings: trainer.settings().into(),
            vocabulary: corpus.vocabulary(),
            losses: logged.map(|(epoch, sentences)| Logged { epoch, sentences }).collect(),
            traces: traces.map(|(tokens, trace)| Final { tokens, loss: trace.loss, trace }).collect(),
            sentences,
            parameters: Parameters(trainer),
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
    serializer.collect_map(trace.matrices().map(|(name, matrix)| (name, Rows(matrix))))
}

/// A matrix as a list of rows.
struct Rows<'a>(&'a Matrix<f32>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows_iter())
    }
}

/// The tensors by their names, each a list of rows.
struct Parameters<'a>(&'a Trainer);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = &self.0.state().parameters;
        serializer.collect_map(self.0.architecture().tensors().map(|tensor| {
            (tensor.name, parameters[tensor.range()].chunks(tensor.columns).collect::<Vec<_>>())
        }))
    }
}
