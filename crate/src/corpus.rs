//! Sentences in, token ids and targets out.
//!
//! A corpus is plain text: one sentence a line. Blank lines and lines that start with `#` are
//! skipped. A line `vocabulary: the man chkn ...` fixes the order of the token ids; without it
//! words get their ids in order of first appearance. The start token [`START`] always has id 0,
//! opens every sentence and is the target of its last place.

use std::collections::{BTreeMap, HashMap};

use thiserror::Error;

/// The token that opens every sentence. A person never types it.
pub const START: &str = "<ST>";

/// The most words a sentence may have, the start token not counted.
pub const MAX_WORDS: usize = 255;
/// The most tokens a vocabulary may have, the start token included.
pub const MAX_VOCABULARY: usize = 256;
/// The most sentences a corpus may have.
pub const MAX_SENTENCES: usize = 1024;

/// The two sentences of the notebook, with its order of token ids.
pub const NOTEBOOK: &str = "\
vocabulary: the man chkn ordrd woman beef
man ordrd the chkn
woman ordrd the beef
";

const VOCABULARY_LINE: &str = "vocabulary:";

/// Why a text is not a corpus, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum CorpusError {
    #[error("the corpus has no sentence: write at least one line with one word or more")]
    NoSentence,
    #[error("line {line}: {START} is put before every sentence by itself: leave it out")]
    StartTyped { line: usize },
    #[error("line {line}: the word '{word}' is not in the vocabulary line: add it there")]
    UnknownWord { line: usize, word: String },
    #[error("line {line}: the word '{word}' stands twice in the vocabulary: keep one")]
    RepeatedWord { line: usize, word: String },
    #[error("line {line}: a second vocabulary line: keep one")]
    SecondVocabulary { line: usize },
    #[error(
        "line {line}: the vocabulary line has no word: list the words after the colon, or leave the line out"
    )]
    EmptyVocabulary { line: usize },
    #[error("line {line}: the sentence has {words} words: keep it to {MAX_WORDS} at most")]
    LongSentence { line: usize, words: usize },
    #[error("the vocabulary has {tokens} tokens with {START}: keep it to {MAX_VOCABULARY} at most")]
    LargeVocabulary { tokens: usize },
    #[error("the corpus has {sentences} sentences: keep it to {MAX_SENTENCES} at most")]
    ManySentences { sentences: usize },
}

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    vocabulary: Vec<String>,
    sentences: Vec<Sentence>,
}

impl Corpus {
    /// The corpus of the notebook: V = 7, two sentences of T = 5.
    pub fn notebook() -> Self {
        let ids = |words: [u32; 4]| Sentence::new(words.to_vec());
        Self {
            vocabulary: [START, "the", "man", "chkn", "ordrd", "woman", "beef"].map(String::from).to_vec(),
            sentences: vec![ids([2, 4, 1, 3]), ids([5, 4, 1, 6])],
        }
    }

    /// Reads the text form (see the module's head).
    ///
    /// ```
    /// use attention_lab::corpus::Corpus;
    /// let corpus = Corpus::parse("cats chase mice\nmice run")?;
    /// assert_eq!(corpus.sentences()[0].tokens, [0, 1, 2, 3]);
    /// assert_eq!(corpus.sentences()[1].targets, [3, 4, 0]);
    /// # Ok::<(), attention_lab::corpus::CorpusError>(())
    /// ```
    ///
    /// # Errors
    /// The first thing that is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, CorpusError> {
        let lines: Vec<(usize, &str)> = text
            .trim_start_matches('\u{feff}')
            .lines()
            .map(str::trim)
            .zip(1..)
            .map(|(text, line)| (line, text))
            .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
            .collect();

        let mut tokens = Tokens::new();
        let mut vocabulary_lines =
            lines.iter().filter_map(|(line, text)| Some((*line, text.strip_prefix(VOCABULARY_LINE)?)));
        if let Some((line, words)) = vocabulary_lines.next() {
            tokens.fix(line, words)?;
        }
        if let Some((line, _)) = vocabulary_lines.next() {
            return Err(CorpusError::SecondVocabulary { line });
        }

        let sentences = lines
            .iter()
            .filter(|(_, text)| !text.starts_with(VOCABULARY_LINE))
            .map(|(line, text)| tokens.sentence(*line, text))
            .collect::<Result<Vec<_>, _>>()?;

        if sentences.is_empty() {
            return Err(CorpusError::NoSentence);
        }
        if sentences.len() > MAX_SENTENCES {
            return Err(CorpusError::ManySentences { sentences: sentences.len() });
        }
        if tokens.words.len() > MAX_VOCABULARY {
            return Err(CorpusError::LargeVocabulary { tokens: tokens.words.len() });
        }
        Ok(Self { vocabulary: tokens.words, sentences })
    }

    /// The words in order of their ids, V of them; [`START`] is the first.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// The sentences in the order in which they are trained.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The places of the longest sentence: the rows of the position embedding.
    pub fn positions(&self) -> usize {
        self.sentences.iter().map(Sentence::len).max().unwrap_or(0)
    }

    /// The words of some token ids.
    pub fn words<'a>(&'a self, tokens: &'a [u32]) -> impl Iterator<Item = &'a str> {
        tokens.iter().map(|&token| self.vocabulary[token as usize].as_str())
    }

    /// The smallest mean loss over all sentences that any model which reads from left to right can
    /// reach, in nats: places with the same words up to and including them must share one
    /// prediction. For the notebook only `<ST>` is torn (man or woman), which costs ln 2 / 5.
    pub fn loss_floor(&self) -> f64 {
        self.forks().iter().map(|fork| fork.cost).sum()
    }

    /// The best probability that a model which reads from left to right can give each target of a
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
    /// use attention_lab::corpus::Corpus;
    /// let forks = Corpus::notebook().forks();
    /// assert_eq!(forks.len(), 1); // after <ST>: man in one half of the cases, woman in the other
    /// assert_eq!(forks[0].beginning, [0]);
    /// assert_eq!(forks[0].next, [(2, 0.5), (5, 0.5)]);
    /// ```
    pub fn forks(&self) -> Vec<Fork> {
        // A place of a sentence of length T weighs 1 / T, as in the loss of that sentence.
        let mut weights: BTreeMap<&[u32], BTreeMap<u32, f64>> = BTreeMap::new();
        for sentence in &self.sentences {
            for (place, &target) in sentence.targets.iter().enumerate() {
                let beginning = &sentence.tokens[..=place];
                *weights.entry(beginning).or_default().entry(target).or_default() +=
                    1.0 / sentence.len() as f64;
            }
        }
        let torn = weights.into_iter().filter(|(_, next)| next.len() > 1);
        torn.map(|(beginning, next)| {
            let total: f64 = next.values().sum();
            let next: Vec<(u32, f64)> =
                next.into_iter().map(|(token, weight)| (token, weight / total)).collect();
            let entropy: f64 = next.iter().map(|(_, share)| -share * share.ln()).sum();
            let cost = entropy * total / self.sentences.len() as f64;
            Fork { beginning: beginning.to_vec(), next, entropy, cost }
        })
        .collect()
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

/// The words met so far and their ids.
struct Tokens {
    words: Vec<String>,
    ids: HashMap<String, u32>,
    /// A vocabulary line was given: no other word may follow.
    fixed: bool,
}

impl Tokens {
    fn new() -> Self {
        Self { words: vec![START.to_owned()], ids: HashMap::new(), fixed: false }
    }

    fn fix(&mut self, line: usize, words: &str) -> Result<(), CorpusError> {
        for word in words.split_whitespace() {
            if word == START {
                return Err(CorpusError::StartTyped { line });
            }
            if self.ids.contains_key(word) {
                return Err(CorpusError::RepeatedWord { line, word: word.to_owned() });
            }
            self.add(word);
        }
        if self.ids.is_empty() {
            return Err(CorpusError::EmptyVocabulary { line });
        }
        self.fixed = true;
        Ok(())
    }

    fn add(&mut self, word: &str) -> u32 {
        let id = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.ids.insert(word.to_owned(), id);
        id
    }

    fn sentence(&mut self, line: usize, text: &str) -> Result<Sentence, CorpusError> {
        let words = text.split_whitespace().count();
        if words > MAX_WORDS {
            return Err(CorpusError::LongSentence { line, words });
        }
        let ids = text.split_whitespace().map(|word| self.id(line, word)).collect::<Result<_, _>>()?;
        Ok(Sentence::new(ids))
    }

    fn id(&mut self, line: usize, word: &str) -> Result<u32, CorpusError> {
        if word == START {
            return Err(CorpusError::StartTyped { line });
        }
        match self.ids.get(word) {
            Some(&id) => Ok(id),
            None if self.fixed => Err(CorpusError::UnknownWord { line, word: word.to_owned() }),
            None => Ok(self.add(word)),
        }
    }
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
    fn words_get_ids_in_order_of_first_appearance() {
        let corpus = Corpus::parse("\u{feff}# a comment\r\n\r\n b a b \r\nc\n").unwrap();
        assert_eq!(corpus.vocabulary(), [START, "b", "a", "c"]);
        assert_eq!(corpus.sentences()[0].tokens, [0, 1, 2, 1]);
        assert_eq!(corpus.sentences()[1].targets, [3, 0]);
        assert_eq!(corpus.positions(), 4);
    }

    #[test]
    fn one_word_is_enough() {
        let corpus = Corpus::parse("hello").unwrap();
        assert_eq!(corpus.sentences()[0].tokens, [0, 1]);
        assert_eq!(corpus.loss_floor(), 0.0);
    }

    #[test]
    fn the_vocabulary_line_may_stand_anywhere() {
        let corpus = Corpus::parse("b a\nvocabulary: a b").unwrap();
        assert_eq!(corpus.sentences()[0].tokens, [0, 2, 1]);
    }

    #[test]
    fn bad_texts_are_refused_with_their_line() {
        let long = "word ".repeat(10_000);
        let many_words = (0..MAX_VOCABULARY).map(|i| format!("w{i}\n")).collect::<String>();
        let cases = [
            ("", CorpusError::NoSentence),
            ("# only a comment\n\n", CorpusError::NoSentence),
            ("vocabulary: a b", CorpusError::NoSentence),
            ("a b\n<ST> a", CorpusError::StartTyped { line: 2 }),
            ("vocabulary: <ST> a\na", CorpusError::StartTyped { line: 1 }),
            ("vocabulary: a b\na c", CorpusError::UnknownWord { line: 2, word: "c".into() }),
            ("vocabulary: a b a\na", CorpusError::RepeatedWord { line: 1, word: "a".into() }),
            ("vocabulary: a\nvocabulary: b\na", CorpusError::SecondVocabulary { line: 2 }),
            ("vocabulary:\na", CorpusError::EmptyVocabulary { line: 1 }),
            (&long, CorpusError::LongSentence { line: 1, words: 10_000 }),
            (&many_words, CorpusError::LargeVocabulary { tokens: MAX_VOCABULARY + 1 }),
            (&"a\n".repeat(2000), CorpusError::ManySentences { sentences: 2000 }),
        ];
        for (text, error) in cases {
            assert_eq!(Corpus::parse(text), Err(error));
        }
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
