//! What the changes of a run's text do to the trained head: the page shows more of it.

use attention_lab::explain::intervene::Intervention;
use attention_lab::files::link::Changes;
use attention_lab::numbers::{fixed, top};
use attention_lab::train::trainer::Trainer;

/// Of each sentence that is changed, or of the compared pair where only what is true of all of them is: the word that
/// comes next at the place that is asked, without the changes and with them.
pub fn told(trainer: &Trainer, changes: &Changes) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    let mut sentences: Vec<_> = changes.sentences.iter().map(|(sentence, _)| *sentence).collect();
    if sentences.is_empty() {
        sentences = trainer.corpus().first_pair().sentences.to_vec();
        sentences.dedup();
    }
    let places = trainer.corpus().asking_places();
    let tell = |sentence: usize| {
        let place = *places.get(sentence)?;
        let before = answer(trainer, [sentence, place], &Intervention::default())?;
        let after = answer(trainer, [sentence, place], &changes.of(sentence))?;
        Some(format!("With its changes sentence {}, place {place}: {before} becomes {after}.", sentence + 1))
    };
    sentences.into_iter().filter_map(tell).collect()
}

/// The likeliest word with its probability, as `chkn 0.868`.
fn answer(trainer: &Trainer, [sentence, place]: [usize; 2], changed: &Intervention) -> Option<String> {
    let corpus = trainer.corpus();
    let asked = corpus.sentences().get(sentence)?;
    let look = changed.look(trainer.architecture(), &trainer.state().parameters, asked).ok()?;
    let row = look.trace.probabilities.row(place);
    let token = top(row)?;
    Some(format!("{} {}", corpus.vocabulary()[token], fixed(f64::from(row[token]), 3)))
}
