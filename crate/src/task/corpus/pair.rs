//! What is asked of the sentences, and what two of them have to tell each other apart by.

use std::collections::HashMap;

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
        let meetings = self.meetings();
        let first = meetings.iter().position(Option::is_some);
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
        let meeting = telling_place.and_then(|telling| {
            let both = telling + 1..one.len().min(other.len());
            both.rev().find(|&place| {
                one.tokens[place] == other.tokens[place] && one.targets[place] != other.targets[place]
            })
        });
        let asking_places = match meeting {
            Some(place) => [place; 2],
            None => {
                let meetings = self.meetings();
                sentences
                    .map(|sentence| meetings[sentence].unwrap_or(self.sentences[sentence].before_last_word()))
            }
        };
        Pair { sentences, telling_place, asking_places, meets_again: meeting.is_some() }
    }

    /// Of each sentence, the place whose answer matters: the last at which it has met another one again and they go on
    /// differently; the one before its last word if there is none.
    pub fn asking_places(&self) -> Vec<usize> {
        let meetings = self.meetings().into_iter().zip(&self.sentences);
        meetings.map(|(meeting, sentence)| meeting.unwrap_or(sentence.before_last_word())).collect()
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

    /// Of each sentence the last place that an earlier word decides: another sentence has the same word there, another
    /// beginning, and another target.
    fn meetings(&self) -> Vec<Option<usize>> {
        let mut found = vec![None; self.sentences.len()];
        // Equal beginnings have equal numbers.
        let mut beginnings = vec![0; self.sentences.len()];
        for place in 0..self.positions() {
            let mut met: HashMap<u32, Met> = HashMap::new();
            let here = || self.sentences.iter().enumerate().filter(|(_, sentence)| place < sentence.len());
            for (index, sentence) in here() {
                let [word, target] = [sentence.tokens[place], sentence.targets[place]];
                met.entry(word).or_default().add(beginnings[index], target);
            }
            let mut numbers = HashMap::new();
            for (index, sentence) in here() {
                let [word, target] = [sentence.tokens[place], sentence.targets[place]];
                if met[&word].has_other(beginnings[index], target) {
                    found[index] = Some(place);
                }
                let next = numbers.len();
                beginnings[index] = *numbers.entry((beginnings[index], word)).or_insert(next);
            }
        }
        found
    }
}

impl Sentence {
    /// The place before the last word; of one word, that of the start token.
    pub fn before_last_word(&self) -> usize {
        self.len().saturating_sub(2)
    }
}

/// What the sentences that have the same word at the same place have before and behind it.
#[derive(Default)]
struct Met {
    both: HashMap<(usize, u32), ()>,
    beginnings: HashMap<usize, usize>,
    targets: HashMap<u32, usize>,
}

impl Met {
    fn add(&mut self, beginning: usize, target: u32) {
        if self.both.insert((beginning, target), ()).is_none() {
            *self.beginnings.entry(beginning).or_default() += 1;
            *self.targets.entry(target).or_default() += 1;
        }
    }

    /// Whether there is one with another beginning and another target than this one.
    fn has_other(&self, beginning: usize, target: u32) -> bool {
        self.both.len() + 1 > self.beginnings[&beginning] + self.targets[&target]
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
