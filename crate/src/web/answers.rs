//! Short answers about the present run.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use crate::answers;
use crate::spectrum;
use crate::sweep::Place;

#[wasm_bindgen]
impl Lab {
    /// The place of a sentence whose answer matters: the one before its last word. Undefined if there is no such
    /// sentence.
    pub fn asking_place(&self, sentence: usize) -> Option<u32> {
        self.sentences().get(sentence).map(|sentence| Place::BeforeLastWord.of(sentence) as u32)
    }

    /// The first place at which the sentences differ.
    pub fn telling_place(&self) -> Option<u32> {
        answers::telling_place(self.trainer.corpus()).map(|place| place as u32)
    }

    /// The word that the head holds most likely after a place.
    pub fn top_guess(&self, sentence: usize, place: usize) -> Option<String> {
        let probabilities = &self.traces.get(sentence)?.probabilities;
        let token = answers::top((place < probabilities.rows).then(|| probabilities.row(place))?)?;
        self.trainer.corpus().vocabulary().get(token).cloned()
    }

    /// The place that a place gives the most attention to.
    pub fn looks_at(&self, sentence: usize, place: usize) -> Option<u32> {
        let attention = &self.traces.get(sentence)?.attention;
        answers::top((place < attention.rows).then(|| attention.row(place))?).map(|place| place as u32)
    }

    /// The attention weight that a place gives another one.
    pub fn attention_weight(&self, sentence: usize, place: usize, looked_at: usize) -> Option<f32> {
        self.traces.get(sentence)?.attention.get(place, looked_at)
    }

    /// The probability of a place's target.
    pub fn target_probability(&self, sentence: usize, place: usize) -> Option<f32> {
        let target = *self.sentences().get(sentence)?.targets.get(place)?;
        self.traces.get(sentence)?.probabilities.get(place, target as usize)
    }

    /// How much the row of a place differs, at most, between the first two sentences; `matrix` by its name in a trace.
    pub fn row_difference(&self, matrix: &str, place: usize) -> Option<f32> {
        answers::row_difference(self.traces.first()?, self.traces.get(1)?, matrix, place)
    }

    /// The mean of the sentences' losses.
    pub fn mean_loss(&self) -> f64 {
        answers::mean_loss(&self.traces)
    }

    /// The singular values of `Wqᵀ Wk`, largest first.
    pub fn query_key_values(&self) -> Vec<f64> {
        let trainer = &self.trainer;
        spectrum::singular_values(&spectrum::query_key(trainer.architecture(), &trainer.state().parameters))
    }

    /// How many of the singular values of `Wqᵀ Wk` are above 0.
    pub fn query_key_rank(&self) -> u32 {
        spectrum::rank(&self.query_key_values()) as u32
    }
}
