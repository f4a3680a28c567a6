//! Short answers about the present run.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::Lab;
use crate::explain::spectrum;
use crate::model::activations::Activation;
use crate::model::trace::mean_loss;
use crate::numbers;

#[wasm_bindgen]
impl Lab {
    /// The word that the head holds most likely after a place.
    pub fn top_guess(&self, sentence: usize, place: usize) -> Option<String> {
        let probabilities = &self.traces.get(sentence)?.probabilities;
        let token = numbers::top((place < probabilities.rows).then(|| probabilities.row(place))?)?;
        self.trainer.corpus().vocabulary().get(token).cloned()
    }

    /// All words that the head holds as likely, as it is printed, as the likeliest after a place.
    pub fn top_guesses(&self, sentence: usize, place: usize) -> Vec<String> {
        let vocabulary = self.trainer.corpus().vocabulary();
        let tops = self.tops(Activation::Probability, sentence, place);
        tops.into_iter().filter_map(|token| vocabulary.get(token).cloned()).collect()
    }

    /// All places to which a place gives as much attention, as it is printed, as to the one that it looks at most.
    pub fn looks_at_most(&self, sentence: usize, place: usize) -> Vec<u32> {
        let tops = self.tops(Activation::Attention, sentence, place);
        tops.into_iter().map(|place| place as u32).collect()
    }

    /// The attention weight that a place gives another one.
    pub fn attention_weight(&self, sentence: usize, place: usize, looked_at: usize) -> Option<f32> {
        self.traces.get(sentence)?.layers[0].attention.get(place, looked_at)
    }

    /// The probability of a place's target.
    pub fn target_probability(&self, sentence: usize, place: usize) -> Option<f32> {
        let target = *self.sentences().get(sentence)?.targets.get(place)?;
        self.traces.get(sentence)?.probabilities.get(place, target as usize)
    }

    /// How much the row of a place differs, at most and as it is printed, between two sentences; `figure` as in
    /// `figure_names`.
    pub fn row_difference(&self, figure: &str, place: usize, one: usize, other: usize) -> Option<f32> {
        let traces = [self.traces.get(one)?, self.traces.get(other)?];
        Activation::from_name(figure)?.row_difference(traces, place)
    }

    /// The mean of the sentences' losses.
    pub fn mean_loss(&self) -> f64 {
        mean_loss(&self.traces)
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

impl Lab {
    /// Where in the row of a place the numbers are that are printed as large as the largest.
    fn tops(&self, picture: Activation, sentence: usize, place: usize) -> Vec<usize> {
        let numbers = self.traces.get(sentence).and_then(|trace| trace.matrix(picture, 0));
        let row = numbers.filter(|numbers| place < numbers.rows).map(|numbers| numbers.row(place));
        numbers::tops(row.unwrap_or_default(), picture.about().decimals)
    }
}
