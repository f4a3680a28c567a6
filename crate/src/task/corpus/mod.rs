//! Sentences in, token ids and targets out.
#![doc = include_str!("../../../../docs/corpus.md")]

mod pair;
mod parse;
mod signs;
mod text;

pub use pair::Pair;
pub use parse::CorpusError;
pub use signs::lines;

use crate::elementary::ln;

/// The token that opens every sentence. A person never types it.
pub const START: &str = "<ST>";

/// The most words a sentence may have, the start token not counted.
pub const MAX_WORDS: usize = 255;
/// The most tokens a vocabulary may have, the start token included.
pub const MAX_VOCABULARY: usize = 256;
/// The most sentences a corpus may have.
pub const MAX_SENTENCES: usize = 1024;

/// The two sentences of the notebook, with its order of token ids.
pub const NOTEBOOK: &str = include_str!("../shelf/notebook.txt");

/// One sentence as the head sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Token ids, T of them: [`START`] and then the words.
    pub tokens: Vec<u32>,
    /// The token that follows each place, T of them; the last wraps round to [`START`].
    pub targets: Vec<u32>,
}

impl Sentence {
    fn new(words: Vec<u32>) -> Self {
        let mut tokens = vec![0];
        tokens.extend(words);
        let mut targets = tokens.clone();
        targets.rotate_left(1);
        Self { tokens, targets }
    }

    /// T, the number of places.
    #[allow(clippy::len_without_is_empty, reason = "a sentence always has its start token")]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }
}

/// A vocabulary and the sentences written in it.
#[derive(Clone, Debug, Eq)]
pub struct Corpus {
    vocabulary: Vec<String>,
    sentences: Vec<Sentence>,
    /// Of each sentence the last place that an earlier word decides.
    meetings: Vec<Option<usize>>,
    comments: usize,
}

/// Comments do not make another corpus.
impl PartialEq for Corpus {
    fn eq(&self, other: &Self) -> bool {
        (&self.vocabulary, &self.sentences) == (&other.vocabulary, &other.sentences)
    }
}

impl Corpus {
    /// The corpus of the notebook: V = 7, two sentences of T = 5.
    pub fn notebook() -> Self {
        let ids = |words: [u32; 4]| Sentence::new(words.to_vec());
        let vocabulary = [START, "the", "man", "chkn", "ordrd", "woman", "beef"].map(String::from).to_vec();
        Self::of(vocabulary, vec![ids([2, 4, 1, 3]), ids([5, 4, 1, 6])], 0)
    }

    fn of(vocabulary: Vec<String>, sentences: Vec<Sentence>, comments: usize) -> Self {
        let meetings = pair::meetings(&sentences);
        Self { vocabulary, sentences, meetings, comments }
    }

    /// Reads the text form (see the module's head).
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// let corpus = Corpus::parse("cats chase mice\nmice run")?;
    /// assert_eq!(corpus.sentences()[0].tokens, [0, 1, 2, 3]);
    /// assert_eq!(corpus.sentences()[1].targets, [3, 4, 0]);
    /// # Ok::<(), attention_lab::task::corpus::CorpusError>(())
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, CorpusError> {
        parse::corpus(text)
    }

    /// The words in order of their ids, V of them; [`START`] is the first.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// The sentences in the order in which they are trained.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// How many lines of the text were left out as comments.
    pub fn comments(&self) -> usize {
        self.comments
    }

    /// The places of the longest sentence: the rows of the position embedding.
    pub fn positions(&self) -> usize {
        self.sentences.iter().map(Sentence::len).max().unwrap_or(0)
    }

    /// The first place at which the sentences differ: the word there is what can tell them apart. `None` if they do
    /// not differ before the end of the shortest.
    pub fn telling_place(&self) -> Option<usize> {
        let [first, others @ ..] = self.sentences() else { return None };
        let same =
            |place: usize, token: &u32| others.iter().all(|other| other.tokens.get(place) == Some(token));
        let place = first.tokens.iter().enumerate().position(|(place, token)| !same(place, token))?;
        others.iter().all(|other| place < other.len()).then_some(place)
    }

    /// The words of some token ids.
    pub fn words<'a>(&'a self, tokens: &'a [u32]) -> impl Iterator<Item = &'a str> {
        tokens.iter().map(|&token| self.vocabulary[token as usize].as_str())
    }

    /// The smallest mean loss over all sentences that any model which reads word after word can
    /// reach, in nats: places with the same words up to and including them must share one
    /// prediction. For the notebook only `<ST>` is torn (man or woman), which costs ln 2 / 5.
    pub fn loss_floor(&self) -> f64 {
        // A sum of no numbers is -0 in Rust.
        self.forks().iter().fold(0.0, |floor, fork| floor + fork.cost)
    }

    /// The best probability that a model which reads word after word can give each target of a
    /// sentence without losing more at another: 1, except where the sentences part.
    pub fn best_chances(&self, sentence: &Sentence) -> Vec<f64> {
        let forks = self.forks();
        let best = |(place, target): (usize, &u32)| {
            let fork = forks.iter().find(|fork| fork.beginning == sentence.tokens[..=place]);
            fork.and_then(|fork| fork.next.iter().find(|(token, _)| token == target))
                .map_or(1.0, |&(_, share)| share)
        };
        sentence.targets.iter().enumerate().map(best).collect()
    }

    /// Every beginning after which the sentences go on in more than one way, shorter ones first
    /// among those that begin alike.
    ///
    /// ```
    /// use attention_lab::task::corpus::Corpus;
    /// let forks = Corpus::notebook().forks();
    /// assert_eq!(forks.len(), 1); // after <ST>: man in one half of the cases, woman in the other
    /// assert_eq!(forks[0].beginning, [0]);
    /// assert_eq!(forks[0].next, [(2, 0.5), (5, 0.5)]);
    /// ```
    pub fn forks(&self) -> Vec<Fork> {
        // A place of a sentence of length T weighs 1 / T, as in the loss of that sentence.
        let mut places: Vec<(&[u32], u32, f64)> = Vec::new();
        for sentence in &self.sentences {
            let weight = 1.0 / sentence.len() as f64;
            for (place, &target) in sentence.targets.iter().enumerate() {
                places.push((&sentence.tokens[..=place], target, weight));
            }
        }
        // In the order of their beginnings, and then of what comes: by the last of these words first, each time keeping the
        // order so far. In the page a sort of the library is 7 KB.
        let longest = self.positions();
        for column in (0..=longest).rev() {
            let mut by_word = vec![Vec::new(); self.vocabulary.len() + 1];
            for place in places {
                let word = if column == longest { Some(&place.1) } else { place.0.get(column) };
                by_word[word.map_or(0, |&word| word as usize + 1)].push(place);
            }
            places = by_word.concat();
        }
        let alike = places.chunk_by(|one, other| one.0 == other.0);
        let fork = |places: &[(&[u32], u32, f64)]| {
            let next = places.chunk_by(|one, other| one.1 == other.1);
            let weigh =
                |places: &[(&[u32], u32, f64)]| places.iter().fold(0.0, |sum, (.., weight)| sum + weight);
            let next: Vec<(u32, f64)> = next.map(|places| (places[0].1, weigh(places))).collect();
            let total: f64 = next.iter().map(|(_, weight)| weight).sum();
            let next: Vec<(u32, f64)> =
                next.into_iter().map(|(token, weight)| (token, weight / total)).collect();
            let entropy: f64 = next.iter().map(|(_, share)| -share * ln(*share)).sum();
            let cost = entropy * total / self.sentences.len() as f64;
            Fork { beginning: places[0].0.to_vec(), next, entropy, cost }
        };
        alike.map(fork).filter(|fork| fork.next.len() > 1).collect()
    }
}

/// A beginning after which the sentences of a corpus go on in more than one way: whoever has read
/// only this far cannot know the next word.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    /// The tokens read so far, the start token first.
    pub beginning: Vec<u32>,
    /// The tokens that follow, each with the best probability that it can be given.
    pub next: Vec<(u32, f64)>,
    /// The mean of -ln p(target) here with these probabilities, in nats.
    pub entropy: f64,
    /// What this adds to the floor of the mean loss over all places and sentences, in nats.
    pub cost: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notebook_reads_as_itself() {
        assert_eq!(Corpus::parse(NOTEBOOK), Ok(Corpus::notebook()));
        assert_eq!(Corpus::notebook().sentences()[1].tokens, [0, 5, 4, 1, 6]);
        assert_eq!(Corpus::notebook().sentences()[1].targets, [5, 4, 1, 6, 0]);
        assert_eq!(Corpus::notebook().positions(), 5);
    }

    #[test]
    fn one_word_is_enough() {
        let corpus = Corpus::parse("hello").unwrap();
        assert_eq!(corpus.sentences()[0].tokens, [0, 1]);
        assert_eq!(corpus.loss_floor().to_bits(), 0.0_f64.to_bits(), "not -0");
    }

    #[test]
    fn the_telling_word_is_the_first_that_differs() {
        let place = |text| Corpus::parse(text).unwrap().telling_place();
        assert_eq!(Corpus::notebook().telling_place(), Some(1));
        assert_eq!(place("a b c d\na b d d"), Some(3));
        assert_eq!((place("a b c\na b"), place("a b c")), (None, None));
    }

    #[test]
    fn the_floor_of_the_notebook_is_a_fifth_of_ln_2() {
        let floor = Corpus::notebook().loss_floor();
        assert!((floor - 2f64.ln() / 5.0).abs() < 1e-12, "{floor}");
    }

    #[test]
    fn only_what_follows_a_fork_is_uncertain() {
        let notebook = Corpus::notebook();
        for sentence in notebook.sentences() {
            assert_eq!(notebook.best_chances(sentence), [0.5, 1.0, 1.0, 1.0, 1.0]);
        }
        let [ref fork] = notebook.forks()[..] else { panic!("one fork") };
        assert!((fork.entropy - 2f64.ln()).abs() < 1e-12 && (fork.cost - 2f64.ln() / 5.0).abs() < 1e-12);

        let corpus = Corpus::parse("a b\na b\na c").unwrap();
        let [ref fork] = corpus.forks()[..] else { panic!("one fork") };
        assert_eq!(fork.beginning, [0, 1]);
        let best = corpus.best_chances(&corpus.sentences()[2]);
        assert!((best[1] - 1.0 / 3.0).abs() < 1e-12 && best[0] == 1.0 && best[2] == 1.0);
    }

    #[test]
    fn the_floor_weighs_places_as_the_loss_does() {
        // After <ST>: `a` in a sentence of two places, `b` in one of three.
        let floor = Corpus::parse("a\nb c").unwrap().loss_floor();
        let (p, q): (f64, f64) = (1.0 / 2.0, 1.0 / 3.0);
        let expected = -(p * (p / (p + q)).ln() + q * (q / (p + q)).ln()) / 2.0;
        assert!((floor - expected).abs() < 1e-12, "{floor} {expected}");
    }
}
