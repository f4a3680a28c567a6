//! Reads a corpus from its text form.

use std::collections::HashMap;

use thiserror::Error;

use super::signs::{as_seen, is_refused, lines};
use super::{Corpus, MAX_SENTENCES, MAX_VOCABULARY, MAX_WORDS, START, Sentence};

/// Why a text is not a corpus, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum CorpusError {
    #[error("the corpus has no sentence: write at least one line with one word or more")]
    NoSentence,
    #[error(
        "the corpus has no sentence, only comments (lines that begin with #; there are {comments}): a sentence that begins with # is written \\#"
    )]
    OnlyComments { comments: usize },
    #[error("line {line}: {START} is put before every sentence by itself: leave it out")]
    StartTyped { line: usize },
    #[error(
        "line {line}: {character} has no picture and no place in the files of figures: take this character out"
    )]
    Refused { line: usize, character: String },
    #[error("line {line}: the word '{word}' is not in the vocabulary line: add it there")]
    UnknownWord { line: usize, word: String },
    #[error("line {line}: the vocabulary line has '{word}' with a comma: put spaces alone between its words")]
    Commas { line: usize, word: String },
    #[error("line {line}: the word '{word}' stands twice in the vocabulary: keep one")]
    RepeatedWord { line: usize, word: String },
    #[error("line {line}: a second vocabulary line: keep one")]
    SecondVocabulary { line: usize },
    #[error(
        "line {line}: the vocabulary line has no word: list the words after the colon, or leave the line out"
    )]
    EmptyVocabulary { line: usize },
    #[error(
        "line {line}: '{head}' looks like the beginning of a vocabulary line: write vocabulary: for that, or \\{head} if it begins a sentence"
    )]
    AlmostVocabulary { line: usize, head: String },
    #[error("line {line}: the sentence has {words} words: keep it to {MAX_WORDS} at most")]
    LongSentence { line: usize, words: usize },
    #[error("the vocabulary has {tokens} tokens with {START}: keep it to {MAX_VOCABULARY} at most")]
    LargeVocabulary { tokens: usize },
    #[error("the corpus has {sentences} sentences: keep it to {MAX_SENTENCES} at most")]
    ManySentences { sentences: usize },
}

impl CorpusError {
    /// The line that is wrong, counted from 1; `None` if it is the text as a whole.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::StartTyped { line }
            | Self::Refused { line, .. }
            | Self::UnknownWord { line, .. }
            | Self::Commas { line, .. }
            | Self::RepeatedWord { line, .. }
            | Self::SecondVocabulary { line }
            | Self::EmptyVocabulary { line }
            | Self::AlmostVocabulary { line, .. }
            | Self::LongSentence { line, .. } => Some(*line),
            Self::NoSentence
            | Self::OnlyComments { .. }
            | Self::LargeVocabulary { .. }
            | Self::ManySentences { .. } => None,
        }
    }
}

/// The corpus that a text holds, or the first thing that is wrong with it.
pub(super) fn corpus(text: &str) -> Result<Corpus, CorpusError> {
    let mut comments = 0;
    let mut sentences = Vec::new();
    let mut tokens = Tokens::new();
    for (line, text) in (1..).zip(lines(text)) {
        let text = as_seen(text);
        match Line::of(text.trim()) {
            Line::Blank => {}
            Line::Comment => comments += 1,
            Line::Vocabulary(_) if tokens.fixed.is_some() => {
                return Err(CorpusError::SecondVocabulary { line });
            }
            Line::Vocabulary(words) => tokens.fix(line, words)?,
            Line::AlmostVocabulary(head) => {
                return Err(CorpusError::AlmostVocabulary { line, head: head.to_owned() });
            }
            Line::Sentence(words) => sentences.push((line, words.to_owned())),
        }
    }
    let sentences =
        sentences.iter().map(|(line, text)| tokens.sentence(*line, text)).collect::<Result<Vec<_>, _>>()?;

    if sentences.is_empty() {
        let none = CorpusError::NoSentence;
        return Err(if comments > 0 { CorpusError::OnlyComments { comments } } else { none });
    }
    if sentences.len() > MAX_SENTENCES {
        return Err(CorpusError::ManySentences { sentences: sentences.len() });
    }
    if tokens.words.len() > MAX_VOCABULARY {
        return Err(CorpusError::LargeVocabulary { tokens: tokens.words.len() });
    }
    Ok(Corpus::of(tokens.words, sentences, comments))
}

/// What a line is.
enum Line<'a> {
    Blank,
    Comment,
    /// The words after the colon.
    Vocabulary(&'a str),
    /// The beginning that was perhaps meant as `vocabulary:`.
    AlmostVocabulary(&'a str),
    Sentence(&'a str),
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        // A backslash keeps as a sentence what would be something else; other backslashes are letters.
        let unescaped = text.trim_start_matches('\\');
        if unescaped.len() < text.len() {
            let stays = matches!(Self::of(unescaped), Line::Blank | Line::Sentence(_));
            return Line::Sentence(if stays { text } else { &text[1..] });
        }
        if text.is_empty() {
            return Line::Blank;
        }
        if text.starts_with('#') {
            return Line::Comment;
        }
        let Some((at, colon)) = text.char_indices().find(|(_, sign)| matches!(sign, ':' | '：')) else {
            return Line::Sentence(text);
        };
        let (head, words) = (text[..at].trim_end(), &text[at + colon.len_utf8()..]);
        if head.eq_ignore_ascii_case("vocabulary") {
            Line::Vocabulary(words)
        } else if head.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("vocab"))
            && !head.contains(char::is_whitespace)
        {
            Line::AlmostVocabulary(&text[..at + colon.len_utf8()])
        } else {
            Line::Sentence(text)
        }
    }
}

/// Whether a sentence that is written as it stands would be read as something else.
pub(super) fn needs_backslash(sentence: &str) -> bool {
    !matches!(Line::of(sentence.trim_start_matches('\\')), Line::Blank | Line::Sentence(_))
}

/// The words met so far and their ids.
struct Tokens {
    words: Vec<String>,
    ids: HashMap<String, u32>,
    /// The line that lists the vocabulary, if there is one: no other word may follow.
    fixed: Option<usize>,
}

impl Tokens {
    fn new() -> Self {
        Self { words: vec![START.to_owned()], ids: HashMap::new(), fixed: None }
    }

    fn fix(&mut self, line: usize, words: &str) -> Result<(), CorpusError> {
        for word in words.split_whitespace() {
            check(line, word)?;
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
        self.fixed = Some(line);
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
        if let Some(&id) = self.ids.get(word) {
            return Ok(id);
        }
        check(line, word)?;
        let Some(list) = self.fixed else { return Ok(self.add(word)) };
        let with_comma = |listed: &&String| listed.split([',', ';', '，', '、']).any(|part| part == word);
        Err(match self.words.iter().find(with_comma) {
            Some(listed) => CorpusError::Commas { line: list, word: listed.clone() },
            None => CorpusError::UnknownWord { line, word: word.to_owned() },
        })
    }
}

/// Refuses a word with a character that has no place in a figure.
fn check(line: usize, word: &str) -> Result<(), CorpusError> {
    match word.chars().find(|&sign| is_refused(sign)) {
        Some(sign) => Err(CorpusError::Refused { line, character: format!("U+{:04X}", sign as u32) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_people_write_it() {
        let words = |text: &str| Corpus::parse(text).map(|corpus| corpus.vocabulary()[1..].join(" "));
        for (text, read) in [
            ("Vocabulary: b a\na b", "b a"),
            ("VOCABULARY : b a\na b", "b a"),
            ("\u{feff}vocabulary\u{a0}：b a\ra b", "b a"),
            ("\\#metoo is trending", "#metoo is trending"),
            ("\\\\# a", "\\# a"),
            ("\\vocabulary: a", "vocabulary: a"),
            ("\\vocab: a", "vocab: a"),
            ("\\alpha \\", "\\alpha \\"),
            ("my vocab: a", "my vocab: a"),
            ("New\u{a0}York\u{202f}?\u{3000}no", "New York ? no"),
            ("caf\u{e9} x\ncafe\u{301} x", "caf\u{e9} x"),
            ("be\u{ad}ef\nbeef\u{200b}\n\u{200b}\nbeef", "beef"),
            ("man \u{202e}ordered beef\nwoman ordered beef", "man ordered beef woman"),
        ] {
            assert_eq!(words(text).as_deref(), Ok(read), "{text:?}");
        }
    }

    #[test]
    fn comments_are_counted() {
        let corpus = Corpus::parse("#1 dad\n \u{feff}# b\nwoman ordered beef\n\\#1 dad").unwrap();
        assert_eq!((corpus.sentences().len(), corpus.comments()), (2, 2));
        assert_eq!(corpus, Corpus::parse("woman ordered beef\n\\#1 dad").unwrap());
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
            ("# only a comment\n\n", CorpusError::OnlyComments { comments: 1 }),
            ("vocabulary: a b", CorpusError::NoSentence),
            ("a b\n<ST> a", CorpusError::StartTyped { line: 2 }),
            ("vocabulary: <ST> a\na", CorpusError::StartTyped { line: 1 }),
            ("vocabulary: a b\na c", CorpusError::UnknownWord { line: 2, word: "c".into() }),
            ("vocabulary: a b a\na", CorpusError::RepeatedWord { line: 1, word: "a".into() }),
            ("vocabulary: a\nvocabulary: b\na", CorpusError::SecondVocabulary { line: 2 }),
            ("vocabulary:\na", CorpusError::EmptyVocabulary { line: 1 }),
            ("man the\nvocabulary: the, man", CorpusError::Commas { line: 2, word: "the,".into() }),
            ("vocabulary: the,man\nman", CorpusError::Commas { line: 1, word: "the,man".into() }),
            ("a\nvocab: a b", CorpusError::AlmostVocabulary { line: 2, head: "vocab:".into() }),
            ("a\rb\u{7}c", CorpusError::Refused { line: 2, character: "U+0007".into() }),
            ("a\u{ffff}", CorpusError::Refused { line: 1, character: "U+FFFF".into() }),
            (&long, CorpusError::LongSentence { line: 1, words: 10_000 }),
            (&many_words, CorpusError::LargeVocabulary { tokens: MAX_VOCABULARY + 1 }),
            (&"a\n".repeat(2000), CorpusError::ManySentences { sentences: 2000 }),
        ];
        for (text, error) in cases {
            assert_eq!(Corpus::parse(text), Err(error));
        }
    }
}
