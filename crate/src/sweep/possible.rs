//! What any model could get right at the chosen places.

use std::collections::BTreeMap;

use super::row::Place;
use crate::task::corpus::Corpus;

/// In how many sentences the top guess at the chosen place can be right in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    /// So many at most.
    pub right: usize,
    /// Why these are not all.
    pub torn: Vec<Torn>,
}

/// Sentences that one guess must serve and that want different ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The tokens up to the chosen place of the first of them.
    pub beginning: Vec<u32>,
    /// The tokens that follow, in the order of their ids, and in how many sentences.
    pub next: Vec<(u32, usize)>,
}

/// Sentences that one guess must serve.
struct Alike<'a> {
    /// Of the first of them, up to the chosen place.
    beginning: &'a [u32],
    /// In how many of them each token follows.
    next: BTreeMap<u32, usize>,
}

impl Possible {
    /// For a model that reads from left to right and knows the order of the words: sentences that are
    /// the same up to the chosen place get one guess.
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// use attention_lab::sweep::{Place, Possible};
    /// let corpus = Corpus::notebook();
    /// assert_eq!(Possible::of(&corpus, Place::BeforeLastWord).right, 2);
    /// assert_eq!(Possible::of(&corpus, Place::At(0)).right, 1); // man or woman, nobody can know
    /// ```
    pub fn of(corpus: &Corpus, place: Place) -> Self {
        Self::by(corpus, place, <[u32]>::to_vec)
    }

    /// The same without position embedding. A place then sees which words stand before it, and not in
    /// which order: sentences that differ in the order only get one guess too.
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// use attention_lab::sweep::{Place, Possible};
    /// let corpus = Corpus::parse("dog then man ran home\nman then dog ran away").unwrap();
    /// assert_eq!(Possible::without_order(&corpus, Place::BeforeLastWord).right, 1);
    /// assert_eq!(Possible::of(&corpus, Place::BeforeLastWord).right, 2);
    /// ```
    pub fn without_order(corpus: &Corpus, place: Place) -> Self {
        Self::by(corpus, place, |tokens| {
            let mut seen = tokens.to_vec();
            // The place itself is known by its query and by the skip connection.
            if let Some((_, before)) = seen.split_last_mut() {
                before.sort_unstable();
            }
            seen
        })
    }

    fn by(corpus: &Corpus, place: Place, seen: impl Fn(&[u32]) -> Vec<u32>) -> Self {
        let mut alike: BTreeMap<Vec<u32>, Alike> = BTreeMap::new();
        for sentence in corpus.sentences() {
            let place = place.of(sentence);
            let beginning = &sentence.tokens[..=place];
            let found = alike.entry(seen(beginning)).or_insert(Alike { beginning, next: BTreeMap::new() });
            *found.next.entry(sentence.targets[place]).or_default() += 1;
        }
        let right = alike.values().filter_map(|found| found.next.values().max()).sum();
        let torn = alike.into_values().filter(|found| found.next.len() > 1);
        let torn = torn.map(|Alike { beginning, next }| Torn {
            beginning: beginning.to_vec(),
            next: next.into_iter().collect(),
        });
        Self { right, torn: torn.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn possible(text: &str, place: Place) -> Possible {
        Possible::of(&Corpus::parse(text).unwrap(), place)
    }

    #[test]
    fn one_guess_serves_all_sentences_that_begin_alike() {
        let found = possible("a b c\na b d\na b c\nb c a", Place::BeforeLastWord);
        assert_eq!(found.right, 3);
        assert_eq!(found.torn, [Torn { beginning: vec![0, 1, 2], next: vec![(3, 2), (4, 1)] }]);
    }

    #[test]
    fn sentences_that_are_the_same_are_no_obstacle() {
        // `b` alone is judged after the start token, where `a b` is not.
        assert_eq!(possible("a b\na b\nb", Place::BeforeLastWord), Possible { right: 3, torn: vec![] });
    }

    #[test]
    fn at_the_last_place_all_can_be_right() {
        assert_eq!(possible("a b\na c", Place::At(2)), Possible { right: 2, torn: vec![] });
    }
}
