//! The page's way to [`crate::explain::intervene`].

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use super::records::{ChangedLook, Reason, plain, plain_list};
use crate::explain::intervene::{self, Remainder};
use crate::explain::split::split;
use crate::numbers::top;

/// Changes of one look at one sentence. A new one changes nothing.
#[wasm_bindgen]
#[derive(Default)]
pub struct Intervention(pub(super) intervene::Intervention);

#[wasm_bindgen]
impl Intervention {
    /// Changes nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a row that is cut or set by hand is made to add up to 1 again; it is at first.
    pub fn renormalise(&mut self, on: bool) {
        self.0.remainder = if on { Remainder::Renormalised } else { Remainder::Untouched };
    }

    /// Keeps the place `from` from looking at the place `to`.
    pub fn cut(&mut self, from: usize, to: usize) {
        self.0.cuts.push((from, to));
    }

    /// Sets the weights of a row, one for each of the places 0 to `place`.
    pub fn set_row(&mut self, place: usize, weights: Vec<f64>) {
        self.0.rows.push((place, weights));
    }

    /// Puts another token into the input.
    pub fn replace(&mut self, place: usize, token: u32) {
        self.0.words.push((place, token));
    }

    /// Leaves out the position embedding.
    pub fn leave_out_position(&mut self) {
        self.0.without_position = true;
    }

    /// Leaves out the skip connection.
    pub fn leave_out_skip(&mut self) {
        self.0.without_skip = true;
    }
}

#[wasm_bindgen]
impl Lab {
    /// Runs a sentence through the head under an intervention, by the plain passes of the CPU engine
    /// on the present weights. `first` and `second` are the words whose logits are compared.
    ///
    /// # Errors
    /// There is no such sentence or word, or the intervention cannot be.
    pub fn look(
        &self,
        intervention: &Intervention,
        sentence: usize,
        first: usize,
        second: usize,
    ) -> Result<Ts<ChangedLook>, JsError> {
        let [first, second] = self.check_place(sentence, 0, first, second)?;
        let intervene::ChangedLook { sentence, mut trace, .. } = self.changed(intervention, sentence)?;
        let logits = trace.logits().rows_iter();
        plain(ChangedLook {
            words: self.spell(&sentence.tokens),
            answers: trace.probabilities.rows_iter().map(|row| top(row).unwrap_or(0)).collect(),
            differences: logits.map(|row| f64::from(row[first]) - f64::from(row[second])).collect(),
            attention: trace.layers.swap_remove(0).attention.values,
            probabilities: trace.probabilities.values,
        })
    }

    /// Whose part moved the difference of two logits at a place, against the look without a change.
    ///
    /// # Errors
    /// As for `explain`, or the intervention cannot be.
    pub fn reasons(
        &self,
        intervention: &Intervention,
        sentence: usize,
        place: usize,
        first: usize,
        second: usize,
    ) -> Result<Vec<Ts<Reason>>, JsError> {
        let words = self.check_place(sentence, place, first, second)?;
        let split = |intervention| {
            let intervene::ChangedLook { architecture, sentence, trace } =
                self.changed(intervention, sentence)?;
            let parameters = &self.trainer.state().parameters;
            Ok::<_, JsError>(split(&architecture, parameters, &sentence.tokens, &trace, place, words))
        };
        let reasons = intervene::reasons(&split(&Intervention::default())?, &split(intervention)?);
        let record =
            |intervene::Reason { source, before, after }| Reason { source: source.into(), before, after };
        plain_list(reasons.into_iter().map(record))
    }
}

impl Lab {
    fn changed(
        &self,
        intervention: &Intervention,
        sentence: usize,
    ) -> Result<intervene::ChangedLook<f32>, JsError> {
        let parameters = &self.trainer.state().parameters;
        Ok(intervention.0.look(self.trainer.architecture(), parameters, self.sentence(sentence)?)?)
    }
}
