//! Who said what: the exact split of a prediction into the parts that make it.
//!
//! Embedding size and vocabulary are the same, so the logits are a plain sum: the token embedding and
//! the position embedding, which arrive through the skip connection, and each value that is looked
//! at, times its attention weight. The difference of two logits is the same sum of differences; e to
//! its power is how many times likelier the one word is than the other.
//!
//! Everything is computed in f64 from a [`Trace`], whichever engine filled it, and the parameters.

use crate::matrix::Matrix;
use crate::model::architecture::Architecture;
use crate::model::tensors::Weights;
use crate::model::trace::Trace;
use crate::numbers::largest_first;

/// The floats that traces and parameters come in.
pub trait Number: num_traits::Float + Into<f64> {}
impl<F: num_traits::Float + Into<f64>> Number for F {}

/// Where a part of a logit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The token embedding of the place that asks, through the skip connection.
    Token,
    /// The position embedding of the place that asks, through the skip connection.
    Position,
    /// The value of a place that is looked at.
    Look(usize),
}

/// What one source adds to the logits of two words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where it comes from.
    pub source: Source,
    /// The attention weight; 1 for what arrives through the skip connection.
    pub weight: f64,
    /// What the source says for each of the two words, before it is weighed.
    pub says: [f64; 2],
}

impl Part {
    /// What it adds to the logit of each of the two words.
    pub fn logits(&self) -> [f64; 2] {
        self.says.map(|says| self.weight * says)
    }

    /// What it says for the first word against the second, before it is weighed.
    pub fn says_difference(&self) -> f64 {
        self.says[0] - self.says[1]
    }

    /// What it adds to the difference of the two logits.
    pub fn difference(&self) -> f64 {
        self.weight * self.says_difference()
    }
}

/// The difference of the logits of two words at one place, and the parts that add up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Token, position (where both are in use), then every place that may be looked at, in order.
    pub parts: Vec<Part>,
    /// The two logits as the trace has them.
    pub logits: [f64; 2],
}

impl Split {
    /// The difference of the two logits as the trace has them.
    pub fn difference(&self) -> f64 {
        self.logits[0] - self.logits[1]
    }

    /// The sums of the parts so far: where each part's bar begins, and at the end the whole.
    pub fn running_sums(&self) -> Vec<f64> {
        let sums = self.parts.iter().scan(0.0, |sum, part| {
            *sum += part.difference();
            Some(*sum)
        });
        std::iter::once(0.0).chain(sums).collect()
    }

    /// What a source adds to the difference; 0 where there is no such part.
    pub fn from_source(&self, source: Source) -> f64 {
        self.parts.iter().find(|part| part.source == source).map_or(0.0, Part::difference)
    }
}

/// Splits the logits of two words at place `t` of a sentence of `tokens`.
///
/// # Panics
/// There is no such place or word, as with any index.
pub fn split<F: Number>(
    architecture: &Architecture,
    parameters: &[F],
    tokens: &[u32],
    trace: &Trace<F>,
    t: usize,
    words: [usize; 2],
) -> Split {
    let (weights, head) = (Weights::new(architecture, parameters), &trace.layers[0]);
    let row_of =
        |table: &[F], row: usize| words.map(|word| table[row * architecture.vocabulary + word].into());
    let mut parts = Vec::with_capacity(t + 3);
    if architecture.skip {
        let says = row_of(weights.token_embedding, tokens[t] as usize);
        parts.push(Part { source: Source::Token, weight: 1.0, says });
        if architecture.position {
            let says = row_of(weights.position_embedding, t);
            parts.push(Part { source: Source::Position, weight: 1.0, says });
        }
    }
    parts.extend((0..=t).map(|u| Part {
        source: Source::Look(u),
        weight: head.attention[(t, u)].into(),
        says: words.map(|word| head.v[(u, word)].into()),
    }));
    Split { parts, logits: words.map(|word| head.logits[(t, word)].into()) }
}

/// One look from place t at place u: how its weight comes about, and how much it carries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Query of t times key of u, summed over the H components, before it is scaled.
    pub product: f64,
    /// The score: the product times 1 / sqrt(H); minus infinity where the look is masked.
    pub score: f64,
    /// The attention weight.
    pub weight: f64,
    /// The length of the value of u, sqrt(sum of squares).
    pub value_length: f64,
}

impl Look {
    /// Weight times the length of the value: how much arrives, for or against whatever word.
    pub fn carries(&self) -> f64 {
        self.weight * self.value_length
    }
}

/// Every look that place `t` may take, at the places 0 to t.
pub fn looks<F: Number>(trace: &Trace<F>, t: usize) -> Vec<Look> {
    let head = &trace.layers[0];
    (0..=t)
        .map(|u| Look {
            product: pairs(&head.q, &head.k, t, u).map(|(q, k)| q * k).sum(),
            score: head.scores[(t, u)].into(),
            weight: head.attention[(t, u)].into(),
            value_length: head.v.row(u).iter().map(|&v| v.into() * v.into()).sum::<f64>().sqrt(),
        })
        .collect()
}

/// One of the H products that make a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    /// Which component, from 0.
    pub component: usize,
    /// The query's.
    pub query: f64,
    /// The key's.
    pub key: f64,
    /// Query times key times 1 / sqrt(H).
    pub product: f64,
}

/// The products that add up to the score of place `t` for place `u`, largest magnitude first.
pub fn products<F: Number>(
    architecture: &Architecture,
    trace: &Trace<F>,
    t: usize,
    u: usize,
) -> Vec<Product> {
    let scale = architecture.scale();
    let products: Vec<Product> = pairs(&trace.layers[0].q, &trace.layers[0].k, t, u)
        .enumerate()
        .map(|(component, (query, key))| Product { component, query, key, product: query * key * scale })
        .collect();
    largest_first(&products, |product| product.product.abs())
}

fn pairs<F: Number>(q: &Matrix<F>, k: &Matrix<F>, t: usize, u: usize) -> impl Iterator<Item = (f64, f64)> {
    q.row(t).iter().zip(k.row(u)).map(|(&q, &k)| (q.into(), k.into()))
}
