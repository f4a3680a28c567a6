//! What crosses to the page and holds no more than data: one plain object each, of one shape on both sides.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsError;

/// A record on its way to the page.
///
/// # Errors
/// It has a number that JavaScript does not, which none has.
pub(super) fn plain<T: Tsify + Serialize>(record: impl Into<T>) -> Result<Ts<T>, JsError> {
    Ok(record.into().into_ts()?)
}

/// Records on their way to the page.
///
/// # Errors
/// As for [`plain`].
pub(super) fn plain_list<T: Tsify + Serialize>(
    records: impl IntoIterator<Item: Into<T>>,
) -> Result<Vec<Ts<T>>, JsError> {
    records.into_iter().map(plain).collect()
}

/// What the address asks for.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The settings in their text form.
    pub settings: String,
    /// The sentences in their text form.
    pub words: String,
    /// The edited shaders, each as its difference from the shipped one.
    pub edits: Vec<String>,
    /// The step that is shown; 0 is the start.
    pub step: f64,
    /// The pair of sentences that is compared; none for the first that part and meet again.
    pub pair: Option<[usize; 2]>,
    /// What is changed of looks at the run; none if nothing is.
    pub changes: Option<Changes>,
    /// `auto`, `gpu` or `cpu`.
    pub backend: String,
    /// The part of the page to go to; empty if the address names none.
    pub section: String,
    /// What is wrong with the address, in sentences; empty if nothing is.
    pub problem: String,
}

/// What the reader changed of looks at a run.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Of sentences that have any of their own.
    pub sentences: Vec<SentenceChanges>,
    /// Whether a row that is cut or set by hand is made to add up to 1 again.
    pub renormalise: bool,
    /// Whether the position embedding is left out.
    pub without_position: bool,
    /// Whether the skip connection is left out.
    pub without_skip: bool,
}

/// What the reader changed of looks at one sentence.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SentenceChanges {
    /// Which, counted from 0.
    pub sentence: usize,
    /// Places with the ids of the words that stand there instead.
    pub words: Vec<(usize, u32)>,
    /// Edges that are cut: from and to.
    pub cuts: Vec<(usize, usize)>,
    /// Places with their rows of weights.
    pub rows: Vec<(usize, Vec<f64>)>,
}

/// A link as it is written.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WrittenLink {
    /// What stands behind the `#`.
    pub text: String,
    /// How many characters it has in an address.
    pub length: usize,
}

/// What is wrong with sentences as they were typed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Typed {
    /// The sentences in their text form, if nothing is wrong.
    pub words: Option<String>,
    /// How many sentences there are.
    pub sentences: usize,
    /// How many different words there are.
    pub different: usize,
    /// What is wrong and what to do, in a sentence; empty if nothing is.
    pub problem: String,
    /// The line that is wrong, from 1; null if it is all of it.
    pub line: Option<usize>,
}

/// A set of the shelf.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Set {
    /// Its name in links.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The question that it is for.
    pub question: &'static str,
    /// What to look for once it is trained.
    pub look_for: &'static str,
    /// The sentences in their text form.
    pub words: String,
    /// The settings to train it with, in their text form.
    pub settings: String,
    /// Of how many seeds, from 1 on, the answers that can be known are all right at the end.
    pub solved: usize,
    /// The same without position embedding.
    pub solved_without_position: usize,
    /// How many seeds that are.
    pub seeds: u32,
}

/// The name, range and meaning of one knob.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Knob {
    /// Its key in the text form of the settings.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// `integer`, `number` or `toggle`.
    pub kind: &'static str,
    /// The smallest value.
    pub minimum: f64,
    /// The largest value.
    pub maximum: f64,
    /// The notebook's value, as text.
    pub initial: String,
    /// What it does, in a sentence.
    pub help: &'static str,
}

/// Settings that go by a name.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The settings in their text form.
    pub settings: String,
}

/// Who computes.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// `gpu`, `cpu` or `cells`: which engine.
    pub engine: &'static str,
    /// Which device computes, and why it does, in a sentence.
    pub sentence: String,
}

/// One tensor of the model summary.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Tensor {
    /// Its name in the notebook.
    pub name: String,
    /// Output features, or table rows.
    pub rows: usize,
    /// Input features, or the embedding size.
    pub columns: usize,
    /// The number of its values.
    pub parameters: usize,
    /// Whether the model uses it.
    pub in_use: bool,
}

/// The words and numbers of one matrix.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// What a row does.
    pub row_axis: String,
    /// What is done to a column.
    pub column_axis: String,
    /// Row labels.
    pub rows: Vec<String>,
    /// Column labels.
    pub columns: Vec<String>,
    /// Row-major values.
    pub values: Vec<f32>,
    /// Whether a value is masked and says nothing; any NaN besides is a number of a run gone wrong.
    pub masked: Vec<bool>,
    /// How many decimals are printed.
    pub decimals: usize,
    /// Why a row has but one number; may be empty.
    pub alone: String,
}

/// A matrix of the head, and what computes it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Activation {
    /// Its name.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its letter in formulas; empty if it has none.
    pub letter: &'static str,
    /// The letter of its columns: T, V, E or H.
    pub columns: &'static str,
    /// The part of `shaders/` that computes it.
    pub forward: String,
    /// The part that goes back through it.
    pub backward: String,
}

/// What is learned: all that follows from the words alone.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Corpus {
    /// All words in the order of their ids, the start token first.
    pub vocabulary: Vec<String>,
    /// The sentences in the order in which they are trained.
    pub sentences: Vec<Sentence>,
    /// Of each word of the vocabulary its hue, from 0; null if it tells no sentences apart.
    pub hues: Vec<Option<usize>>,
    /// The pair that is compared.
    pub pair: Pair,
    /// Where the sentences go on in more than one way.
    pub forks: Vec<Fork>,
    /// The mean loss that no model can beat, in nats.
    pub floor: f64,
}

/// A sentence. Lists have an entry for each of its places.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Sentence {
    /// Its words, the start token first.
    pub words: Vec<String>,
    /// Their ids, which count from 0.
    pub tokens: Vec<u32>,
    /// What follows each word.
    pub targets: Vec<String>,
    /// The best probability that each target can be given.
    pub best_chances: Vec<f64>,
    /// The place whose answer matters.
    pub asking_place: usize,
}

/// How a sentence stands at the weights that are shown.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Its loss.
    pub loss: f32,
    /// Whether the top guess at the asked place is right.
    pub is_right: bool,
    /// At how many places the top guess is right.
    pub right_places: usize,
    /// The top guess at the asked place.
    pub guess: String,
}

/// Two sentences that are compared; with one sentence, that one twice.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// Which, counted from 0.
    pub sentences: [usize; 2],
    /// The first place at which they have not the same word; null if one is the beginning of the other.
    pub telling_place: Option<usize>,
    /// The place of each whose answer is asked for.
    pub asking_places: [usize; 2],
    /// Whether they part, have the same word again at the asking place and go on with different ones.
    pub meets_again: bool,
}

/// A beginning after which the sentences go on in more than one way.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Fork {
    /// The words read so far, the start token first.
    pub beginning: Vec<String>,
    /// The words that follow.
    pub next: Vec<String>,
    /// The best probability that each of them can be given.
    pub shares: Vec<f64>,
    /// The mean of -ln p(target) here with these probabilities, in nats.
    pub entropy: f64,
    /// What this adds to the floor of the mean loss, in nats.
    pub cost: f64,
}

/// How one place comes to its prediction: where it looks, and the parts of the logits of two words.
///
/// Lists of looks have an entry for each of the places 0 to that which asks.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Of each look: the product of query and key, not scaled.
    pub products: Vec<f64>,
    /// Of each look: the score.
    pub scores: Vec<f64>,
    /// Of each look: the attention weight.
    pub weights: Vec<f64>,
    /// Of each look: what its value says for the first word against the second.
    pub says: Vec<f64>,
    /// Of each look: weight times the length of its value.
    pub carries: Vec<f64>,
    /// What adds up to the difference, in this order.
    pub parts: Vec<Part>,
    /// The logits of the two words.
    pub logits: [f64; 2],
    /// Their difference.
    pub difference: f64,
    /// How many times likelier the one word is than the other: e to the size of the difference.
    pub odds: f64,
    /// The probabilities of the two words.
    pub probabilities: [f64; 2],
}

/// One term of the sum that makes the difference of two logits.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// Where it comes from.
    pub source: Source,
    /// Its weight.
    pub weight: f64,
    /// What it says for the first word against the second, not weighed.
    pub says: f64,
    /// What it adds to the logit of the first word.
    pub first: f64,
    /// What it adds to the logit of the second word.
    pub second: f64,
    /// What it adds to the difference.
    pub difference: f64,
    /// Where its bar begins.
    pub from: f64,
    /// Where its bar ends.
    pub to: f64,
}

/// The embedding of the place that asks, by the skip connection, or the place that is looked at.
#[derive(Serialize, Tsify)]
#[serde(untagged)]
pub enum Source {
    /// One of the two embeddings.
    Embedding(Embedding),
    /// The place that is looked at.
    Look(usize),
}

/// An embedding of the place that asks.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum Embedding {
    /// Of its word.
    Token,
    /// Of its place.
    Position,
}

/// One of the products that make a score.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// Which component of query and key, from 0.
    pub component: usize,
    /// The query's.
    pub query: f64,
    /// The key's.
    pub key: f64,
    /// Query times key times 1 / sqrt(H).
    pub product: f64,
}

/// What the head does under an intervention.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ChangedLook {
    /// The words of the input.
    pub words: Vec<String>,
    /// Attention weights, T x T, row major.
    pub attention: Vec<f32>,
    /// Predicted probabilities, T x V, row major.
    pub probabilities: Vec<f32>,
    /// Of each place: the id of the likeliest word; 0 where a probability is not a number.
    pub answers: Vec<usize>,
    /// Of each place: the logit of the first word less that of the second.
    pub differences: Vec<f64>,
}

/// Why a logit difference changed: one source's part of it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Whose part.
    pub source: Source,
    /// What it added before.
    pub before: f64,
    /// What it adds now.
    pub after: f64,
}

/// The next step, worked out and not taken.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NextStep {
    /// The number of the step, from 1.
    pub step: f64,
    /// The sentence whose turn it is.
    pub sentence: usize,
    /// Its loss before the step.
    pub loss: f32,
    /// p(target) of each place.
    pub chances: Vec<f32>,
    /// -ln p(target) of each place, in nats.
    pub place_losses: Vec<f32>,
    /// The derivative of the loss by the logits, T x V, row-major.
    pub first_derivative: Vec<f32>,
    /// The parameter with the largest gradient in the first tensor: its row and its column.
    pub steepest: [usize; 2],
}

/// Adam's arithmetic for one parameter, in Adam's own letters.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "Adam's own letters")]
pub struct Arithmetic {
    pub g: f64,
    pub moments_before: [f64; 2],
    pub moments: [f64; 2],
    pub corrections: [f64; 2],
    pub corrected: [f64; 2],
    pub learning_rate: f64,
    pub beta1: f64,
    pub beta2: f64,
    pub epsilon: f64,
    pub change: f64,
    pub before: f64,
    pub after: f64,
}

/// What came of a run of a study. Lists have an entry for each sentence of the pair.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StudyRun {
    /// The settings in their text form.
    pub settings: String,
    /// The top guesses at the place before the last word; empty if the run diverged.
    pub guesses: Vec<String>,
    /// Whether the guess is right.
    pub right: Vec<bool>,
    /// The words that the place before the last gives most attention to; empty if the run diverged.
    pub looks_at: Vec<String>,
    /// The attention weights on the word that tells the sentences apart.
    pub weights: Vec<f32>,
    /// How far along a stretched axis each of these stands.
    pub stretched: Vec<f64>,
    /// In how many of all sentences the asked answer is right.
    pub all_right: usize,
    /// How many sentences there are.
    pub asked: usize,
    /// The mean loss.
    pub mean_loss: f64,
    /// The singular values of `Wqᵀ Wk`, largest first.
    pub singular_values: Vec<f64>,
    /// How many of them are above 0.
    pub rank: usize,
}
