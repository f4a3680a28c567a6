//! The page's way to [`crate::explain::split`].

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use crate::explain::split::{self, Number, Part, Source, Split};
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;

/// How one place comes to its prediction: its looks, and the parts of the logits of two words.
///
/// Lists of looks have an entry for each of the places 0 to that which asks; lists of parts one for
/// each part, in the order in which they add up.
#[wasm_bindgen(js_name = Explanation, getter_with_clone)]
pub struct ExplanationItem {
    /// Of each look: the product of query and key, not scaled.
    pub products: Vec<f64>,
    /// 1 / sqrt(H), which makes scores of products.
    pub scale: f64,
    /// Of each look: the score; minus infinity where masked.
    pub scores: Vec<f64>,
    /// Of each look: the attention weight.
    pub weights: Vec<f64>,
    /// Of each look: what its value says for the first word against the second.
    pub says: Vec<f64>,
    /// Of each look: weight times the length of its value.
    pub carries: Vec<f64>,
    /// Of each part: `token`, `position` or the number of the place that is looked at.
    pub sources: Vec<String>,
    /// Of each part: its weight.
    pub part_weights: Vec<f64>,
    /// Of each part: what it says for the first word against the second, not weighed.
    pub part_says: Vec<f64>,
    /// Of each part: what it adds to the logit of the first word.
    pub first: Vec<f64>,
    /// Of each part: what it adds to the logit of the second word.
    pub second: Vec<f64>,
    /// Of each part: what it adds to the difference.
    pub differences: Vec<f64>,
    /// Where the parts' bars begin and, one entry more, where the last one ends.
    pub sums: Vec<f64>,
    /// The logits of the two words.
    pub logits: Vec<f64>,
    /// Their difference.
    pub difference: f64,
    /// How many times likelier the one word is than the other: e to the size of the difference.
    pub odds: f64,
    /// The probabilities of the two words.
    pub probabilities: Vec<f64>,
}

impl ExplanationItem {
    pub(super) fn new<F: Number>(
        architecture: &Architecture,
        parameters: &[F],
        tokens: &[u32],
        trace: &Trace<F>,
        t: usize,
        words: [usize; 2],
    ) -> Self {
        let split = split::split(architecture, parameters, tokens, trace, t, words);
        let looks = split::looks(trace, t);
        let of_look = |number: fn(&split::Look) -> f64| looks.iter().map(number).collect();
        let of_part = |number: fn(&Part) -> f64| split.parts.iter().map(number).collect();
        Self {
            products: of_look(|look| look.product),
            scale: architecture.scale(),
            scores: of_look(|look| look.score),
            weights: of_look(|look| look.weight),
            says: look_parts(&split).map(Part::says_difference).collect(),
            carries: of_look(split::Look::carries),
            sources: split.parts.iter().map(|part| name(part.source)).collect(),
            part_weights: of_part(|part| part.weight),
            part_says: of_part(Part::says_difference),
            first: of_part(|part| part.logits()[0]),
            second: of_part(|part| part.logits()[1]),
            differences: of_part(Part::difference),
            sums: split.running_sums(),
            difference: split.difference(),
            odds: split.difference().abs().exp(),
            logits: split.logits.to_vec(),
            probabilities: words.map(|word| trace.probabilities[(t, word)].into()).to_vec(),
        }
    }
}

fn look_parts(split: &Split) -> impl Iterator<Item = &Part> {
    split.parts.iter().filter(|part| matches!(part.source, Source::Look(_)))
}

/// A source as the page is told of it.
pub(super) fn name(source: Source) -> String {
    match source {
        Source::Token => "token".into(),
        Source::Position => "position".into(),
        Source::Look(place) => place.to_string(),
    }
}

/// The products that make one score, largest magnitude first.
#[wasm_bindgen(js_name = Products, getter_with_clone)]
pub struct ProductsItem {
    /// Which component of query and key, from 0.
    pub components: Vec<u32>,
    /// The query's components in this order.
    pub queries: Vec<f64>,
    /// The key's.
    pub keys: Vec<f64>,
    /// Query times key times 1 / sqrt(H).
    pub products: Vec<f64>,
}

#[wasm_bindgen]
impl Lab {
    /// How place `place` of a sentence comes to its prediction at the present weights, for two words
    /// by their ids.
    ///
    /// # Errors
    /// There is no such sentence, place or word.
    pub fn explain(
        &self,
        sentence: usize,
        place: usize,
        first: usize,
        second: usize,
    ) -> Result<ExplanationItem, JsError> {
        let words = self.check_place(sentence, place, first, second)?;
        let (architecture, parameters) = (self.trainer.architecture(), &self.trainer.state().parameters);
        let tokens = &self.sentence(sentence)?.tokens;
        Ok(ExplanationItem::new(architecture, parameters, tokens, &self.traces[sentence], place, words))
    }

    /// The products of query and key that make the score of `place` for `looked_at`.
    ///
    /// # Errors
    /// There is no such sentence or place.
    pub fn score_products(
        &self,
        sentence: usize,
        place: usize,
        looked_at: usize,
    ) -> Result<ProductsItem, JsError> {
        self.check_place(sentence, place.max(looked_at), 0, 0)?;
        let products = split::products(self.trainer.architecture(), &self.traces[sentence], place, looked_at);
        let all = |number: fn(&split::Product) -> f64| products.iter().map(number).collect();
        Ok(ProductsItem {
            components: products.iter().map(|product| product.component as u32).collect(),
            queries: all(|product| product.query),
            keys: all(|product| product.key),
            products: all(|product| product.product),
        })
    }
}

impl Lab {
    /// The two words, if the sentence, the place in it and both words exist.
    pub(super) fn check_place(
        &self,
        sentence: usize,
        place: usize,
        first: usize,
        second: usize,
    ) -> Result<[usize; 2], JsError> {
        if place >= self.sentence(sentence)?.len() {
            return Err(JsError::new(&format!("there is no place {place} in sentence {sentence}")));
        }
        let words = [first, second];
        match words.into_iter().find(|&word| word >= self.trainer.architecture().vocabulary) {
            Some(word) => Err(JsError::new(&format!("there is no token {word}"))),
            None => Ok(words),
        }
    }
}
