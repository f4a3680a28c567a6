//! The page's way to [`crate::explain::split`].

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use super::records::{Embedding, Explanation, Part, Product, Source, plain, plain_list};
use crate::elementary::exp;
use crate::explain::split;
use crate::model::architecture::Architecture;
use crate::model::trace::Trace;

impl Explanation {
    fn new(
        architecture: &Architecture,
        parameters: &[f32],
        tokens: &[u32],
        trace: &Trace<f32>,
        t: usize,
        words: [usize; 2],
    ) -> Self {
        let split = split::split(architecture, parameters, tokens, trace, t, words);
        let looks = split::looks(trace, t);
        let of_look = |number: fn(&split::Look) -> f64| looks.iter().map(number).collect();
        let looked_at = |part: &&split::Part| matches!(part.source, split::Source::Look(_));
        let sums = split.running_sums();
        let part = |(part, ends): (&split::Part, &[f64])| {
            let [first, second] = part.logits();
            let difference = part.difference();
            Part {
                source: part.source.into(),
                weight: part.weight,
                says: part.says_difference(),
                first,
                second,
                difference,
                from: ends[0],
                to: ends[1],
            }
        };
        Self {
            products: of_look(|look| look.product),
            scores: of_look(|look| look.score),
            weights: of_look(|look| look.weight),
            says: split.parts.iter().filter(looked_at).map(split::Part::says_difference).collect(),
            carries: of_look(split::Look::carries),
            parts: split.parts.iter().zip(sums.windows(2)).map(part).collect(),
            difference: split.difference(),
            odds: exp(split.difference().abs()),
            logits: split.logits,
            probabilities: words.map(|word| trace.probabilities[(t, word)].into()),
        }
    }
}

impl From<split::Source> for Source {
    fn from(source: split::Source) -> Self {
        match source {
            split::Source::Token => Self::Embedding(Embedding::Token),
            split::Source::Position => Self::Embedding(Embedding::Position),
            split::Source::Look(place) => Self::Look(place),
        }
    }
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
    ) -> Result<Ts<Explanation>, JsError> {
        let words = self.check_place(sentence, place, first, second)?;
        let (architecture, parameters) = (self.trainer.architecture(), &self.trainer.state().parameters);
        let tokens = &self.sentence(sentence)?.tokens;
        plain(Explanation::new(architecture, parameters, tokens, &self.traces[sentence], place, words))
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
    ) -> Result<Vec<Ts<Product>>, JsError> {
        self.check_place(sentence, place.max(looked_at), 0, 0)?;
        let products = split::products(self.trainer.architecture(), &self.traces[sentence], place, looked_at);
        let record =
            |split::Product { component, query, key, product }| Product { component, query, key, product };
        plain_list(products.into_iter().map(record))
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
