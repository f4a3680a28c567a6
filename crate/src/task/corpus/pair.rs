//! What is asked of the sentences, and what two of them have to tell each other apart by.

use super::{Corpus, Sentence};

/// Two sentences that are compared; with one sentence, that one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Which, counted from 0.
    pub sentences: [usize; 2],
    /// The first place at which both have a word and not the same one: what can tell them apart. `None` if one is the
    /// beginning of the other.
    pub telling_place: Option<usize>,
    /// The place of each whose answer is asked for. If they meet again, it is the same.
    pub asking_places: [usize; 2],
    /// Whether they part, have the same word again at the asking place and go on with different ones: then an earlier
    /// word decides which.
    pub meets_again: bool,
}

impl Pair {
    /// The two sentences, or the one.
    pub fn different(&self) -> Vec<usize> {
        let [one, other] = self.sentences;
        if one == other { vec![one] } else { vec![one, other] }
    }
}

impl Corpus {
    /// The pair that is compared unless another is chosen: the first two that part and meet again, or else the first two.
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// let pair = Corpus::notebook().first_pair();
    /// assert_eq!((pair.sentences, pair.telling_place, pair.asking_places), ([0, 1], Some(1), [3, 3]));
    /// ```
    pub fn first_pair(&self) -> Pair {
        let first = self.meetings.iter().position(Option::is_some);
        let found = first.and_then(|first| {
            let others = first + 1..self.sentences.len();
            others.map(|other| self.pair([first, other])).find(|pair| pair.meets_again)
        });
        found.unwrap_or_else(|| self.pair([0, 1]))
    }

    /// These two sentences; one that does not exist is the last.
    pub fn pair(&self, sentences: [usize; 2]) -> Pair {
        let sentences = sentences.map(|sentence| sentence.min(self.sentences.len() - 1));
        let [one, other] = sentences.map(|sentence| &self.sentences[sentence]);
        let telling_place = one.tokens.iter().zip(&other.tokens).position(|(one, other)| one != other);
        let meeting = meeting(one, other);
        let asking_places = match meeting {
            Some(place) => [place; 2],
            None => sentences.map(|sentence| self.asking_place(sentence)),
        };
        Pair { sentences, telling_place, asking_places, meets_again: meeting.is_some() }
    }

    /// Of each sentence, the place whose answer matters: the last at which it has met another one again and they go on
    /// differently; the one before its last word if there is none.
    pub fn asking_places(&self) -> Vec<usize> {
        (0..self.sentences.len()).map(|sentence| self.asking_place(sentence)).collect()
    }

    fn asking_place(&self, sentence: usize) -> usize {
        self.meetings[sentence].unwrap_or(self.sentences[sentence].before_last_word())
    }

    /// Of each word of the vocabulary its hue, from 0: those that some sentences have and others have not, in the order
    /// of their appearance, as many as there are hues.
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// // <ST> the man chkn ordrd woman beef
    /// assert_eq!(Corpus::notebook().hues(8), [None, None, Some(0), Some(1), None, Some(2), Some(3)]);
    /// ```
    pub fn hues(&self, hues: usize) -> Vec<Option<usize>> {
        let mut having = vec![0; self.vocabulary.len()];
        let mut last = vec![None; self.vocabulary.len()];
        let mut appeared = Vec::new();
        for (index, sentence) in self.sentences.iter().enumerate() {
            for &word in &sentence.tokens {
                let before = last[word as usize].replace(index);
                if before.is_none() {
                    appeared.push(word);
                }
                if before != Some(index) {
                    having[word as usize] += 1;
                }
            }
        }
        let mut found = vec![None; self.vocabulary.len()];
        let telling = appeared.into_iter().filter(|&word| having[word as usize] < self.sentences.len());
        for (hue, word) in telling.take(hues).enumerate() {
            found[word as usize] = Some(hue);
        }
        found
    }
}

/// Of each sentence the last place that an earlier word decides: another sentence has another beginning there, the same
/// word, and another target.
pub(super) fn meetings(sentences: &[Sentence]) -> Vec<Option<usize>> {
    let last = |one: &Sentence| sentences.iter().filter_map(|other| meeting(one, other)).max();
    sentences.iter().map(last).collect()
}

/// The last place at which two sentences that have parted have the same word and go on with different ones.
fn meeting(one: &Sentence, other: &Sentence) -> Option<usize> {
    let both = one.len().min(other.len());
    let parted = (0..both).find(|&place| one.tokens[place] != other.tokens[place])?;
    let meets = |&place: &usize| {
        one.tokens[place] == other.tokens[place] && one.targets[place] != other.targets[place]
    };
    (parted + 1..both).rev().find(meets)
}

impl Sentence {
    /// The place before the last word; of one word, that of the start token.
    pub fn before_last_word(&self) -> usize {
        self.len().saturating_sub(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(text: &str) -> Corpus {
        Corpus::parse(text).unwrap()
    }

    #[test]
    fn the_first_pair_parts_and_meets_again() {
        let pair = corpus("x y\na b c d\na b d d\na x c e").first_pair();
        assert_eq!((pair.sentences, pair.telling_place), ([1, 3], Some(2)));
        assert_eq!((pair.asking_places, pair.meets_again), ([3, 3], true));
    }

    #[test]
    fn what_never_meets_is_asked_before_its_last_word() {
        let pair = corpus("a b c\na b").first_pair();
        let expected =
            Pair { sentences: [0, 1], telling_place: None, asking_places: [2, 1], meets_again: false };
        assert_eq!(pair, expected);
        assert_eq!(corpus("hello").first_pair().sentences, [0, 0]);
        assert_eq!(corpus("hello").asking_places(), [0]);
        assert_eq!(corpus("a b\na b").first_pair().telling_place, None);
    }

    #[test]
    fn few_hues_go_to_the_first() {
        assert_eq!(corpus("a b c\na d e").hues(3), [None, None, Some(0), Some(1), Some(2), None]);
        assert_eq!(corpus("a b").hues(3), [None; 3]);
    }
}
