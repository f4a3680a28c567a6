//! Short answers about a run, read from its traces: what its questions are checked against.

use crate::corpus::Corpus;
use crate::figure::largest;
use crate::pictures::Picture;
use crate::trace::Trace;

/// Where the largest number stands, the first of equals; `None` if there is a NaN.
pub fn top(numbers: &[f32]) -> Option<usize> {
    if numbers.iter().any(|number| number.is_nan()) {
        return None;
    }
    (0..numbers.len()).reduce(|best, next| if numbers[next] > numbers[best] { next } else { best })
}

/// The first place at which the sentences differ: the word there is what can tell them apart. `None` if they do not
/// differ before the end of the shortest.
pub fn telling_place(corpus: &Corpus) -> Option<usize> {
    let [first, others @ ..] = corpus.sentences() else { return None };
    let same = |place: usize, token: &u32| others.iter().all(|other| other.tokens.get(place) == Some(token));
    let place = first.tokens.iter().enumerate().position(|(place, token)| !same(place, token))?;
    others.iter().all(|other| place < other.len()).then_some(place)
}

/// The largest difference between two traces in the row of a place of a picture, as the picture of their difference
/// prints it; `None` if there is no such row or no such picture. Masked cells do not differ.
pub fn row_difference(picture: Picture, traces: [&Trace<f32>; 2], place: usize) -> Option<f32> {
    let differences = picture.difference(traces)?;
    let row = (place < differences.rows).then(|| differences.row(place))?;
    Some(largest(row))
}

/// The mean of the sentences' losses, in nats.
pub fn mean_loss(traces: &[Trace<f32>]) -> f64 {
    traces.iter().map(|trace| f64::from(trace.loss)).sum::<f64>() / traces.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(text: &str) -> Corpus {
        Corpus::parse(text).expect("the corpus is well formed")
    }

    #[test]
    fn the_top_is_the_first_of_equals() {
        assert_eq!((top(&[0.5, 0.5, 0.1]), top(&[0.0, f32::NAN]), top(&[])), (Some(0), None, None));
    }

    #[test]
    fn the_telling_word_is_the_first_that_differs() {
        let place = |text| telling_place(&corpus(text));
        assert_eq!(telling_place(&Corpus::notebook()), Some(1));
        assert_eq!(place("a b c d\na b d d"), Some(3));
        assert_eq!((place("a b c\na b"), place("a b c")), (None, None));
    }
}
